"""What a count may be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

# One row is what a clicker counted within minutes, or a whole hall counted by rows of seats.
MOST = 20_000


@dataclass(frozen=True, slots=True)
class Heads:
    """Women, men and children; negative in a row that corrects earlier ones."""

    women: int = 0
    men: int = 0
    children: int = 0

    @property
    def all(self) -> int:
        """How many in all."""
        return self.women + self.men + self.children

    def __neg__(self) -> Heads:
        return Heads(-self.women, -self.men, -self.children)


@dataclass(frozen=True, slots=True)
class Count:
    """One row: heads of a session, counted at `counted_at` by the clock of who counted."""

    uuid: str
    session: str
    heads: Heads
    counted_at: datetime


# The uuid, if there is one, of a row that could not be read, and the field because of which.
Unreadable = tuple[str | None, str]


def wrong_field(heads: Heads) -> str:
    """The field that makes it no count; empty when it is one."""
    sides = {"women": heads.women, "men": heads.men, "children": heads.children}
    for name, value in sides.items():
        if abs(value) > MOST:
            return name
    return "" if any(sides.values()) else "empty"
