"""The payment list as it is printed and exported: the lines of one version, each with how the
person is known, paid, and was paid.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.phones import display
from fairapp.reports.payments import queries
from fairapp.reports.payments.models import Adjustment, Document, Mode, Payee, Statement
from fairapp.reports.payments.rules import Line, Terms
from fairapp.reports.payments.words import DOCUMENTS_SHORT, MODES
from fairapp.reports.tables import Table

ON_PAPER, BY_HAND = "*", "+"
"""Beside a day that was typed in from paper, and one that somebody added."""


@dataclass(frozen=True, slots=True)
class Row:
    """One person's line in the words of the list; `days` are numbers of the fair's days, marked."""

    number: int
    line: Line
    document: str
    document_number: str
    phone: str
    mode: str
    reference: str
    paid_on: date | None
    paid_amount: int
    days: str


@dataclass(frozen=True, slots=True)
class Part:
    """The people of one region."""

    heading: str
    people: tuple[Row, ...]


@dataclass(frozen=True)
class Paper:
    """A version of the list; `statement` is None while nobody has drawn it up."""

    event: Event
    terms: Terms
    statement: Statement | None
    rows: tuple[Row, ...]
    corrections: tuple[Adjustment, ...]

    @property
    def total(self) -> int:
        """In whole francs."""
        return total(self.rows)

    @property
    def parts(self) -> list[Part]:
        """The rows under the regions that people come from, which are in order already."""
        grouped = groupby(self.rows, key=lambda row: row.line.region)
        return [Part(region, tuple(rows)) for region, rows in grouped]

    @property
    def digest(self) -> str:
        """SHA-256 of all that the list says."""
        told = json.dumps(table(self).records, ensure_ascii=False, default=str)
        return hashlib.sha256(told.encode()).hexdigest()


def paper(event: Event, version: int) -> Paper:
    """That version, or with 0 the list as it is now. LookupError when there is none."""
    statement = queries.find_statement(event, version) if version else None
    scale = queries.scale(event)
    if (version and statement is None) or scale is None:
        raise LookupError(f"fair {event.id} has no payment list {version}")
    terms, lines = queries.terms_of(scale), []
    if statement is not None:
        terms, lines = Terms.of(statement.terms), queries.lines_of(statement)
    else:
        lines = list(queries.live(event, terms).lines)
    until = statement.data_at if statement else None
    return Paper(
        event, terms, statement, tuple(_rows(event, lines)), tuple(_corrections(event, until))
    )


def total(rows: Sequence[Row]) -> int:
    """Of these rows, in whole francs."""
    return sum(row.line.amount for row in rows)


def table(listed: Paper) -> Table:
    """The list for spreadsheets and programs: a row a person, amounts as numbers."""
    currency = listed.terms.currency
    columns = {
        "number": _("No."),
        "reference": _("Reference"),
        "name": _("Name"),
        "organisation": _("Organisation"),
        "position": _("Position"),
        "region": _("Region"),
        "locality": _("Place"),
        "document": _("Identity document"),
        "document_number": _("Document number"),
        "phone": _("Phone or mobile money"),
        "days": _("Days of presence"),
        "paid_days": _("Days paid"),
        "daily": _("Daily rate (%(currency)s)", currency=currency),
        "transport": _("Transport there and back (%(currency)s)", currency=currency),
        "amount": _("Amount (%(currency)s)", currency=currency),
        "mode": _("Mode of payment"),
        "transfer": _("Reference of the transfer"),
        "paid_on": _("Paid on"),
        "paid": _("Paid (%(currency)s)", currency=currency),
    }
    rows = [
        (
            *(row.number, row.line.reference, row.line.name, row.line.organisation),
            *(row.line.position, row.line.region, row.line.locality),
            *(row.document, row.document_number, row.phone, row.days, row.line.paid_days),
            *(row.line.daily, row.line.transport, row.line.amount, row.mode, row.reference),
            *(row.paid_on, row.paid_amount),
        )
        for row in listed.rows
    ]
    return Table(_("Payment list"), columns, rows)


def _rows(event: Event, lines: Sequence[Line]) -> list[Row]:
    payees, paid = queries.payees(event), queries.paid(event)
    phones = _phones(event)
    numbers = {day.date.isoformat(): day.number for day in event.days}
    rows = []
    for number, line in enumerate(lines, 1):
        payee, given = payees.get(line.registration_id), paid.get(line.registration_id)
        mode = given.last.mode if given else payee.mode if payee else ""
        rows.append(
            Row(
                number=number,
                line=line,
                document=_document(payee),
                document_number=payee.document_number if payee else "",
                phone=_mobile(payee) or phones.get(line.registration_id, ""),
                mode=str(MODES[Mode(mode)]) if mode else "",
                reference=given.last.reference if given else "",
                paid_on=given.last.paid_on if given else None,
                paid_amount=given.amount if given else 0,
                days=_days(line, numbers),
            )
        )
    return rows


def _document(payee: Payee | None) -> str:
    return str(DOCUMENTS_SHORT[Document(payee.document)]) if payee and payee.document else ""


def _mobile(payee: Payee | None) -> str:
    if payee is None:
        return ""
    return display(payee.mobile) if payee.mobile else payee.mobile_raw


def _phones(event: Event) -> dict[int, str]:
    columns = (Registration.id, Registration.phone, Registration.phone_raw)
    query = select(*columns).where(Registration.event_id == event.id)
    return {id_: display(phone) if phone else raw for id_, phone, raw in db.session.execute(query)}


def _days(line: Line, numbers: dict[str, int]) -> str:
    """`1 2* 3+`: on days 1 to 3, the second from paper, the third added by hand."""
    told = []
    for day in line.days:
        mark = ON_PAPER if day in line.on_paper else BY_HAND if day in line.added else ""
        told.append(f"{numbers.get(day, day)}{mark}")
    return " ".join(told)


def _corrections(event: Event, until: datetime | None) -> list[Adjustment]:
    """Those that the list follows: made by then, and not taken back by then."""
    return [
        one
        for one in queries.adjustments(event)
        if (until is None or one.made_at <= until) and not _is_gone(one, until)
    ]


def _is_gone(one: Adjustment, until: datetime | None) -> bool:
    if one.withdrawn_at is None:
        return False
    return until is None or one.withdrawn_at <= until
