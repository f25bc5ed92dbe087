"""Each trouble is told in a sentence that says who, where and until when."""

from __future__ import annotations

import pytest
from flask import Flask

from fairapp.events.models import Event
from fairapp.programme.editing.rules import Trouble, Warning
from fairapp.programme.editing.words import tell
from tests.programme.editing.conftest import Plan

SENTENCES = {
    Trouble.ROOM_TAKEN: "Grande salle : déjà prise par « Panel » de 14:15 à 15:30.",
    Trouble.PERSON_TWICE: "M. Sow, Mme Bah : aussi à « Panel » de 14:15 à 15:30.",
    Trouble.SEATS_BELOW_SIGN_UPS: "7 personnes ont une place, et il n’y en a que 5.",
    Trouble.SEATS_ABOVE_ROOM: (
        "Grande salle : 7 personnes au plus, moins que les places de la séance."
    ),
    Trouble.OUTSIDE_HOURS: "Commence avant l’ouverture de la journée ou finit après sa fermeture.",
    Trouble.FRIDAY_PRAYER: "Tombe pendant la prière du vendredi, de 12:30 à 14:30.",
    Trouble.STAGE_CHANGE: "Seulement 7 minutes pour changer le plateau après « Panel ».",
    Trouble.ACTS_TOO_LONG: "Le déroulé dépasse la séance de 7 minutes.",
}


@pytest.mark.parametrize("trouble", list(Trouble))
def test_a_trouble_in_words(app: Flask, fair: Event, plan: Plan, trouble: Trouble) -> None:
    plans = [plan("Atelier", "14:30", capacity=5), plan("Panel", "14:15", minutes=75)]
    warning = Warning("S01", trouble, "S02", frozenset({2, 9}), 7)
    with app.test_request_context():
        (told,) = tell(fair, plans, [warning], {2: "M. Sow", 9: "Mme Bah"})
    assert told.text.replace("\N{NO-BREAK SPACE}", " ") == SENTENCES[trouble]
    assert (told.code, told.day) == ("S01", 1)
