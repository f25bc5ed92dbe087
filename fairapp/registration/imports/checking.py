"""What becomes of each row of a list, before anybody is registered."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from fairapp.events.models import Event
from fairapp.registration import reference
from fairapp.registration.actions import key_of
from fairapp.registration.details import Details, details_of
from fairapp.registration.duplicates.directory import Directory
from fairapp.registration.imports import queries
from fairapp.registration.imports.additions import Nameable, is_said
from fairapp.registration.imports.models import Outcome, RegistrationImport
from fairapp.registration.imports.problems import Problem
from fairapp.registration.imports.rows import Defaults, RowRead, named, read_row
from fairapp.registration.models import Registration
from fairapp.registration.questions.answers import answers_for
from fairapp.registration.questions.models import Answer
from fairapp.registration.search import fold
from fairapp.registration.tables.table import Row

CHUNK = 200
_LIST = uuid.UUID("6f1b1f0e-5d0c-4c57-9c39-6f4b3c1d7a10")
Checked = dict[str, Any]


class Checker:
    """Looks at the rows of one list, in order; `check` gives values for `ImportRow` columns."""

    def __init__(self, event: Event, list_: RegistrationImport) -> None:
        self.event = event
        self.fields = sorted((int(i), field) for i, field in list_.mapping.items())
        self.defaults = defaults_of(event, list_)
        self.nameable = Nameable(event)
        self.people = Directory(event)
        # Key of what the list says to the row that says it.
        self.seen: dict[str, int] = {}

    def check(self, rows: Sequence[Row]) -> Iterator[list[Checked]]:
        """Chunk by chunk."""
        todo = iter(rows)
        while chunk := list(islice(todo, CHUNK)):
            yield self._check(chunk)

    def _check(self, rows: Sequence[Row]) -> list[Checked]:
        told = [named(row.cells, self.fields) for row in rows]
        codes = {reference.normalise(cells.get("reference", "")) for cells in told}
        known = queries.by_reference(self.event, codes - {""})
        reads = [self._read(cells, known) for cells in told]
        keys = [self._key(cells, read) for cells, read in zip(told, reads, strict=True)]
        registered = queries.by_key(self.event, [key for key in keys if key])
        kept = answers_for(
            self.event, [p.id for p in known.values()] if self.nameable.cells else ()
        )
        return [
            self._outcome(*one, known, registered, kept)
            for one in zip(rows, told, reads, keys, strict=True)
        ]

    def _read(self, cells: Mapping[str, str], known: Mapping[str, Registration]) -> RowRead:
        person = known.get(reference.normalise(cells.get("reference", "")))
        details = details_of(person) if person else None
        return read_row(self.event, cells, self.defaults, self.nameable, known=details)

    def _key(self, cells: Mapping[str, str], read: RowRead) -> str:
        key = read.details and key_of(key_of_row(cells), self.event, read.details)
        return key or ""

    def _outcome(
        self,
        row: Row,
        cells: Mapping[str, str],
        read: RowRead,
        key: str,
        known: Mapping[str, Registration],
        registered: Mapping[str, int],
        kept: Mapping[int, Mapping[str, Answer]],
    ) -> Checked:
        problems = list(read.problems)
        person = known.get(reference.normalise(cells.get("reference", "")))
        outcome, whom = Outcome.NEW, None
        if read.details is None:
            outcome = Outcome.ERROR
        elif person is not None:
            whom = person.id
            same = is_same(read.details, details_of(person)) and is_said(
                person, read.additions, kept.get(person.id, {})
            )
            outcome = Outcome.UNCHANGED if same else Outcome.CHANGED
        elif key in registered:
            outcome, whom = Outcome.UNCHANGED, registered[key]
        elif key in self.seen:
            outcome = Outcome.DUPLICATE
            problems.append(Problem("same_in_file", params={"row": self.seen[key]}))
        else:
            if cells.get("reference"):
                problems.append(Problem("reference_unknown", "reference"))
            likely = self.people.candidates(read.details, limit=1)
            if likely:
                outcome, whom = Outcome.DUPLICATE, likely[0].person.id
                name = likely[0].person.full_name
                problems.append(Problem("likely", params={"name": name}))
        self.seen.setdefault(key, row.number)
        return {
            "number": row.number,
            "cells": list(row.cells),
            "outcome": outcome,
            "reasons": [problem.as_json() for problem in problems],
            "has_reasons": bool(problems),
            "registration_id": whom,
            "decision": "",
        }


def defaults_of(event: Event, list_: RegistrationImport) -> Defaults:
    """What the organiser chose for the whole list."""
    options = list_.options
    return Defaults(
        category=next((c for c in event.categories if c.code == options.get("category")), None),
        language=options.get("language") or "fr",
        days=tuple(day for day in event.days if day.number in options.get("days", ())),
    )


def key_of_row(cells: Mapping[str, str]) -> str:
    """The same for the same words, however they are written and in whatever order of columns."""
    told = sorted((field, fold(text)) for field, text in cells.items() if fold(text))
    return str(uuid.uuid5(_LIST, repr(told)))


def is_same(one: Details, other: Details) -> bool:
    """Whether both say the same; how a name was first typed aside."""
    same_days = {day.number for day in one.days} == {day.number for day in other.days}
    return same_days and replace(one, name_raw="", days=()) == replace(other, name_raw="", days=())
