"""Registrations as a table that can be changed and imported again, and rows that failed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import births, places, reference
from fairapp.registration.imports.additions import Nameable
from fairapp.registration.imports.columns import Columns
from fairapp.registration.imports.models import ImportRow
from fairapp.registration.imports.problems import MESSAGES
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.names import clean_line
from fairapp.registration.questions.answers import answers_for
from fairapp.registration.questions.cells import Cells
from fairapp.registration.questions.models import Answer
from fairapp.registration.questions.words import name_of
from fairapp.registration.search import fold

# Of the export, and of no use to whoever imports it.
_MORE = ("Statut", "Inscrit le")
_BATCH = 1000


def table(event: Event, ids: Sequence[int] | None = None) -> Iterator[list[str]]:
    """The header, in French whatever the page's language; then a row for each registration of the
    fair, in the order of registering, or for those with these ids, in theirs."""
    sheet = _Sheet(event)
    yield [*sheet.headers.values(), *_MORE]
    wanted = _every_id(event) if ids is None else ids
    for start in range(0, len(wanted), _BATCH):
        portion = wanted[start : start + _BATCH]
        query = (
            select(Registration)
            .where(Registration.event_id == event.id, Registration.id.in_(portion))
            .options(
                joinedload(Registration.category),
                joinedload(Registration.delegation),
                selectinload(Registration.days),
            )
        )
        found = {person.id: person for person in db.session.scalars(query)}
        kept = answers_for(event, portion if sheet.cells else ())
        for person in (found[id_] for id_ in portion if id_ in found):
            answers = kept.get(person.id, {})
            yield sheet.row(person, answers)
            # 40,000 people in memory at once would be all the memory there is.
            for row in (*answers.values(), person):
                db.session.expunge(row)


def _every_id(event: Event) -> Sequence[int]:
    query = select(Registration.id).where(Registration.event_id == event.id)
    return db.session.scalars(query.order_by(Registration.id)).all()


def failures(rows: Iterable[ImportRow], header: Sequence[str]) -> Iterator[list[str]]:
    """The rows as they came, with what was wrong in a last column; the header first."""
    if header:
        yield [*header, _("Reason")]
    for row in rows:
        yield [*row.cells, " ".join(reasons(row))]


def reasons(row: ImportRow) -> list[str]:
    """What is odd about a row, in words."""
    found = []
    for reason in row.reasons:
        text = str(MESSAGES[reason["code"]])
        found.append(text % reason["params"] if reason.get("params") else text)
    return found


class _Sheet:
    """The columns of one fair's export, and its rows."""

    def __init__(self, event: Event) -> None:
        self.event = event
        columns = Columns(event)
        self.headers = columns.exported
        self.cells = {name_of(question): Cells(question) for question in columns.asked}
        self.delegations = Nameable(event).delegations

    def row(self, person: Registration, answers: Mapping[str, Answer]) -> list[str]:
        """One person."""
        values = _values(person) | {
            "delegation": self._delegation(person.delegation),
            **{name: c.write(answers.get(c.question.code)) for name, c in self.cells.items()},
        }
        told = [
            values[field] if field in values else getattr(person, field) or ""
            for field in self.headers
        ]
        registered = f"{self.event.local(person.created_at):%Y-%m-%d %H:%M}"
        return [*told, person.status, registered]

    def _delegation(self, delegation: Delegation | None) -> str:
        if delegation is None:
            return ""
        # Of two with one name, only the first would be found by it.
        is_first = self.delegations.get(fold(delegation.name)) == delegation.id
        return delegation.name if is_first else delegation.code


def _values(person: Registration) -> dict[str, str]:
    return {
        "reference": reference.display(person.reference),
        "birth": str(births.Birth(person.birth_year, person.birth_date, person.birth_approximate)),
        "phone": person.phone_raw,
        "category": person.category.code,
        "place": _place(person),
        "days": ", ".join(str(day.number) for day in person.days),
        "first_time": _yes_no(person.first_time),
        "photo_consent": {"yes": "oui", "no": "non", "internal": "interne"}.get(
            person.photo_consent or "", ""
        ),
        "share_name": _yes_no(person.share_name),
        "contact_after": _yes_no(person.contact_after),
        # A text of many lines would tear a table apart.
        "note": clean_line(person.note),
    }


def _place(person: Registration) -> str:
    if person.region == places.ABROAD_REGION:
        return places.write_abroad(person.locality, person.country)
    return person.locality


def _yes_no(value: bool | None) -> str:
    return "" if value is None else ("oui" if value else "non")
