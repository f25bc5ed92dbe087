"""Who may be registered twice: for one person at entry, and for the whole fair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from sqlalchemy import ColumnElement, and_, case, false, func, or_, select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.details import Details
from fairapp.registration.duplicates import blocks, rules
from fairapp.registration.duplicates.models import DistinctPair
from fairapp.registration.duplicates.rules import PROBABLE, Likeness, Person, Population
from fairapp.registration.models import Registration, Status
from fairapp.registration.queries import PersonRow
from fairapp.registration.search import NAME_END

# Whoever takes a place, or waits for one: of two such registrations one is too many.
LIVE = (Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.WAITING)
# To tell common names from rare ones, so many people of the fair are enough.
_SAMPLE = 2000
_BLOCK = 400
_TOLD = (
    *(Registration.given_names, Registration.family_name, Registration.phone),
    *(Registration.phone_2, Registration.email, Registration.organisation),
    *(Registration.birth_year, Registration.birth_date, Registration.birth_approximate),
    *(Registration.sex, Registration.locality),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody registered who may be the person at hand; codes as in `words.WHY`."""

    person: PersonRow
    score: float
    why: tuple[str, ...]
    against: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two registrations that may be one person's; `first_id` < `second_id`."""

    first_id: int
    second_id: int
    likeness: Likeness


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
    person = rules.person_of(_Asked(details, contacts=contacts))
    conditions = _may_be(person)
    if not conditions:
        return []
    r = Registration
    rows = db.session.execute(
        select(r.id, r.merged_into_id, *_TOLD)
        .where(r.event_id == event.id, or_(*conditions))
        # Of many who bear a name, those whom more than that speaks for come first.
        .order_by(_strength(person).desc(), r.id.desc())
        .limit(_BLOCK)
    ).all()
    among = _population(event, person, rows) if rows else Population()
    scored = [(_who(row), rules.likeness(person, _person(row), among)) for row in rows]
    return _best(scored, limit, least)


def likeness_of(one: Registration, other: Registration) -> Likeness:
    """How likely two registrations of one fair are one person's, as `candidates` would say."""
    people = rules.person_of(one), rules.person_of(other)
    among = _population(one.event, people[0], [])
    return rules.likeness(*people, among)


class Directory:
    """Everybody of a fair in memory, to compare many with many."""

    def __init__(self, event: Event, *, statuses: Sequence[Status] | None = None) -> None:
        r = Registration
        query = select(r.id, r.merged_into_id, *_TOLD).where(r.event_id == event.id)
        if statuses is not None:
            query = query.where(r.status.in_(statuses))
        rows = db.session.execute(query.order_by(r.id)).all()
        self._who = [_who(row) for row in rows]
        self.people = [_person(row) for row in rows]
        counts = Counter(fact for person in self.people for fact in rules.facts(person))
        self.among = Population(len(rows), counts)
        self._index: dict[str, list[int]] | None = None

    def candidates(
        self, details: Details, *, limit: int = 5, least: float = PROBABLE
    ) -> list[Candidate]:
        """As `queries.candidates`, without asking the database but for the rows to show."""
        if self._index is None:
            self._index = blocks.index(self.people)
        person = rules.person_of(_Asked(details, contacts=True))
        near = {i for key in blocks.keys(person) for i in self._index.get(key, ())}
        scored = (
            (self._who[i], rules.likeness(person, self.people[i], self.among)) for i in sorted(near)
        )
        return _best(scored, limit, least)

    def pairs(self, *, least: float = PROBABLE) -> list[Pair]:
        """Probable pairs, the likeliest first."""
        found = []
        for i, j in blocks.pairs(self.people):
            likeness = rules.likeness(self.people[i], self.people[j], self.among)
            if likeness.score >= least:
                found.append(Pair(self._who[i], self._who[j], likeness))
        return sorted(found, key=lambda p: (-p.likeness.score, p.first_id, p.second_id))


def pairs(event: Event, *, least: float = PROBABLE) -> list[Pair]:
    """Probable pairs of the whole fair that nobody has told apart, the likeliest first."""
    apart = distinct(event)
    found = Directory(event, statuses=LIVE).pairs(least=least)
    return [pair for pair in found if (pair.first_id, pair.second_id) not in apart]


def distinct(event: Event) -> set[tuple[int, int]]:
    """Pairs that somebody has told apart."""
    d = DistinctPair
    rows = db.session.execute(select(d.first_id, d.second_id).where(d.event_id == event.id))
    return {(first, second) for first, second in rows}


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


def _may_be(person: Person) -> list[ColumnElement[bool]]:
    """Who has to be compared: by phone, e-mail, two words of the name, or one and the year."""
    r = Registration
    found: list[ColumnElement[bool]] = []
    if person.phones:
        numbers = sorted(person.phones)
        found += [r.phone.in_(numbers), r.phone_2.in_(numbers)]
    if person.email:
        found.append(func.lower(r.email) == person.email)
    words = [
        or_(*(_in_name(spelling) for spelling in sorted(word.spellings)))
        for word in person.name.words[:4]
    ]
    found += [and_(*two) for two in combinations(words, 2)]
    if person.birth_year is not None:
        found += [and_(r.birth_year == person.birth_year, word) for word in words]
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


def _population(event: Event, person: Person, rows: Iterable[Any]) -> Population:
    """How common what `person` says is: names by a sample, contacts by who was found."""
    size = func.count(Registration.id)
    total = db.session.scalar(select(size).where(Registration.event_id == event.id)) or 0
    latest = select(Registration.search_text, Registration.organisation).where(
        Registration.event_id == event.id
    )
    sample = db.session.execute(latest.order_by(Registration.id.desc()).limit(_SAMPLE)).all()
    counts: Counter[str] = Counter()
    for text, organisation in sample:
        counts.update(set(text.partition(NAME_END)[0].split()))
        if organisation and person.organisation:
            counts[rules.organisation_fact(organisation)] += 1
    scale = total / max(1, len(sample))
    scaled = {fact: round(count * scale) for fact, count in counts.items()}
    for row in rows:
        for reach in {row.phone, row.phone_2, row.email.casefold()} - {""}:
            scaled[reach] = scaled.get(reach, 1) + 1
    return Population(total, scaled)


def _person(row: Any) -> Person:
    return rules.person_of(row)


def _who(row: Any) -> int:
    return int(row.merged_into_id or row.id)


def _best(scored: Iterable[tuple[int, Likeness]], limit: int, least: float) -> list[Candidate]:
    best: dict[int, Likeness] = {}
    for who, likeness in scored:
        if likeness.score >= max(least, best[who].score if who in best else 0):
            best[who] = likeness
    order = sorted(best, key=lambda who: (-best[who].score, who))[:limit]
    return [
        Candidate(row, best[row.id].score, best[row.id].why, best[row.id].against)
        for row in queries.people(order)
    ]
