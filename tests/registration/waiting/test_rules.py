"""Who gets a free place, in which order, and how long it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.registration.rules import Applicant, Quota
from fairapp.registration.waiting.rules import offer_until, whom_to_promote

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
ONE, BOTH = frozenset({1}), frozenset({1, 2})

applicants = st.builds(
    Applicant,
    category=st.integers(1, 3),
    days=st.frozensets(st.integers(1, 3), min_size=1),
    is_counted=st.booleans(),
)
lines = st.lists(applicants, max_size=30).map(lambda line: list(enumerate(line, 10)))
places = {"capacity": st.integers(0, 12), "taken": st.integers(0, 14)}
limits = st.lists(
    st.one_of(
        st.builds(Quota, scope=st.just("event"), key=st.just(0), **places),
        st.builds(Quota, scope=st.just("category"), key=st.integers(1, 3), **places),
        st.builds(Quota, scope=st.just("day"), key=st.integers(1, 3), **places),
    ),
    max_size=7,
    unique_by=lambda quota: (quota.scope, quota.key),
)


def taken_by(quota: Quota, line: Sequence[tuple[int, Applicant]], promoted: list[int]) -> int:
    return quota.taken + sum(quota.binds(who) for key, who in line if key in promoted)


@given(lines, limits)
def test_no_limit_is_exceeded_and_the_order_is_kept(
    line: list[tuple[int, Applicant]], quotas: list[Quota]
) -> None:
    promoted = whom_to_promote(line, quotas)
    assert promoted == sorted(set(promoted))
    for quota in quotas:
        assert taken_by(quota, line, promoted) <= max(quota.capacity, quota.taken)


@given(lines, limits)
def test_nobody_waits_while_there_is_room_for_them(
    line: list[tuple[int, Applicant]], quotas: list[Quota]
) -> None:
    promoted = whom_to_promote(line, quotas)
    full = [q for q in quotas if taken_by(q, line, promoted) >= q.capacity]
    for key, applicant in line:
        assert key in promoted or any(quota.binds(applicant) for quota in full)


@given(lines, limits)
def test_nobody_is_passed_over_for_somebody_who_wants_the_same(
    line: list[tuple[int, Applicant]], quotas: list[Quota]
) -> None:
    promoted = whom_to_promote(line, quotas)
    for place, (key, applicant) in enumerate(line):
        later = [other for other, wish in line[place:] if wish == applicant]
        assert key in promoted or not set(later) & set(promoted)


def test_whoever_wants_a_full_day_holds_up_nobody_else() -> None:
    line = [(1, Applicant(7, BOTH)), (2, Applicant(7, ONE)), (3, Applicant(7, ONE))]
    assert whom_to_promote(line, [Quota("day", 2, 5, 5), Quota("day", 1, 5, 4)]) == [2]


def test_more_people_than_places_is_no_room() -> None:
    assert whom_to_promote([(1, Applicant(7, ONE))], [Quota("event", 0, 3, 5)]) == []


@pytest.mark.parametrize(
    ("hours", "to_the_fair", "kept"),
    [
        (48, 400 * HOUR, 48 * HOUR),
        (48, None, 48 * HOUR),
        (48, 48 * HOUR, 48 * HOUR),
        (48, 20 * HOUR, 20 * HOUR),
        (48, 12 * HOUR, 12 * HOUR),
        (2, 12 * HOUR, 2 * HOUR),
        (48, 12 * HOUR - timedelta(seconds=1), None),
        (48, -HOUR, None),
        (0, 400 * HOUR, None),
        (0, None, None),
    ],
)
def test_how_long_a_place_is_kept(
    hours: int, to_the_fair: timedelta | None, kept: timedelta | None
) -> None:
    start = None if to_the_fair is None else AT + to_the_fair
    assert offer_until(AT, hours, start) == (None if kept is None else AT + kept)
