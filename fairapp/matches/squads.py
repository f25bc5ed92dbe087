"""A team's list: numbers, captain, goalkeeper, who may be named. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.events.colours import contrast

NUMBERS = range(1, 100)
# Of a football team on the pitch; shorter sides play as well.
STARTING = 11
ADULT = 18
# Below this, two shirts are one grey on a phone in the sun, in black and white, to some eyes.
_TELLS_APART = 1.6


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the list; `id` is the player's."""

    id: int
    number: int
    is_starting: bool
    is_captain: bool
    is_goalkeeper: bool
    may_be_named: bool


def check(places: Sequence[Place]) -> None:
    """DomainError on the field (`number-<id>`, `captain`) that is wrong."""
    counted = Counter(place.number for place in places)
    for place in places:
        if place.number not in NUMBERS:
            field = f"number-{place.id}"
            raise DomainError("number", _l("A number from 1 to 99."), field=field)
    for place in reversed(places):
        if counted[place.number] > 1:
            field = f"number-{place.id}"
            message = _l("Two players have this number.")
            raise DomainError("number_taken", message, field=field)
    if sum(place.is_captain for place in places) > 1:
        raise DomainError("captains", _l("A team has one captain."), field="captain")


def free_number(taken: Iterable[int]) -> int:
    """The lowest that nobody has; DomainError `squad_full` without any."""
    used = set(taken)
    number = next((number for number in NUMBERS if number not in used), None)
    if number is None:
        raise DomainError("squad_full", _l("All 99 numbers are taken."))
    return number


def may_be_named(*, agreed: bool, age: int | None) -> bool:
    """What the list begins with: whoever shares the name, and is of age as far as we know."""
    return agreed and (age is None or age >= ADULT)


def look_alike(one: str, other: str) -> bool:
    """Whether two teams' colours are hard to tell apart by light and dark alone."""
    return contrast(one, other) < _TELLS_APART
