"""Who may register, and what they get."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import pytest

from fairapp.core.errors import DomainError
from fairapp.registration.rules import Applicant, Place, Quota, Terms, can_cancel, can_register

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ALL_DAYS = frozenset({1, 2, 3})
ANYBODY = Applicant(category=7, days=ALL_DAYS)


def decide(terms: Terms, applicant: Applicant = ANYBODY) -> Place | str:
    try:
        return can_register(terms, applicant, at=AT)
    except DomainError as refusal:
        return refusal.code


def full(scope: Literal["event", "category", "day"], key: int = 0) -> Terms:
    return Terms(quotas=(Quota(scope, key, capacity=3, taken=3),))


@pytest.mark.parametrize(
    ("terms", "verdict"),
    [
        (Terms(), Place.SEAT),
        (Terms(AT, AT + HOUR), Place.SEAT),
        (Terms(AT + HOUR, None), "not_yet_open"),
        (Terms(None, AT), "closed"),
        (Terms(quotas=(Quota("event", 0, 3, 2),)), Place.SEAT),
        (full("event"), Place.WAITING_LIST),
        (Terms(quotas=(Quota("event", 0, 0, 0),)), Place.WAITING_LIST),
        (full("category", 7), Place.WAITING_LIST),
        (full("category", 8), Place.SEAT),
        (full("day", 2), Place.WAITING_LIST),
        (full("day", 4), Place.SEAT),
    ],
)
def test_the_public_registers_on_the_terms_of_the_fair(terms: Terms, verdict: str) -> None:
    assert decide(terms) == verdict


def test_a_full_day_binds_only_whoever_comes_on_it() -> None:
    assert decide(full("day", 2), replace(ANYBODY, days=frozenset({1, 3}))) == Place.SEAT


@pytest.mark.parametrize(
    ("terms", "place"),
    [
        (full("event"), Place.SEAT),
        (full("day", 1), Place.SEAT),
        (full("category", 7), Place.WAITING_LIST),
    ],
)
def test_the_uncounted_are_bound_by_their_category_alone(terms: Terms, place: Place) -> None:
    assert decide(terms, replace(ANYBODY, is_counted=False)) == place


def test_a_moderated_category_keeps_the_place_until_the_team_has_looked() -> None:
    moderated = replace(ANYBODY, is_moderated=True)
    assert decide(Terms(), moderated) == Place.REVIEW
    assert decide(full("event"), moderated) == Place.WAITING_LIST
    assert decide(Terms(), replace(moderated, is_invited=True)) == Place.SEAT


def test_a_category_by_invitation_is_refused_at_its_field_without_one() -> None:
    closed = replace(ANYBODY, is_open=False)
    with pytest.raises(DomainError) as refusal:
        can_register(Terms(), closed, at=AT)
    assert (refusal.value.code, refusal.value.field) == ("category_closed", "category")
    assert decide(Terms(), replace(closed, is_invited=True)) == Place.SEAT
    assert decide(full("event"), replace(closed, is_invited=True)) == Place.WAITING_LIST


@pytest.mark.parametrize("terms", [Terms(AT + HOUR, None), Terms(None, AT), full("event")])
def test_the_team_turns_nobody_away(terms: Terms) -> None:
    assert decide(terms, replace(ANYBODY, is_open=False, by_team=True)) == Place.SEAT


@pytest.mark.parametrize("status", ["merged", "replaced", "declined"])
def test_what_is_not_the_person_s_to_cancel(status: str) -> None:
    with pytest.raises(DomainError):
        can_cancel(status)


@pytest.mark.parametrize("status", ["confirmed", "pending", "waiting", "cancelled"])
def test_what_a_person_may_cancel(status: str) -> None:
    can_cancel(status)
