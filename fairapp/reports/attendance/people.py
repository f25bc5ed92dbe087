"""Who stands on an attendance list, and how many of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from fairapp.registration.models import Sex
from fairapp.registration.search import fold


@dataclass(frozen=True, slots=True)
class Attendee:
    """One person of the list. `age` in years on the first day of the fair; `first_at` in UTC, None
    on a list of those expected; `is_from_paper`: that moment was typed in afterwards.

    `badge` is the number of the badge in force. `thumbprint`: signs with it. `in_place_of` is whom
    the person replaces, or represents if `represents`. Texts are as they were given; `category` is
    in the language of the list.
    """

    reference: str
    family_name: str
    given_names: str
    other_script: str
    sex: str | None
    age: int | None
    organisation: str
    position: str
    category: str
    category_letter: str
    category_position: int
    delegation: str
    region: str
    locality: str
    phone: str
    email: str
    first_time: bool | None
    first_at: datetime | None
    is_from_paper: bool = False
    badge: int | None = None
    thumbprint: bool = False
    in_place_of: str = ""
    represents: bool = False

    @property
    def sort_key(self) -> tuple[str, str, str]:
        """By family name, then given names, accents and case aside; the reference breaks ties."""
        family = self.family_name or self.given_names
        return fold(family), fold(self.given_names), self.reference


@dataclass(frozen=True, slots=True)
class Count:
    """Women, men, and those whose sex was not given."""

    women: int
    men: int
    unstated: int

    @property
    def all(self) -> int:
        """Everybody."""
        return self.women + self.men + self.unstated

    def __add__(self, other: Count) -> Count:
        return Count(self.women + other.women, self.men + other.men, self.unstated + other.unstated)

    @classmethod
    def of(cls, people: Iterable[Attendee]) -> Count:
        """Count people."""
        everybody = list(people)
        women = sum(person.sex == Sex.FEMALE for person in everybody)
        men = sum(person.sex == Sex.MALE for person in everybody)
        return cls(women, men, len(everybody) - women - men)
