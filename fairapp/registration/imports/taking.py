"""Rows that were checked become people: registered, or corrected."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import clock
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.registration.actions import register, update_details
from fairapp.registration.details import Details, details_of
from fairapp.registration.imports import additions, queries
from fairapp.registration.imports.additions import Nameable
from fairapp.registration.imports.checking import defaults_of, key_of_row
from fairapp.registration.imports.models import ImportRow, Outcome, RegistrationImport
from fairapp.registration.imports.problems import Problem
from fairapp.registration.imports.rows import RowRead, named, read_row
from fairapp.registration.models import Registration, Source


class Taking:
    """Takes in the rows of one list, one by one."""

    def __init__(self, list_: RegistrationImport, actor: Actor | None) -> None:
        self.fields = sorted((int(index), field) for index, field in list_.mapping.items())
        self.nameable = Nameable(list_.event)
        self.actor = actor

    def take(self, list_: RegistrationImport, row: ImportRow) -> None:
        """One person; what cannot be done is written on the row, and the others go on."""
        cells, at = named(row.cells, self.fields), clock.now()
        known = row.registration if row.outcome == Outcome.CHANGED else None
        read = read_row(
            list_.event,
            cells,
            defaults_of(list_.event, list_),
            self.nameable,
            known=details_of(known) if known else None,
        )
        try:
            # A row that breaks a rule takes none of its neighbours with it.
            with db.session.begin_nested():
                person = known or self._register(list_, row, cells, read, at)
                if known:
                    update_details(known, _details(read), actor=self.actor, at=at)
                additions.write(person, read.additions, self.nameable, actor=self.actor, at=at)
            row.outcome = Outcome.CHANGED if known else Outcome.NEW
            row.registration_id = person.id
        except DomainError as error:
            row.outcome = Outcome.ERROR
            refusal = Problem("refused", is_error=True, params={"why": str(error.message)})
            row.reasons = [*row.reasons, refusal.as_json()]
        row.decision = queries.DONE

    def _register(
        self,
        list_: RegistrationImport,
        row: ImportRow,
        cells: Mapping[str, str],
        read: RowRead,
        at: datetime,
    ) -> Registration:
        return register(
            list_.event,
            _details(read),
            source=Source.IMPORT,
            actor=self.actor,
            at=at,
            # Somebody wanted although so much like another has no key of that other's.
            submission_key=key_of_row({**cells, "row": _again(list_, row)}),
            delegation=additions.delegation_of(
                list_.event, read.additions, self.nameable, actor=self.actor, at=at
            ),
            import_id=list_.id,
            tell=bool(list_.options.get("tell")),
        )


def _details(read: RowRead) -> Details:
    if read.details is None:
        raise DomainError("row_changed", _l("This row can no longer be read."))
    return read.details


def _again(list_: RegistrationImport, row: ImportRow) -> str:
    """Empty for a row that stands for itself; else what tells it from the row that it repeats."""
    return f"{list_.id} {row.number}" if row.outcome == Outcome.DUPLICATE else ""
