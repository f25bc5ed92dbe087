"""What a registration says, ready to be compared, and how common that is at a fair. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Protocol

from fairapp.registration.duplicates.names import Name, name_of
from fairapp.registration.search import fold


class Told(Protocol):
    """What is compared; a `Registration` is one."""

    given_names: str
    family_name: str
    phone: str
    phone_2: str
    email: str
    organisation: str
    birth_year: int | None
    birth_date: date | None
    birth_approximate: bool
    sex: str | None
    locality: str


@dataclass(frozen=True, slots=True)
class Person:
    """What a registration says, ready to be compared."""

    name: Name
    phones: frozenset[str] = frozenset()
    email: str = ""
    organisation: str = ""
    birth_year: int | None = None
    birth_date: date | None = None
    birth_approximate: bool = False
    sex: str | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Population:
    """How many people a fair has, and how many of them have what `facts` gives."""

    size: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def bearers(self, fact: str) -> int:
        """How many people; at least the one who said it."""
        return max(1, self.counts.get(fact, 1))


def person_of(told: Told, *, is_named: bool = True) -> Person:
    """What `told` says, ready to be compared; without the name, which takes longest, when that is
    not asked for."""
    return Person(
        name=name_of(told.given_names, told.family_name) if is_named else Name(),
        phones=frozenset(number for number in (told.phone, told.phone_2) if number),
        email=told.email.casefold(),
        organisation=_folded(told.organisation),
        birth_year=told.birth_date.year if told.birth_date else told.birth_year,
        birth_date=told.birth_date,
        birth_approximate=told.birth_approximate,
        sex=told.sex,
        place=told.locality,
    )


def facts(person: Person) -> Iterator[str]:
    """What is counted to tell the rare from the common."""
    yield from {spelling for word in person.name.words for spelling in word.spellings}
    yield from person.phones
    if person.email:
        yield person.email
    if person.organisation:
        yield organisation_fact(person.organisation)


def organisation_fact(organisation: str) -> str:
    """How `facts` names an organisation, apart from names of people."""
    return f"@ {_folded(organisation)}"


# Thousands of people come from a few hundred organisations.
_folded = lru_cache(maxsize=4096)(fold)
