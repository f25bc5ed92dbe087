"""Who is on the payment list: found by number or name and opened with Enter."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fairapp.core.access import Permission, allow, may
from fairapp.core.folding import ascii_digits, fold
from fairapp.events.models import Event
from fairapp.registration.queries import PersonRow
from fairapp.registration.queries import search as search_people
from fairapp.reports.payments import queries
from fairapp.reports.payments.queries import Paid
from fairapp.reports.payments.rules import Line

bp = Blueprint("payees", __name__)
PAGE = 50
SHOWN = ("all", "unknown", "unpaid")
"""Everybody; whose document is missing; who has something to get."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A person's line, numbered as on paper."""

    number: int
    line: Line
    is_known: bool
    paid: Paid | None

    @property
    def left(self) -> int:
        """What is still to be paid; negative when it was too much."""
        return self.line.amount - (self.paid.amount if self.paid else 0)


@bp.get("/staff/<slug>/payments/people/")
@allow(Permission.APPROVE_PAYMENTS)
def index(event: Event) -> Response | str:
    """The list, fifty at a time. What finds one person alone opens that person."""
    text, show = request.args.get("q", "").strip(), request.args.get("show", "all")
    everybody = entries(event)
    found = matching(everybody, text)
    # A number of the list means that line, whoever else has these digits in a reference.
    is_line = bool(found) and ascii_digits(text).isdecimal()
    others = _others(event, text, everybody) if text and not is_line else []
    if text and len(found) == 1 and not others and may(Permission.HANDLE_PAYMENTS):
        return redirect(url_for("payees.show", reference=found[0].line.reference))
    counts = {kind: len(_shown(found, kind)) for kind in SHOWN}
    rows = _shown(found, show if show in SHOWN else "all")
    pages = max(1, -(-len(rows) // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    statement, scale = queries.latest(event), queries.scale(event)
    return render_template(
        "payments/people.html",
        rows=rows[(page - 1) * PAGE : page * PAGE],
        others=others,
        counts=counts,
        show=show,
        text=text,
        page=page,
        pages=pages,
        page_url=lambda number: url_for("payees.index", q=text or None, show=show, page=number),
        scale=scale,
        statement=statement if statement and statement.is_approved else None,
        is_empty=not everybody,
    )


def entries(event: Event) -> list[Entry]:
    """Everybody on the approved list, in its order; on the present one while none is approved."""
    statement, scale = queries.latest(event), queries.scale(event)
    lines: list[Line] = []
    if statement is not None and statement.is_approved:
        lines = queries.lines_of(statement)
    elif scale is not None:
        lines = list(queries.live(event, queries.terms_of(scale)).lines)
    known = {id_ for id_, one in queries.payees(event).items() if one.document_number}
    paid = queries.paid(event)
    return [
        Entry(n, line, line.registration_id in known, paid.get(line.registration_id))
        for n, line in enumerate(lines, 1)
    ]


def matching(rows: list[Entry], text: str) -> list[Entry]:
    """Who has this number on the list; else all in whose name or organisation each word stands."""
    words = fold(text).split()
    if not words:
        return rows
    number = ascii_digits(text)
    if number.isdecimal():
        return [row for row in rows if row.number == int(number[:9])]
    return [row for row in rows if all(word in _folded(row) for word in words)]


def _folded(row: Entry) -> str:
    line = row.line
    return fold(f"{line.name} {line.organisation} {line.locality} {line.region} {line.reference}")


def _shown(rows: list[Entry], kind: str) -> list[Entry]:
    if kind == "unknown":
        return [row for row in rows if not row.is_known]
    return [row for row in rows if row.left > 0] if kind == "unpaid" else rows


def _others(event: Event, text: str, listed: list[Entry]) -> list[PersonRow]:
    """People of that name who are not on the list, for a correction to put them there."""
    known = {row.line.registration_id for row in listed}
    found = search_people(event, text, limit=20, contacts=False)
    return [row for row in found if row.id not in known and row.merged_into_id is None][:10]
