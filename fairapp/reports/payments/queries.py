"""Reads for the payment list: as the scans have it now, as it was signed, and what is paid."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from fairapp.checkin import entries
from fairapp.checkin.models import Method
from fairapp.core.db import db
from fairapp.core.folding import fold
from fairapp.events.models import Category, Event
from fairapp.registration import places
from fairapp.registration.models import Registration
from fairapp.reports.payments.models import (
    Adjustment,
    Correction,
    Payee,
    Payment,
    Scale,
    Statement,
)
from fairapp.reports.payments.rules import Line, Rate, Terms, corrected

Days = dict[int, set[date]]
REGIONS = (*places.REGIONS, places.ABROAD_REGION)
"""Where people may come from, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody whom a warning or a note is about."""

    reference: str
    name: str
    note: str = ""


@dataclass(frozen=True)
class Live:
    """The payment list as it would be drawn up now.

    `no_origin` came and are of a category that is paid, but from nobody knows where; `no_rate`
    come from where nothing is paid for; `left_out` by a correction, with the reason.
    """

    terms: Terms
    lines: tuple[Line, ...]
    no_origin: tuple[Named, ...]
    no_rate: tuple[Named, ...]
    left_out: tuple[Named, ...]

    @property
    def total(self) -> int:
        """In whole francs."""
        return sum(line.amount for line in self.lines)


@dataclass(frozen=True, slots=True)
class Paid:
    """What one person was given so far, and when last."""

    amount: int
    last: Payment


def by_name(one: Named) -> tuple[str, str]:
    """What people are put in order by."""
    return fold(one.name), one.reference


def scale(event: Event) -> Scale | None:
    """The fair's rates; None before any were set."""
    return db.session.get(Scale, event.id)


def terms_of(found: Scale) -> Terms:
    """The rates as the rules take them."""
    rates = {region: Rate(**rate) for region, rate in found.rates.items()}
    return Terms(
        found.currency, found.unit, found.home, found.most_days, rates, dict(found.eligible)
    )


def live(event: Event, terms: Terms) -> Live:
    """Everybody who is due something by the scans as they are now, by region, then by name."""
    seen = _seen(event)
    add, remove, left_out = _corrections(event)
    on_paper = _on_paper(event)
    lines: list[Line] = []
    aside: dict[str, list[Named]] = {"no_origin": [], "no_rate": [], "left_out": []}
    for person, category in _people(event):
        mine = seen.get(person.id, set())
        days = corrected(mine, add.get(person.id, ()), remove.get(person.id, ()))
        if not days or not terms.pays(category, person.region):
            continue
        line = _line(person, category, days, mine, on_paper.get(person.id, set()), terms)
        why = left_out.get(person.id)
        if why is not None:
            aside["left_out"].append(Named(person.reference, line.name, why))
        elif line.amount:
            lines.append(line)
        else:
            kind = "no_rate" if person.region else "no_origin"
            aside[kind].append(Named(person.reference, line.name, person.region))
    lines.sort(key=_order)
    return Live(terms, tuple(lines), *(tuple(sorted(n, key=by_name)) for n in aside.values()))


def statements(event: Event) -> list[Statement]:
    """All versions, the latest first, with their signatures."""
    query = select(Statement).where(Statement.event_id == event.id)
    query = query.order_by(Statement.number.desc()).options(selectinload(Statement.signatures))
    return list(db.session.scalars(query))


def latest(event: Event) -> Statement | None:
    """The version that counts; None before the first."""
    found = statements(event)
    return found[0] if found else None


def find_statement(event: Event, number: int) -> Statement | None:
    """One version."""
    query = select(Statement).filter_by(event_id=event.id, number=number)
    return db.session.scalar(query)


def lines_of(statement: Statement) -> list[Line]:
    """What was kept, as the rules take it."""
    return [Line.of(values) for values in statement.lines]


def payees(event: Event) -> dict[int, Payee]:
    """How everybody is paid, by registration."""
    query = select(Payee).where(Payee.event_id == event.id)
    return {one.registration_id: one for one in db.session.scalars(query)}


def paid(event: Event, registration_id: int | None = None) -> dict[int, Paid]:
    """What was given and not taken back, by registration; of one alone, if asked."""
    query = select(Payment).where(Payment.event_id == event.id, Payment.withdrawn_at.is_(None))
    if registration_id is not None:
        query = query.where(Payment.registration_id == registration_id)
    found: dict[int, Paid] = {}
    for one in db.session.scalars(query.order_by(Payment.paid_on, Payment.id)):
        before = found.get(one.registration_id)
        amount = one.amount + (before.amount if before else 0)
        found[one.registration_id] = Paid(amount, one)
    return found


def payments(registration: Registration) -> list[Payment]:
    """All that somebody was given, what was taken back too; the latest first."""
    query = select(Payment).where(Payment.registration_id == registration.id)
    return list(db.session.scalars(query.order_by(Payment.id.desc())))


def paid_in_all(event: Event) -> int:
    """In whole francs."""
    query = select(func.coalesce(func.sum(Payment.amount), 0))
    query = query.where(Payment.event_id == event.id, Payment.withdrawn_at.is_(None))
    return int(db.session.scalar(query) or 0)


def adjustments(event: Event, registration: Registration | None = None) -> list[Adjustment]:
    """Corrections, those taken back too, in the order in which they were made."""
    query = select(Adjustment).where(Adjustment.event_id == event.id)
    if registration is not None:
        query = query.where(Adjustment.registration_id == registration.id)
    query = query.options(selectinload(Adjustment.registration))
    return list(db.session.scalars(query.order_by(Adjustment.id)))


def days_seen(event: Event, registration: Registration) -> set[date]:
    """The fair's days on which the scans show this person."""
    return _seen(event).get(registration.id, set())


def _seen(event: Event) -> Days:
    """Days of the fair by person: an entry on another day (a rehearsal) is not paid."""
    dates, found = {day.date for day in event.days}, defaultdict(set)
    for row in entries.person_days(event):
        if row.date in dates:
            found[row.person_id].add(row.date)
    return found


def _on_paper(event: Event) -> Days:
    """Days that somebody's entries show only as they were typed in from paper."""
    entry = entries.entry_rows(event)
    typed = select(entry.c.person_id).where(entry.c.method == Method.PAPER.value)
    query = select(entry.c.person_id, entry.c.at, entry.c.method)
    paper: Days = defaultdict(set)
    scanned: Days = defaultdict(set)
    for person, at, method in db.session.execute(query.where(entry.c.person_id.in_(typed))):
        kept = paper if method == Method.PAPER else scanned
        kept[person].add(event.local(at).date())
    return {person: days - scanned[person] for person, days in paper.items()}


def _corrections(event: Event) -> tuple[Days, Days, dict[int, str]]:
    """Days added, days removed, and whom somebody left out, by the registration that counts."""
    standing = [one for one in adjustments(event) if one.withdrawn_at is None]
    counts = entries.persons({one.registration_id for one in standing})
    add: Days = defaultdict(set)
    remove: Days = defaultdict(set)
    left_out: dict[int, str] = {}
    for one in standing:
        person = counts[one.registration_id]
        if one.kind == Correction.LEAVE_OUT:
            left_out[person] = one.reason
        elif one.day is not None:
            (add if one.kind == Correction.ADD else remove)[person].add(one.day)
    return add, remove, left_out


def _people(event: Event) -> Iterable[tuple[Registration, str]]:
    """Everybody whose registration counts, with the category's code; the organising team not."""
    query = (
        select(Registration, Category.code)
        .join(Category, Category.id == Registration.category_id)
        .where(
            Registration.event_id == event.id,
            Registration.merged_into_id.is_(None),
            Category.is_counted,
        )
        .order_by(Registration.id)
    )
    return ((person, code) for person, code in db.session.execute(query))


def _line(
    person: Registration,
    category: str,
    days: list[date],
    seen: set[date],
    on_paper: set[date],
    terms: Terms,
) -> Line:
    due = terms.due(person.region, len(days))
    return Line(
        registration_id=person.id,
        reference=person.reference,
        name=person.list_name or person.full_name,
        organisation=person.organisation,
        position=person.position,
        category=category,
        region=person.region,
        locality=person.locality,
        days=_iso(days),
        paid_days=due.days,
        daily=due.daily,
        transport=due.transport,
        amount=due.amount,
        added=_iso(set(days) - seen),
        removed=_iso(seen - set(days)),
        on_paper=_iso(on_paper & set(days)),
    )


def _iso(days: Iterable[date]) -> tuple[str, ...]:
    return tuple(day.isoformat() for day in sorted(days))


def _order(line: Line) -> tuple[int, str, str, str]:
    known = REGIONS.index(line.region) if line.region in REGIONS else len(REGIONS)
    return known, line.region, fold(line.name), line.reference
