"""What finds a session."""

from __future__ import annotations

import pytest

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme import queries
from fairapp.programme.models import Speaker
from fairapp.programme.parts import Act, Part
from fairapp.programme.search import matches
from tests.programme.conftest import AddSession, text


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("!?", True),
        ("voisins police", True),
        ("POLICÉ", True),
        ("d'experiences", True),
        ("experiences", True),
        ("l’eau", True),
        ("qu'eau", True),
        ("neighbours", True),
        ("الشرطة", True),
        ("mmah keita", True),
        ("M’Mah", True),
        ("ministre", True),
        ("premier ministre", True),
        ("étoiles kaloum", True),
        ("sylla", True),
        ("grande salle", True),
        ("table ronde", True),
        ("police gendarmerie", False),
        ("%", True),
        ("0", False),
    ],
)
def test_words_in_any_order_and_language(
    fair: Event, add_session: AddSession, query: str, is_found: bool
) -> None:
    speaker = Speaker(
        event_id=fair.id,
        name="Mme M'Mah Keïta",
        function=text("Conseillère"),
        organisation="Réseau des femmes",
        represents="le Premier ministre",
    )
    db.session.add(speaker)
    db.session.flush()
    session = add_session("a", "09:00", "10:00")
    session.title = LocalizedText(
        fr="La police et ses voisins", en="Police and neighbours", ar="الشرطة والجيران"
    )
    session.abstract = text("Partage d’expériences autour de l’eau.")
    session.parts = (Part(speaker.id),)
    session.acts = (
        Act(text("Une scène"), 10, company="Les Étoiles de Kaloum", performers="Aminata Sylla"),
    )
    db.session.flush()
    (item,) = queries.programme(fair)
    assert matches(item, query) is is_found
