"""Who somebody at entry may be, among those registered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.details import Details
from fairapp.registration.duplicates import rules
from fairapp.registration.duplicates.candidates import Candidate as Candidate
from fairapp.registration.duplicates.candidates import asked, best
from fairapp.registration.duplicates.columns import TOLD, who
from fairapp.registration.duplicates.persons import (
    Person,
    Population,
    organisation_fact,
    person_of,
)
from fairapp.registration.duplicates.rules import PROBABLE, Likeness
from fairapp.registration.models import Registration
from fairapp.registration.search import NAME_END

# To tell common names from rare ones, so many people of the fair are enough.
_SAMPLE = 2000
_BLOCK = 400


def candidates(
    event: Event,
    details: Details,
    *,
    limit: int = 5,
    least: float = PROBABLE,
    contacts: bool = True,
) -> list[Candidate]:
    """Who of the fair `details` may be, the likeliest first. Reads the list once, by name and
    contacts; for a file of people make one `Directory` instead.

    Without `contacts` no phone or e-mail is compared: whoever may not see them could otherwise find
    them out by asking.
    """
    person = asked(details, contacts=contacts)
    r = Registration
    total = db.session.scalar(select(func.count()).where(r.event_id == event.id)) or 0
    conditions = _shares_reach(person)
    # To look for words of a name is to read the whole list.
    if rules.can_be_found_by_name(person, least, Population(total)):
        conditions += _shares_name(person)
    if not conditions:
        return []
    rows = db.session.execute(
        select(r.id, r.merged_into_id, *TOLD)
        .where(r.event_id == event.id, or_(*conditions))
        # Of many who bear a name, those whom more than that speaks for come first.
        .order_by(_strength(person).desc(), r.id.desc())
        .limit(_BLOCK)
    ).all()
    among = _population(event, total, person, rows) if rows else Population()
    scored = [(who(row), rules.likeness(person, person_of(row), among)) for row in rows]
    return best(scored, limit, least)


def likeness_of(one: Registration, other: Registration) -> Likeness:
    """How likely two registrations of one fair are one person's, as `candidates` would say."""
    people = person_of(one), person_of(other)
    total = db.session.scalar(select(func.count()).where(Registration.event_id == one.event_id))
    among = _population(one.event, total or 0, people[0], [])
    return rules.likeness(*people, among)


def _shares_reach(person: Person) -> list[ColumnElement[bool]]:
    """Whoever gave the same phone or e-mail."""
    r = Registration
    found: list[ColumnElement[bool]] = []
    if person.phones:
        numbers = sorted(person.phones)
        found += [r.phone.in_(numbers), r.phone_2.in_(numbers)]
    if person.email:
        found.append(func.lower(r.email) == person.email)
    return found


def _shares_name(person: Person) -> list[ColumnElement[bool]]:
    """Whoever shares two words of the name, or one and the year."""
    words = [
        or_(*(_in_name(spelling) for spelling in sorted(word.spellings)))
        for word in person.name.words[:4]
    ]
    found = [and_(*two) for two in combinations(words, 2)]
    if person.birth_year is not None:
        found += [and_(Registration.birth_year == person.birth_year, word) for word in words]
    return [*found, *words] if len(words) == 1 else found


def _strength(person: Person) -> ColumnElement[int]:
    r, numbers = Registration, sorted(person.phones)
    reached = or_(r.phone.in_(numbers), r.phone_2.in_(numbers), _is(r.email, person.email))
    year, place = person.birth_year, person.place
    return (
        case((reached, 8), else_=0)
        + case((r.birth_year == year, 2), else_=0)
        + case((_is(r.locality, place), 1), else_=0)
    )


def _is(column: Any, value: str) -> ColumnElement[bool]:
    return column == value if value else false()


def _in_name(word: str) -> ColumnElement[bool]:
    # Folded words hold letters and digits, and the one sign that LIKE would take for any.
    pattern = word.replace("_", "\\_")
    return Registration.search_text.like(f"% {pattern} %{NAME_END} %", escape="\\")


def _population(event: Event, total: int, person: Person, rows: Iterable[Any]) -> Population:
    """How common what `person` says is: names by a sample, contacts by who was found."""
    latest = select(Registration.search_text, Registration.organisation).where(
        Registration.event_id == event.id
    )
    sample = db.session.execute(latest.order_by(Registration.id.desc()).limit(_SAMPLE)).all()
    counts = Counter(word for text, _ in sample for word in text.partition(NAME_END)[0].split())
    if person.organisation:
        for organisation, members in Counter(name for _, name in sample if name).items():
            counts[organisation_fact(organisation)] += members
    scale = total / max(1, len(sample))
    scaled = {fact: round(count * scale) for fact, count in counts.items()}
    for row in rows:
        for reach in {row.phone, row.phone_2, row.email.casefold()} - {""}:
            scaled[reach] = scaled.get(reach, 1) + 1
    return Population(total, scaled)
