"""Who may register, and what they get."""

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.core.errors import DomainError
from fairapp.registration.rules import Place, Terms, can_cancel, can_register

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def decide(terms: Terms, *, category_is_open: bool = True, by_team: bool = False) -> Place | str:
    try:
        return can_register(terms, category_is_open=category_is_open, by_team=by_team, at=AT)
    except DomainError as refusal:
        return refusal.code


@pytest.mark.parametrize(
    ("terms", "verdict"),
    [
        (Terms(None, None, None, 10_000), Place.SEAT),
        (Terms(AT, AT + HOUR, None, 0), Place.SEAT),
        (Terms(AT + HOUR, None, None, 0), "not_yet_open"),
        (Terms(None, AT, None, 0), "closed"),
        (Terms(None, None, 3, 2), Place.SEAT),
        (Terms(None, None, 3, 3), Place.WAITING_LIST),
        (Terms(None, None, 0, 0), Place.WAITING_LIST),
    ],
)
def test_the_public_registers_on_the_terms_of_the_fair(terms: Terms, verdict: str) -> None:
    assert decide(terms) == verdict


def test_a_category_that_the_team_gives_is_refused_at_its_field() -> None:
    with pytest.raises(DomainError) as refusal:
        can_register(Terms(None, None, None, 0), category_is_open=False, by_team=False, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("category_closed", "category")


@pytest.mark.parametrize(
    "terms", [Terms(AT + HOUR, None, None, 0), Terms(None, AT, None, 0), Terms(None, None, 1, 9)]
)
def test_the_team_turns_nobody_away(terms: Terms) -> None:
    assert decide(terms, category_is_open=False, by_team=True) == Place.SEAT


@pytest.mark.parametrize("status", ["merged", "replaced", "declined"])
def test_what_is_not_the_person_s_to_cancel(status: str) -> None:
    with pytest.raises(DomainError):
        can_cancel(status)


@pytest.mark.parametrize("status", ["confirmed", "pending", "waiting", "cancelled"])
def test_what_a_person_may_cancel(status: str) -> None:
    can_cancel(status)
