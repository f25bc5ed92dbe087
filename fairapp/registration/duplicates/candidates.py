"""Somebody registered who may be the person at hand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from fairapp.registration import queries
from fairapp.registration.details import Details
from fairapp.registration.duplicates.persons import Person, person_of
from fairapp.registration.duplicates.rules import Likeness
from fairapp.registration.queries import PersonRow


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody registered who may be the person at hand; codes as in `words.WHY`."""

    person: PersonRow
    score: float
    why: tuple[str, ...]
    against: tuple[str, ...] = ()


def asked(details: Details, *, contacts: bool = True) -> Person:
    """Whoever `details` tell of, as somebody to be compared; without `contacts` unreachable."""
    return person_of(_Asked(details, contacts=contacts))


def best(scored: Iterable[tuple[int, Likeness]], limit: int, least: float) -> list[Candidate]:
    """Of registrations and how likely each is the person, the likeliest, each once."""
    found: dict[int, Likeness] = {}
    for who, likeness in scored:
        if likeness.score >= max(least, found[who].score if who in found else 0):
            found[who] = likeness
    order = sorted(found, key=lambda who: (-found[who].score, who))[:limit]
    return [
        Candidate(row, found[row.id].score, found[row.id].why, found[row.id].against)
        for row in queries.people(order)
    ]


class _Asked:
    """`Details` as what a registration says."""

    def __init__(self, details: Details, *, contacts: bool) -> None:
        self.given_names, self.family_name = details.given_names, details.family_name
        self.phone = details.phones.first if contacts else ""
        self.phone_2 = details.phones.second if contacts else ""
        self.email = details.email if contacts else ""
        self.organisation, self.sex = details.organisation, details.sex
        self.birth_year, self.birth_date = details.birth_year, details.birth_date
        self.birth_approximate, self.locality = details.birth_approximate, details.locality
