"""The course of a match, read from what was noted: score, who is on, what may come next. Pure.

Every figure is a question asked of the facts that stand, in the order of the match, so that it is
the same in whatever order they arrived, and however often.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.matches.facts import PHASES, Fact, How, Kind, Minute, Terms, on_clock

# By id of the player: whether they begin.
Squad = Mapping[int, bool]
# Nothing but a shot is left to happen once the shoot-out has begun.
_BOOKINGS = (Kind.YELLOW, Kind.RED)


class Score(NamedTuple):
    """Goals of the first team and of the second."""

    one: int = 0
    two: int = 0

    @property
    def is_level(self) -> bool:
        """Whether neither leads."""
        return self.one == self.two

    def __str__(self) -> str:
        return f"{self.one} – {self.two}"


def standing(facts: Iterable[Fact], terms: Terms) -> list[Fact]:
    """What was not taken back, each once, in the order of the match."""
    known = {fact.uuid: fact for fact in facts}
    undone = {fact.undoes for fact in known.values() if fact.kind is Kind.UNDO}
    kept = [f for f in known.values() if f.kind is not Kind.UNDO and f.uuid not in undone]
    return sorted(kept, key=lambda fact: _place(fact, terms))


def score(kept: Iterable[Fact]) -> Score:
    """Goals, those of the shoot-out apart."""
    return _count(fact for fact in kept if fact.kind is Kind.GOAL)


def shots(kept: Iterable[Fact]) -> Score | None:
    """What went in of the shoot-out; None when there was none."""
    shoot_out = [fact for fact in kept if fact.kind in (Kind.SHOOT_OUT, Kind.SHOT)]
    if not shoot_out:
        return None
    return _count(f for f in shoot_out if f.kind is Kind.SHOT and f.how != How.MISSED)


def text(kept: Sequence[Fact]) -> str:
    """« 2 – 1 », with the shoot-out « 2 – 2 (4 – 3) »; the same in every language."""
    shoot_out = shots(kept)
    return f"{score(kept)} ({shoot_out})" if shoot_out is not None else str(score(kept))


def by_part(kept: Sequence[Fact], terms: Terms) -> list[Score]:
    """Goals of each part that has begun: first half, second half, those of extra time."""
    begun = {PHASES[fact.kind][0] for fact in kept if fact.kind in PHASES}
    begun |= {_place(fact, terms)[0] for fact in kept if fact.kind is Kind.GOAL}
    last = max((part for part in begun if part < 5), default=0)
    goals = [fact for fact in kept if fact.kind is Kind.GOAL]
    return [
        _count(fact for fact in goals if terms.part_of(fact.minute) == part)
        for part in range(1, last + 1)
    ]


def phase(kept: Iterable[Fact]) -> Fact | None:
    """How far the match is: the latest beginning or end. Of two taps the first one counts."""
    latest: Fact | None = None
    for fact in kept:
        if fact.kind in PHASES and (latest is None or PHASES[fact.kind] > PHASES[latest.kind]):
            latest = fact
    return latest


def coming(kept: Sequence[Fact], terms: Terms) -> Kind | None:
    """The phase that comes next; None when the match is over."""
    now = phase(kept)
    if now is None:
        return Kind.KICK_OFF
    is_level = score(kept).is_level
    after_extra = Kind.SHOOT_OUT if is_level and terms.has_penalties else None
    following: dict[Kind, Kind | None] = {
        Kind.KICK_OFF: Kind.HALF_TIME,
        Kind.HALF_TIME: Kind.SECOND_HALF,
        Kind.SECOND_HALF: Kind.FULL_TIME,
        Kind.FULL_TIME: Kind.EXTRA_TIME if is_level and terms.extra else after_extra,
        Kind.EXTRA_TIME: Kind.EXTRA_HALF,
        Kind.EXTRA_HALF: Kind.EXTRA_END,
        Kind.EXTRA_END: after_extra,
        Kind.SHOOT_OUT: Kind.END,
    }
    return following.get(now.kind)


def is_over(kept: Sequence[Fact], terms: Terms) -> bool:
    """Whether nothing more will be played."""
    return coming(kept, terms) is None


def minute_at(kept: Iterable[Fact], at: datetime, terms: Terms) -> Minute | None:
    """What the clock shows; in a break the minute that closed; None before the kick-off."""
    now = phase(kept)
    if now is None:
        return None
    part, edge = PHASES[now.kind]
    if edge == 2 or part == 5:
        return now.when
    return on_clock(part, (at - now.at).total_seconds(), terms)


def sent_off(kept: Iterable[Fact]) -> dict[int, Fact]:
    """By player: the red card, or the second yellow one, which is as much."""
    found: dict[int, Fact] = {}
    cautioned: set[int] = set()
    for fact in kept:
        if fact.kind not in _BOOKINGS or fact.player is None:
            continue
        if fact.kind is Kind.RED or fact.player in cautioned:
            found.setdefault(fact.player, fact)
        cautioned.add(fact.player)
    return found


def on_pitch(squad: Squad, kept: Iterable[Fact]) -> set[int]:
    """Who plays. In a friendly match whoever went off may come on again."""
    kept = list(kept)
    playing = {player for player, begins in squad.items() if begins}
    for fact in kept:
        if fact.kind is Kind.SUBSTITUTION:
            playing.discard(fact.player or 0)
            if fact.other is not None and fact.other in squad:
                playing.add(fact.other)
    return playing - set(sent_off(kept))


def check(new: Fact, known: Iterable[Fact], squads: Mapping[int, Squad], terms: Terms) -> None:
    """Whether `new` can have happened, at its place in the match. DomainError otherwise.

    A goal of somebody on the bench is taken: it was seen, and the change was forgotten.
    """
    kept = standing(known, terms)
    if new.kind in PHASES:
        if coming(kept, terms) is not new.kind:
            raise DomainError("phase", _l("The match is not there, or is past that already."))
        return
    if phase(kept) is None:
        raise DomainError("not_begun", _l("The match has not begun: note the kick-off first."))
    if new.minute > terms.end_of(4):
        raise DomainError("minute", _l("The match has no such minute."), field="minute")
    if new.kind is Kind.SHOT and phase(kept).kind is not Kind.SHOOT_OUT:  # type: ignore[union-attr]
        raise DomainError("no_shoot_out", _l("The shoot-out has not begun."))
    before = [fact for fact in kept if _place(fact, terms) < _place(new, terms)]
    _check_players(new, before, squads)


def _check_players(new: Fact, before: list[Fact], squads: Mapping[int, Squad]) -> None:
    side = 3 - new.side if new.how == How.OWN else new.side
    squad = squads.get(side, {})
    named = [player for player in (new.player, new.other) if player is not None]
    if any(player not in squad for player in named):
        raise DomainError("not_in_squad", _l("This player is not on the team’s list."))
    if sent_off(before).keys() & set(named):
        raise DomainError("sent_off", _l("This player has been sent off."))
    if new.kind is Kind.SUBSTITUTION:
        playing = on_pitch(squad, before)
        if new.player is None or new.player not in playing:
            raise DomainError("not_on", _l("Who goes off is not on the pitch."), field="player")
        if new.other is None or new.other in playing:
            raise DomainError("not_off", _l("Who comes on must be a substitute."), field="other")


def _place(fact: Fact, terms: Terms) -> tuple[int, int, int, int, datetime, str]:
    part, edge = PHASES.get(fact.kind, (terms.part_of(fact.minute), 1))
    if fact.kind is Kind.SHOT:
        part = 5
    return (part, edge, fact.minute, fact.added, fact.at, fact.uuid)


def _count(facts: Iterable[Fact]) -> Score:
    sides = [fact.side for fact in facts]
    return Score(sides.count(1), sides.count(2))
