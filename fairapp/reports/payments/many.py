"""Several payments noted at once: lines that somebody types or pastes, as they would be noted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.core.db import db
from fairapp.core.folding import ascii_digits
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.payments import paying
from fairapp.reports.payments.models import Mode, Payment
from fairapp.reports.payments.people_page import Entry

MOST = 500
"""Lines at once: more than a list prints on twenty-five pages."""
_LATEST = 5
_TYPED = re.compile(r"\s*(\S+?)(?:\s*[;,]\s*|\s+|$)(.*)")


@dataclass(frozen=True, slots=True)
class Row:
    """A line as it was typed: whom it means, by which transfer; `problem` when it cannot be so."""

    typed: str
    entry: Entry | None
    reference: str
    problem: Any = ""


@dataclass(frozen=True, slots=True)
class Lot:
    """Payments of one person of the team that were noted together and still stand."""

    first_id: int
    at: datetime
    by: str
    people: int
    total: int


def read(text: str, entries: Sequence[Entry], *, mode: Mode) -> list[Row]:
    """Each line is a number of the list, or a person's reference, then the transfer's reference."""
    known = {str(entry.number): entry for entry in entries}
    known |= {entry.line.reference.upper(): entry for entry in entries}
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    rows = [_row(line, known) for line in lines[:MOST]]
    people = Counter(row.entry.number for row in rows if row.entry)
    transfers = Counter(row.reference for row in rows if row.reference)
    return [_judged(row, people, transfers, mode) for row in rows]


def pay_all(
    event: Event, rows: Sequence[Row], *, mode: Mode, on: date, by: str, actor: User, at: datetime
) -> int:
    """Note them all, or with a DomainError none; how many."""
    ids = [row.entry.line.registration_id for row in rows if row.entry]
    query = select(Registration).where(Registration.event_id == event.id, Registration.id.in_(ids))
    people = {person.id: person for person in db.session.scalars(query)}
    for row in rows:
        if row.entry is not None:
            person = people[row.entry.line.registration_id]
            paying.pay(person, mode=mode, reference=row.reference, on=on, by=by, actor=actor, at=at)
    return len(ids)


def lots(event: Event) -> list[Lot]:
    """The latest of them, the newest first; what was noted alone is undone on a person's page."""
    query = select(Payment).where(Payment.event_id == event.id, Payment.withdrawn_at.is_(None))
    together: dict[tuple[datetime, str], list[Payment]] = {}
    for one in db.session.scalars(query.order_by(Payment.id.desc())):
        together.setdefault((one.entered_at, one.entered_by_name), []).append(one)
    found = [
        Lot(min(one.id for one in made), at, by, len(made), sum(one.amount for one in made))
        for (at, by), made in together.items()
        if len(made) > 1
    ]
    return found[:_LATEST]


def undo(event: Event, first_id: int, *, actor: User, at: datetime) -> int:
    """Take back all that were noted together with that one; how many. LookupError without it."""
    first = db.session.get(Payment, first_id)
    if first is None or first.event_id != event.id:
        raise LookupError(first_id)
    query = select(Payment).where(
        Payment.event_id == event.id,
        Payment.entered_at == first.entered_at,
        Payment.entered_by_name == first.entered_by_name,
        Payment.withdrawn_at.is_(None),
    )
    made = list(db.session.scalars(query.order_by(Payment.id)))
    for one in made:
        paying.withdraw_payment(one, actor=actor, at=at)
    return len(made)


def _row(line: str, known: dict[str, Entry]) -> Row:
    found = _TYPED.fullmatch(line)
    who, reference = (found[1], found[2].strip()) if found else (line, "")
    entry = known.get(ascii_digits(who).lstrip("0").upper()) or known.get(who.upper())
    return Row(line, entry, reference)


def _judged(row: Row, people: Counter[int], transfers: Counter[str], mode: Mode) -> Row:
    problem: Any = ""
    if row.entry is None:
        problem = _l("Nobody on the list has this number.")
    elif people[row.entry.number] > 1:
        problem = _l("This person stands here twice.")
    elif row.entry.left <= 0:
        problem = _l("Nothing is left to pay to this person.")
    elif mode is Mode.MOBILE and not row.reference:
        problem = _l("Type the reference of the transfer.")
    elif len(row.reference) > 60:
        problem = _l("This reference is too long.")
    elif row.reference and transfers[row.reference] > 1:
        problem = _l("This reference stands here twice.")
    return Row(row.typed, row.entry, row.reference, problem)
