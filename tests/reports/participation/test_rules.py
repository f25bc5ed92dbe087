"""Small numbers: nobody who has the report, all of it, can tell them.

The attack is exhaustive: every fair that there could be is set beside the report, and those that do
not fit are struck out. A number is safe when those left over do not agree on it.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import combinations_with_replacement, product

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairapp.reports.participation.cells import MISSED, Key, Record, absent, count, key
from fairapp.reports.participation.rules import (
    THRESHOLD,
    Protection,
    hidden_in_sum,
    protect,
    small,
)

SLOW = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True
)
D1, D2 = "2026-12-02", "2026-12-03"


def person(**answers: object) -> Record:
    usual = {
        **{"sex": "F", "age": "36-49", "category": "ong", "region": "Conakry"},
        **{"days": (D1,), "first": "no", "plan": "invited"},
    }
    return Record(**{**usual, **answers})  # type: ignore[arg-type]


# Two answers to each of three questions: few enough that all fairs can be looked at.
KINDS = [
    person(sex=sex, category=category, region=region)
    for sex, category, region in product("FM", ("ong", "police"), ("Conakry", "Boké"))
]


@cache
def fairs(people: int) -> list[Counter[Key]]:
    """The numbers of every fair of so many people."""
    return [count(fair, needed=1) for fair in combinations_with_replacement(KINDS, people)]


@SLOW
@given(st.lists(st.sampled_from(KINDS), min_size=3, max_size=6))
def test_no_small_number_is_left_when_every_other_fair_is_struck_out(fair: list[Record]) -> None:
    numbers = count(fair, needed=1)
    hidden = protect(fair, needed=1).hidden

    # Whoever attacks knows which numbers are left out, and all that could be printed.
    shown = {cell for other in fairs(len(fair)) for cell in other} - hidden
    left = [other for other in fairs(len(fair)) if all(other[c] == numbers[c] for c in shown)]

    for cell, number in numbers.items():
        if small(number):
            assert len({other[cell] for other in left}) > 1, (cell, number)


records = st.builds(
    person,
    sex=st.sampled_from(["F", "M", "unknown"]),
    age=st.sampled_from(["15-17", "18-24", "36-49", "60+"]),
    category=st.sampled_from(["ong", "police", "jeunes"]),
    region=st.sampled_from(["Conakry", "Boké", "Kindia"]),
    days=st.sampled_from([(D1,), (D2,), (D1, D2)]),
    first=st.sampled_from(["yes", "no", "unknown"]),
    plan=st.sampled_from(["invited", "substitute", "walk_in"]),
)
away = st.builds(absent, st.sampled_from(["ong", "police"]), st.sampled_from(MISSED))


@SLOW
@given(st.lists(records, min_size=3, max_size=40), st.lists(away, max_size=6))
def test_for_each_small_number_another_fair_prints_the_same(
    came: list[Record], missed: list[Record]
) -> None:
    fair = [*came, *missed]
    protection = protect(fair, needed=2)

    assert protection.unprotected == frozenset()
    assert_witnessed(fair, protection)


def assert_witnessed(fair: list[Record], protection: Protection, needed: int = 2) -> None:
    """Each small number is hidden, and differs in a fair that is else the same in print."""
    numbers = count(fair, needed=needed)
    for cell, number in numbers.items():
        if not small(number):
            continue
        assert cell in protection.hidden
        change = protection.witnesses[cell]
        other = Counter(fair)
        other.subtract(change.before)
        assert min(other.values()) >= 0
        other.update(change.after)
        elsewhere = count(other.elements(), needed=needed)
        assert elsewhere[cell] != number
        differing = {c for c in numbers.keys() | elsewhere.keys() if numbers[c] != elsewhere[c]}
        assert differing <= protection.hidden


def test_large_numbers_are_all_told() -> None:
    fair = [record for record in KINDS for _ in range(THRESHOLD)]

    assert protect(fair, needed=1) == Protection()


def test_lone_man_hides_a_woman_elsewhere_and_no_total() -> None:
    fair = [person() for _ in range(9)] + [person(sex="M", category="police")]
    fair += [person(category="police") for _ in range(9)] + [person(sex="M") for _ in range(9)]

    hidden = protect(fair, needed=1).hidden

    assert key(sex="M", category="police") in hidden
    assert key(sex="F", category="police") in hidden
    assert not {key(), key(sex="M"), key(sex="F"), key(category="police")} & hidden


def test_single_no_show_is_not_told_by_those_expected() -> None:
    fair = [*(person() for _ in range(9)), absent("ong", "absent")]

    hidden = protect(fair, needed=1).hidden

    assert {key(missed="yes"), key(expected="yes")} <= hidden
    assert key() not in hidden


def test_of_two_participants_nothing_is_told() -> None:
    fair = [person(), person(sex="M")]
    protection = protect(fair, needed=1)

    assert key() in protection.unprotected
    assert set(count(fair, needed=1)) <= protection.hidden


def test_the_same_fair_is_protected_alike_in_any_order() -> None:
    fair = [*KINDS, KINDS[0], KINDS[0], KINDS[3]]

    assert protect(fair, needed=1).hidden == protect(fair[::-1], needed=1).hidden


def test_beside_a_sum_one_number_alone_is_never_left_out() -> None:
    assert hidden_in_sum([868, 39, 0]) == frozenset()
    assert hidden_in_sum([868, 39, 2]) == {1, 2}
    assert hidden_in_sum([1, 2, 50]) == {0, 1}
    assert hidden_in_sum([1, 0]) == {0, 1}
    assert hidden_in_sum([2]) == {0}
