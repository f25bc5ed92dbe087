"""What a kiosk does for whoever shows a code: one pure decision."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of it. All but the first send the person to the reception."""

    PRINTING = "printing"
    PRINTED = "printed"
    NOT_CONFIRMED = "not_confirmed"
    CANCELLED = "cancelled"
    NOT_VALID = "not_valid"
    UNKNOWN = "unknown"
    MISMATCH = "mismatch"


_STANDINGS = {
    "confirmed": Outcome.PRINTING,
    "cancelled": Outcome.CANCELLED,
    "replaced": Outcome.NOT_VALID,
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A pass of this fair: its person's standing (empty for a blank badge) and its badge."""

    standing: str
    is_revoked: bool
    is_printed: bool


def outcome(shown: Shown | None) -> Outcome:
    """Print for whoever is expected and has no badge on paper yet.

    A second badge with the same code would let in a second person: that takes the team's eyes.
    """
    if shown is None or not shown.standing:
        return Outcome.UNKNOWN
    if shown.is_revoked:
        return Outcome.NOT_VALID
    standing = _STANDINGS.get(shown.standing, Outcome.NOT_CONFIRMED)
    return Outcome.PRINTED if standing is Outcome.PRINTING and shown.is_printed else standing


def tail_fits(phone: str, typed: str, *, length: int = 4) -> bool:
    """Whether `typed` are the last digits of `phone`. A number that is not known fits nothing."""
    digits = "".join(char for char in phone if char.isdigit())
    return len(typed) == length and len(digits) > length and digits.endswith(typed)
