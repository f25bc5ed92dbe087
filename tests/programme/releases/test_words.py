"""Changes of a version in words."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.releases.changes import What, differences
from fairapp.programme.releases.words import Names, counts, lines
from tests.programme.conftest import text

NAMES = Names(
    rooms={"GS": text("Grande salle"), "SC": LocalizedText(fr="Scène", ar="المسرح")},
    kinds={"atelier": text("Atelier"), "film": text("Projection")},
    people={1: "Mme Bah", 2: "M. <Sow>"},
)
ENTRY: dict[str, Any] = {
    "starts_at": "2026-12-02T06:00:00+00:00",
    "minutes": 90,
    "room": "GS",
    "kind": "atelier",
    "title": {"fr": "Compost"},
    "abstract": {},
    "languages": "fr",
    "interpretation": "",
    "parts": [{"speaker": 1, "role": "speaker"}],
    "acts": [],
    "documents": [],
    "is_cancelled": False,
}


def news(fair: Event, language: str = "fr", **values: Any) -> list[str]:
    found = differences({"a": ENTRY}, {"a": {**ENTRY, **values}})
    with force_locale(language):
        (line,) = lines(fair, found, NAMES)
    return [part.replace("<bdi>", "").replace("</bdi>", "") for part in line.news]


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"starts_at": "2026-12-02T07:00:00+00:00"}, ["de 09:00 à 10:00"]),
        (
            {"starts_at": "2026-12-03T07:00:00+00:00", "room": "SC"},
            [
                "de mercredi 2 décembre, 09:00 à jeudi 3 décembre, 10:00",
                "Grande salle → Scène",
            ],
        ),
        ({"minutes": 60}, ["fin à 10:00 au lieu de 10:30"]),
        ({"room": ""}, ["Grande salle → sans salle"]),
        ({"room": "GONE"}, ["Grande salle → GONE"]),
        ({"kind": "film"}, ["Atelier → Projection"]),
        ({"title": {"fr": "Engrais"}}, ["ancien titre\xa0: «\xa0Compost\xa0»"]),
        ({"title": {"fr": "Compost", "en": "Compost!"}}, ["titre modifié dans une autre langue"]),
        ({"abstract": {"fr": "Texte"}}, ["présentation modifiée"]),
        ({"languages": "fr en"}, ["langues\xa0: français et anglais"]),
        ({"interpretation": "en"}, ["interprétation\xa0: anglais"]),
        (
            {"parts": [{"speaker": 2, "role": "speaker"}, {"speaker": 9, "role": "speaker"}]},
            [
                "avec M. &lt;Sow&gt; et une personne retirée de la liste",
                "sans Mme Bah",
            ],
        ),
        ({"parts": [{"speaker": 1, "role": "moderator"}]}, ["rôles modifiés"]),
        ({"documents": [{"title": {"fr": "Guide"}}]}, ["à lire\xa0: Guide"]),
        ({"acts": [{"title": {"fr": "Hymne"}}]}, ["déroulé modifié"]),
        ({"is_cancelled": True}, []),
    ],
)
def test_each_field_is_told_in_a_few_words(
    fair: Event, values: dict[str, Any], said: list[str]
) -> None:
    assert news(fair, **values) == said


def test_in_arabic_the_arrow_points_on(fair: Event) -> None:
    (told,) = news(fair, "ar", room="SC")
    assert told == '<bdi lang="fr">Grande salle ← المسرح'


def test_where_it_is_or_was_is_said_beside(app: Flask, fair: Event) -> None:
    with force_locale("fr"):
        (gone,) = lines(fair, differences({"a": ENTRY}, {}), NAMES)
        (new,) = lines(fair, differences({}, {"a": {**ENTRY, "is_cancelled": True}}), NAMES)
    place = "mercredi 2 décembre, 09:00 – 10:30 · <bdi>Grande salle</bdi>"
    assert (gone.sign, str(gone.place), gone.news) == ("withdrawn", place, ())
    assert (new.sign, str(new.place), new.news) == ("added", place, ("annulée",))


def test_counted_by_weight() -> None:
    found = differences(
        {"a": ENTRY, "b": ENTRY, "c": ENTRY},
        {"a": {**ENTRY, "room": ""}, "b": {**ENTRY, "minutes": 30}, "d": ENTRY},
    )
    assert counts(found) == [(What.WITHDRAWN, 1), (What.MOVED, 2), (What.ADDED, 1)]


def test_longer_or_shorter_is_not_elsewhere(fair: Event) -> None:
    found = differences(
        {"a": ENTRY, "b": ENTRY}, {"a": {**ENTRY, "minutes": 30}, "b": {**ENTRY, "room": ""}}
    )
    assert [line.sign for line in lines(fair, found, NAMES)] == ["hours", "moved"]
