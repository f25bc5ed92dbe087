"""What can be noted of a match, and its minutes. Values only.

Minutes are written as speakers say them: 23 is the 23rd minute, 45+2 the second of those added to
the first half. So a minute alone tells its half.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

# Nobody adds more, and no half is longer.
MOST_ADDED = 30
LONGEST_HALF = 60
_WRITTEN = re.compile(r"\s*(\d{1,3})\s*(?:\+\s*(\d{1,2}))?\s*[′']?\s*")


class Kind(StrEnum):
    """What is noted. The first nine are the course of the match, in their order."""

    KICK_OFF = "kick_off"
    HALF_TIME = "half_time"
    SECOND_HALF = "second_half"
    FULL_TIME = "full_time"
    EXTRA_TIME = "extra_time"
    EXTRA_HALF = "extra_half"
    EXTRA_END = "extra_end"
    SHOOT_OUT = "shoot_out"
    END = "end"
    GOAL = "goal"
    YELLOW = "yellow"
    RED = "red"
    SUBSTITUTION = "substitution"
    SHOT = "shot"  # one of the shoot-out
    UNDO = "undo"


class How(StrEnum):
    """How a goal came about; whether a shot of the shoot-out went in."""

    PLAIN = ""
    PENALTY = "penalty"
    OWN = "own"
    MISSED = "missed"


class Office(StrEnum):
    """Who sees to it that the match is played by its laws."""

    REFEREE = "referee"
    ASSISTANT_1 = "assistant_1"
    ASSISTANT_2 = "assistant_2"
    FOURTH = "fourth"
    COMMISSIONER = "commissioner"
    DOCTOR = "doctor"


# Part of the match that a phase opens (edge 0) or closes (edge 2): halves are 1 and 2, those of
# extra time 3 and 4, the shoot-out is 5. What happens meanwhile has edge 1.
PHASES = {
    Kind.KICK_OFF: (1, 0),
    Kind.HALF_TIME: (1, 2),
    Kind.SECOND_HALF: (2, 0),
    Kind.FULL_TIME: (2, 2),
    Kind.EXTRA_TIME: (3, 0),
    Kind.EXTRA_HALF: (4, 0),
    Kind.EXTRA_END: (4, 2),
    Kind.SHOOT_OUT: (5, 0),
    Kind.END: (5, 2),
}


@dataclass(frozen=True, slots=True, order=True)
class Minute:
    """`Minute(45, 2)` is written 45+2."""

    minute: int
    added: int = 0

    def __str__(self) -> str:
        return f"{self.minute}+{self.added}" if self.added else str(self.minute)


@dataclass(frozen=True, slots=True)
class Terms:
    """How long is played: minutes of a half, of a half of extra time (0: none), penalties."""

    half: int = 45
    extra: int = 0
    has_penalties: bool = False

    def end_of(self, part: int) -> int:
        """The last minute of a part without those added."""
        halves = min(part, 2) * self.half
        return halves + max(0, min(part, 4) - 2) * self.extra

    def part_of(self, minute: int) -> int:
        """The part in which a minute lies."""
        return next((part for part in (1, 2, 3) if minute <= self.end_of(part)), 4)


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the record. `side` 1 or 2 is the team that scored, was booked or changes; an own
    goal counts for `side` and names a player of the other one. A substitution: `player` goes off,
    `other` comes on. `undoes` is the uuid that an undo takes back."""

    uuid: str
    kind: Kind
    at: datetime
    side: int = 0
    player: int | None = None
    other: int | None = None
    minute: int = 0
    added: int = 0
    how: str = How.PLAIN
    undoes: str | None = None

    @property
    def when(self) -> Minute:
        """The minute of the match."""
        return Minute(self.minute, self.added)


def read_minute(text: str) -> Minute | None:
    """`45+2` in any digits; None for an empty text. ValueError for what is no minute."""
    if not text.strip():
        return None
    found = _WRITTEN.fullmatch(text)
    if found is None:
        raise ValueError(text)
    minute, added = int(found[1]), int(found[2] or 0)
    if minute < 1 or added > MOST_ADDED:
        raise ValueError(text)
    return Minute(minute, added)


def on_clock(part: int, seconds: float, terms: Terms) -> Minute:
    """The minute when a part has run for so long: the first one is 1, after the last they are
    added. js/matches/state.js computes the same; both are held to tests/contracts."""
    played = max(0, int(seconds)) // 60 + 1
    start, end = terms.end_of(part - 1), terms.end_of(part)
    if start + played <= end:
        return Minute(start + played)
    return Minute(end, min(start + played - end, MOST_ADDED))
