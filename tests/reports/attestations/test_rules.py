from __future__ import annotations

from datetime import date, timedelta

import pytest

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.reports.attestations import rules
from fairapp.reports.attestations.design import BODY
from fairapp.reports.attestations.rules import State
from tests.checkin.conftest import DAYS

ONE, TWO, THREE = DAYS
BEFORE, AFTER = ONE - timedelta(days=1), THREE + timedelta(days=1)


@pytest.mark.parametrize(
    ("days", "on", "state", "missing"),
    [
        ((), BEFORE, State.BEFORE, 2),
        ((ONE,), ONE, State.MISSING, 1),
        ((ONE,), THREE, State.MISSING, 1),
        ((ONE, TWO), TWO, State.LATER, 0),
        ((ONE, TWO), THREE, State.LATER, 0),
        ((ONE, THREE), THREE, State.READY, 0),
        ((ONE, TWO), AFTER, State.READY, 0),
        ((ONE,), AFTER, State.TOO_FEW, 1),
        ((), AFTER, State.TOO_FEW, 2),
    ],
)
def test_standing(days: tuple[date, ...], on: date, state: State, missing: int) -> None:
    found = rules.standing(days, DAYS, 2, on=on)

    assert (found.state, found.days, found.missing) == (state, days, missing)


def test_days_that_are_not_of_the_fair_count_for_nothing() -> None:
    found = rules.standing((BEFORE, ONE, AFTER), DAYS, 2, on=AFTER)

    assert (found.state, found.days) == (State.TOO_FEW, (ONE,))


def test_no_more_days_are_asked_for_than_there_are() -> None:
    assert rules.standing((ONE,), (ONE,), 2, on=AFTER).is_ready
    assert [rules.needed(wanted, 3) for wanted in (0, 1, 3, 9)] == [1, 1, 3, 3]


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("Mariama Diallo", "Mariama Diallo"),
        ("DIALLO Mariama", "Mariama Diallo"),
        ("Mariama Dialo", "Mariama Diallo"),
        ("Fatoumata Binta Diallo", "F/mata Binta Diallo"),
        ("M’Mah Camara", "Mmah Camara"),
        ("Mariam Diallo", "Mariama Diallo"),
        ("Mariama Bah Diallo", "Mariama Diallo"),
        ("Amadou Diallo", "Diallo"),
        ("Dr Mariama Diallo", "Dr Mariama Diallo"),
    ],
)
def test_a_spelling_an_order_or_one_more_word_is_near(name: str, registered: str) -> None:
    assert not rules.is_far(name, registered)


@pytest.mark.parametrize(
    ("name", "registered"),
    [
        ("Ibrahima Sow", "Mariama Diallo"),
        ("Ibrahima Diallo", "Mariama Diallo"),
        ("Mariama Bah Sow Diallo", "Mariama Diallo"),
        ("Général Mariama Diallo", "Mariama Diallo"),
        ("مريم ديالو", "Mariama Diallo"),
    ],
)
def test_somebody_else_or_a_title_is_far(name: str, registered: str) -> None:
    assert rules.is_far(name, registered)


def test_a_title_that_was_registered_is_near() -> None:
    assert not rules.is_far("Dr Mariama Diallo", "Mariama Diallo", "Dr")


@pytest.mark.parametrize(
    "name", ["…", "www.example.org Diallo", "a@example.org", "Diallo 622123456"]
)
def test_what_is_no_name_is_refused(name: str) -> None:
    with pytest.raises(DomainError) as refusal:
        rules.check_name(name)
    assert refusal.value.field == "name"


def test_placeholders_are_checked_in_each_language() -> None:
    rules.check_text(BODY)
    for code, body in (
        ("placeholder", LocalizedText(fr="{days} {jours}")),
        ("days_not_named", LocalizedText(fr="{days}", en="{event}")),
        ("body_empty", LocalizedText()),
    ):
        with pytest.raises(DomainError) as refusal:
            rules.check_text(body)
        assert (refusal.value.code, refusal.value.field) == (code, "body")


def test_a_value_that_looks_like_a_placeholder_stays() -> None:
    assert rules.fill("{event} {days}", {"event": "{days}", "days": "2"}) == "{days} 2"
