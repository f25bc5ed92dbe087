"""The course of a match, from facts alone."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairapp.core.errors import DomainError
from fairapp.matches import rules
from fairapp.matches.facts import Fact, How, Kind, Minute, Terms
from fairapp.matches.rules import Score

START = datetime(2026, 12, 4, 16, 45, tzinfo=UTC)
TERMS = Terms(45, 15, has_penalties=True)
SQUADS = {1: {1: True, 2: True, 3: False}, 2: {11: True, 12: True, 13: False}}
_serial = count()


def fact(kind: Kind, side: int = 0, player: int | None = None, minute: int = 10, **v: object):
    values = {"uuid": f"u{next(_serial):04}", "at": START, **v}
    return Fact(kind=kind, side=side, player=player, minute=minute, **values)


def course(*kinds: Kind) -> list[Fact]:
    return [fact(kind, minute=0, at=START + timedelta(hours=n)) for n, kind in enumerate(kinds)]


def refusal(new: Fact, *known: Fact) -> str:
    with pytest.raises(DomainError) as caught:
        rules.check(new, known, SQUADS, TERMS)
    return caught.value.code


# -- the score ------------------------------------------------------------------------------------

GOALS = st.lists(
    st.tuples(st.sampled_from([1, 2]), st.integers(1, 90), st.integers(0, 5), st.booleans()),
    max_size=12,
)


@given(goals=GOALS, seed=st.integers(0, 2**16))
def test_score_is_the_goals_not_undone_however_they_arrive(
    goals: list[tuple[int, int, int, bool]], seed: int
) -> None:
    facts = []
    for side, minute, added, is_undone in goals:
        goal = fact(Kind.GOAL, side, minute=minute, added=added)
        facts.append(goal)
        if is_undone:
            facts.append(fact(Kind.UNDO, undoes=goal.uuid))
    draw = random.Random(seed)
    again = facts + draw.choices(facts, k=5) if facts else []
    draw.shuffle(again)

    kept, shuffled = rules.standing(facts, TERMS), rules.standing(again, TERMS)

    wanted = [side for side, _, _, is_undone in goals if not is_undone]
    assert rules.score(shuffled) == (wanted.count(1), wanted.count(2))
    assert shuffled == kept == rules.standing(kept, TERMS)
    assert [f.when for f in kept] == sorted(f.when for f in kept)
    parts = rules.by_part(kept, TERMS)
    assert (sum(p.one for p in parts), sum(p.two for p in parts)) == rules.score(kept)


def test_added_time_belongs_to_its_half() -> None:
    facts = [
        *course(Kind.KICK_OFF, Kind.HALF_TIME, Kind.SECOND_HALF),
        fact(Kind.GOAL, 1, minute=45, added=2),
        fact(Kind.GOAL, 2, minute=46),
    ]
    kept = rules.standing(facts, TERMS)
    assert rules.by_part(kept, TERMS) == [Score(1, 0), Score(0, 1)]
    assert [f.kind for f in kept][:3] == [Kind.KICK_OFF, Kind.GOAL, Kind.HALF_TIME]


def test_shoot_out_is_counted_apart() -> None:
    facts = [
        *course(Kind.KICK_OFF, Kind.SHOOT_OUT),
        fact(Kind.GOAL, 1),
        fact(Kind.GOAL, 2),
        fact(Kind.SHOT, 1),
        fact(Kind.SHOT, 2, how=How.MISSED),
    ]
    assert rules.text(rules.standing(facts, TERMS)) == "1 – 1 (1 – 0)"


# -- the course -----------------------------------------------------------------------------------


def test_course_of_a_match_with_everything() -> None:
    facts: list[Fact] = []
    seen = []
    while (kind := rules.coming(rules.standing(facts, TERMS), TERMS)) is not None:
        seen.append(kind)
        facts.append(fact(kind, minute=0))
    assert [str(kind) for kind in seen] == [
        *("kick_off", "half_time", "second_half", "full_time"),
        *("extra_time", "extra_half", "extra_end", "shoot_out", "end"),
    ]


def test_whoever_leads_at_full_time_has_won() -> None:
    facts = course(Kind.KICK_OFF, Kind.HALF_TIME, Kind.SECOND_HALF, Kind.FULL_TIME)
    kept = rules.standing([*facts, fact(Kind.GOAL, 1)], TERMS)
    assert rules.is_over(kept, TERMS)
    assert rules.coming(rules.standing(facts, TERMS), Terms(45)) is None
    assert rules.coming(rules.standing(facts, TERMS), Terms(45, 0, True)) is Kind.SHOOT_OUT


def test_clock_stands_in_the_break() -> None:
    first = fact(Kind.KICK_OFF, minute=0)
    over = fact(Kind.HALF_TIME, minute=45, added=2)
    later = START + timedelta(minutes=22, seconds=10)
    assert rules.minute_at([], later, TERMS) is None
    assert rules.minute_at([first], later, TERMS) == Minute(23)
    assert rules.minute_at([first, over], later, TERMS) == Minute(45, 2)


def test_phases_come_in_their_order_and_once() -> None:
    assert refusal(fact(Kind.HALF_TIME)) == "phase"
    assert refusal(fact(Kind.KICK_OFF), *course(Kind.KICK_OFF)) == "phase"


def test_nothing_happens_before_the_kick_off() -> None:
    assert refusal(fact(Kind.GOAL, 1, 1)) == "not_begun"
    assert refusal(fact(Kind.SHOT, 1), *course(Kind.KICK_OFF)) == "no_shoot_out"
    assert refusal(fact(Kind.GOAL, 1, minute=121), *course(Kind.KICK_OFF)) == "minute"


# -- players --------------------------------------------------------------------------------------

BEGUN = course(Kind.KICK_OFF)


def test_two_yellow_cards_are_a_red_one() -> None:
    cards = [fact(Kind.YELLOW, 1, 1, 20), fact(Kind.YELLOW, 1, 1, 60)]
    kept = rules.standing([*BEGUN, *cards], TERMS)
    assert rules.sent_off(kept) == {1: cards[1]}
    assert rules.on_pitch(SQUADS[1], kept) == {2}
    assert refusal(fact(Kind.GOAL, 1, 1, 61), *BEGUN, *cards) == "sent_off"
    # A goal scored before is still one, when it is noted late.
    rules.check(fact(Kind.GOAL, 1, 1, 59), [*BEGUN, *cards], SQUADS, TERMS)


def test_own_goal_names_a_player_of_the_other_team() -> None:
    rules.check(fact(Kind.GOAL, 1, 11, how=How.OWN), BEGUN, SQUADS, TERMS)
    assert refusal(fact(Kind.GOAL, 1, 11), *BEGUN) == "not_in_squad"
    assert refusal(fact(Kind.GOAL, 1, 1, how=How.OWN), *BEGUN) == "not_in_squad"


def test_goal_of_somebody_unknown_or_from_the_bench_is_taken() -> None:
    rules.check(fact(Kind.GOAL, 1), BEGUN, SQUADS, TERMS)
    rules.check(fact(Kind.GOAL, 1, 3), BEGUN, SQUADS, TERMS)


def test_substitution_is_of_somebody_on_for_somebody_off() -> None:
    change = fact(Kind.SUBSTITUTION, 1, 1, 50, other=3)
    rules.check(change, BEGUN, SQUADS, TERMS)
    kept = rules.standing([*BEGUN, change], TERMS)
    assert rules.on_pitch(SQUADS[1], kept) == {2, 3}
    after = [*BEGUN, change]
    assert refusal(fact(Kind.SUBSTITUTION, 1, 1, 60, other=3), *after) == "not_on"
    assert refusal(fact(Kind.SUBSTITUTION, 1, 2, 60, other=3), *after) == "not_off"
    assert refusal(fact(Kind.SUBSTITUTION, 1, 2, 60), *after) == "not_off"
    # Friendly: whoever went off may come on again.
    rules.check(fact(Kind.SUBSTITUTION, 1, 3, 60, other=1), after, SQUADS, TERMS)


def test_whoever_is_sent_off_is_not_replaced_and_replaces_nobody() -> None:
    known = [*BEGUN, fact(Kind.RED, 1, 3, 20)]
    assert refusal(fact(Kind.SUBSTITUTION, 1, 1, 60, other=3), *known) == "sent_off"
    assert refusal(fact(Kind.YELLOW, 1, 3, 60), *known) == "sent_off"
