"""A match as pages and papers show it: the lists, the course, the score. Rows only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from fairapp.core.i18n import LocalizedText
from fairapp.matches import rules, words
from fairapp.matches.facts import Fact, Kind, Minute, Terms
from fairapp.matches.rules import Score


@dataclass(frozen=True, slots=True)
class PlayerRow:
    """A line of a list. `is_named` tells whether the public may read the name."""

    id: int
    number: int
    name: str
    is_starting: bool
    is_captain: bool
    is_goalkeeper: bool
    may_be_named: bool
    is_named: bool
    reference: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team and its list, by number."""

    side: int
    name: LocalizedText
    short_name: str
    colour: str
    coaches: str
    players: tuple[PlayerRow, ...]

    @property
    def label(self) -> str:
        """What a small place holds."""
        return self.short_name or str(self.name)

    @property
    def starting(self) -> list[PlayerRow]:
        """Who begins."""
        return [player for player in self.players if player.is_starting]

    @property
    def substitutes(self) -> list[PlayerRow]:
        """Who sits on the bench."""
        return [player for player in self.players if not player.is_starting]


@dataclass(frozen=True, slots=True)
class Line:
    """Something that happened, with who did it; `score` after a goal."""

    fact: Fact
    text: str
    player: PlayerRow | None
    other: PlayerRow | None
    score: Score | None
    is_second_yellow: bool

    @property
    def when(self) -> Minute:
        """The minute."""
        return self.fact.when


@dataclass(frozen=True)
class Sheet:
    """A match with what is known of it at `at`. `facts` are all rows, undone ones too."""

    code: str
    terms: Terms
    officials: dict[str, str]
    teams: tuple[TeamRow, TeamRow]
    facts: tuple[Fact, ...]
    at: datetime

    @cached_property
    def kept(self) -> list[Fact]:
        """What stands, in the order of the match."""
        return rules.standing(self.facts, self.terms)

    @cached_property
    def score(self) -> Score:
        """Goals."""
        return rules.score(self.kept)

    @cached_property
    def shots(self) -> Score | None:
        """What went in of the shoot-out, if there was one."""
        return rules.shots(self.kept)

    @property
    def phase(self) -> Kind | None:
        """The latest beginning or end."""
        fact = rules.phase(self.kept)
        return fact.kind if fact is not None else None

    @property
    def has_begun(self) -> bool:
        """Whether the kick-off was noted."""
        return self.phase is not None

    @property
    def is_over(self) -> bool:
        """Whether nothing more is played."""
        return rules.is_over(self.kept, self.terms)

    @property
    def is_running(self) -> bool:
        """Whether the ball rolls, so that a minute is worth showing."""
        return self.phase in (Kind.KICK_OFF, Kind.SECOND_HALF, Kind.EXTRA_TIME, Kind.EXTRA_HALF)

    @property
    def coming(self) -> Kind | None:
        """The phase that comes next."""
        return rules.coming(self.kept, self.terms)

    @property
    def state(self) -> str:
        """Where the match is, in words."""
        return str(words.OVER if self.is_over else words.STATES[self.phase])

    @property
    def minute(self) -> Minute | None:
        """What the clock shows."""
        return rules.minute_at(self.kept, self.at, self.terms)

    @property
    def text(self) -> str:
        """« 2 – 1 »; see `rules.text`."""
        return rules.text(self.kept)

    @property
    def parts(self) -> list[tuple[str, Score]]:
        """Goals by half."""
        found = rules.by_part(self.kept, self.terms)
        return [(str(words.PARTS[part]), score) for part, score in enumerate(found, 1)]

    @property
    def appointed(self) -> list[tuple[str, str]]:
        """Office and name of the officials that are known."""
        return [
            (str(label), self.officials[office])
            for office, label in words.OFFICES.items()
            if self.officials.get(office)
        ]

    @property
    def offices(self) -> list[tuple[str, str]]:
        """All offices, for a paper that is filled in by hand."""
        return [
            (str(label), self.officials.get(office, "")) for office, label in words.OFFICES.items()
        ]

    @cached_property
    def lines(self) -> list[Line]:
        """What happened, in order."""
        players = {player.id: player for team in self.teams for player in team.players}
        off = {fact.uuid for fact in rules.sent_off(self.kept).values()}
        found: list[Line] = []
        for place, fact in enumerate(self.kept):
            is_second = fact.kind is Kind.YELLOW and fact.uuid in off
            found.append(
                Line(
                    fact,
                    str(words.SECOND_YELLOW if is_second else words.said(fact)),
                    players.get(fact.player or 0),
                    players.get(fact.other or 0),
                    rules.score(self.kept[: place + 1]) if fact.kind is Kind.GOAL else None,
                    is_second,
                )
            )
        return found

    def goals(self, side: int) -> list[Line]:
        """Goals that count for a team."""
        return self._of(side, Kind.GOAL)

    def cards(self, side: int) -> list[Line]:
        """Cards of a team."""
        return self._of(side, Kind.YELLOW, Kind.RED)

    def changes(self, side: int) -> list[Line]:
        """Substitutions of a team."""
        return self._of(side, Kind.SUBSTITUTION)

    def _of(self, side: int, *kinds: Kind) -> list[Line]:
        return [x for x in self.lines if x.fact.side == side and x.fact.kind in kinds]
