"""What each table holds of people, and what becomes of it.

Features declare it for their own tables, in `holdings` beside their models. Erasing a person and
the end of a delay (`registration.privacy`) read these declarations and nothing else, and a test
fails for a column of words that nobody has declared: a new table cannot be forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    Numeric,
    Select,
    Table,
    Text,
    Time,
    and_,
    cast,
    or_,
    select,
    true,
)

from fairapp.core.db import db
from fairapp.core.storage import StoredFile

# What stands where somebody's name or number was taken out of a text.
MARK = "…"


class Stage(StrEnum):
    """When something goes by itself; one person's erasure is all of them at once."""

    CONTACTS = "contacts"
    MESSAGES = "messages"
    FILES = "files"
    # Lists that were signed rest on it: names, and what tells people apart.
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class Holding:
    """Rows about one person. `emptied`: by column, what stands there afterwards; without any, the
    rows are deleted. `person` names the registration, or a row of the table `through` that does.
    """

    table: str
    label: Any
    stage: Stage
    emptied: Mapping[str, Any]
    person: str
    through: str

    def of(self, ids: Collection[int] | Select[int]) -> ColumnElement[bool]:
        """Condition: a row about these registrations that still says something."""
        table, people = _table(self.table), ids
        if self.through:
            between = _table(self.through)
            people = select(between.c.id).where(between.c.registration_id.in_(ids))
        says = [_says(table, name, value) for name, value in self.emptied.items()]
        return and_(table.c[self.person].in_(people), or_(*says) if says else true())


@dataclass(frozen=True, slots=True)
class Mention:
    """Words in which anybody may be named. One person is looked for and taken out; at `stage`, if
    there is one, the columns of the whole fair are emptied. `whole`: nothing of the text is kept.
    `is_kept`: one person is not taken out, for law or for what everybody has read; `label` says so.
    """

    table: str
    label: Any
    columns: tuple[str, ...]
    stage: Stage | None
    whole: bool
    is_kept: bool = False


Files = Callable[[int, frozenset[Stage], datetime | None], Select[Any]]
"""Given a fair, stages and a moment: ids of stored files that may show people, made since then."""

holdings: list[Holding] = []
mentions_of_people: list[Mention] = []
_files: list[Files] = []
_settled: dict[str, set[str]] = {}


def holds(
    table: str,
    label: Any,
    stage: Stage,
    emptied: Mapping[str, Any] | None = None,
    *,
    person: str = "registration_id",
    through: str = "",
) -> None:
    """Declare rows about one person; see `Holding`."""
    holdings.append(Holding(table, label, stage, emptied or {}, person, through))
    _settled.setdefault(table, set()).update(emptied or {"*"})


def mentions(
    table: str, label: Any, *columns: str, stage: Stage | None = None, whole: bool = False
) -> None:
    """Declare words that may name anybody; see `Mention`."""
    mentions_of_people.append(Mention(table, label, columns, stage, whole))
    _settled.setdefault(table, set()).update(columns)


def keeps(table: str, label: Any, *columns: str, stage: Stage | None = None) -> None:
    """Declare words that keep naming a person who is erased, until `stage` if there is one; `label`
    says what they are and why."""
    mentions_of_people.append(Mention(table, label, columns, stage, whole=False, is_kept=True))
    _settled.setdefault(table, set()).update(columns)


def settled(table: str, *columns: str) -> None:
    """Declare columns that code of its own takes care of."""
    _settled.setdefault(table, set()).update(columns)


def impersonal(table: str, *columns: str) -> None:
    """Declare columns that say nothing of participants: codes, digests, the team's own names, what
    was published. No columns: none of the table does."""
    _settled.setdefault(table, set()).update(columns or {"*"})


def shows_people(files: Files) -> Files:
    """Register a function that finds stored files with people in them."""
    _files.append(files)
    return files


def files(event_id: int, stages: frozenset[Stage], since: datetime | None) -> list[StoredFile]:
    """What is stored of the fair that may show people, made since that moment."""
    ids = {key for find in _files for key in db.session.scalars(find(event_id, stages, since))}
    query = select(StoredFile).where(StoredFile.id.in_(ids)).order_by(StoredFile.id)
    return list(db.session.scalars(query))


def undeclared() -> list[str]:
    """`table.column` of each column that can hold words and that nobody has declared."""
    return [
        f"{table.name}.{column.name}"
        for table in db.metadata.sorted_tables
        for column in table.columns
        if _can_hold_words(column) and not {column.name, "*"} & _settled.get(table.name, set())
    ]


def tables() -> list[str]:
    """Those that hold something of people, to be written anew after an erasure."""
    known = {*(h.table for h in holdings), *(m.table for m in mentions_of_people)}
    return sorted(known | {"registration", "audit_entry", "stored_file"})


def of_fair(table: Table, event_id: int) -> ColumnElement[bool]:
    """Condition: a row of this fair, by its own column or by that of the row it belongs to."""
    if "event_id" in table.c:
        of_event: ColumnElement[bool] = table.c.event_id == event_id
        return of_event
    parent, column = next(_parents(table))
    of_parent: ColumnElement[bool] = column.in_(
        select(parent.c.id).where(of_fair(parent, event_id))
    )
    return of_parent


def table_of(name: str) -> Table:
    """The table of that name."""
    return _table(name)


def _parents(table: Table) -> Iterator[tuple[Table, Any]]:
    for column in table.columns:
        for key in column.foreign_keys:
            if not column.nullable:
                yield key.column.table, column


def _table(name: str) -> Table:
    return db.metadata.tables[name]


def _says(table: Table, name: str, empty: Any) -> ColumnElement[bool]:
    column: Any = table.c[name]
    says: ColumnElement[bool]
    if isinstance(empty, dict | list):
        # PostgreSQL compares no JSON with JSON.
        says = cast(column, Text) != json.dumps(empty)
    elif empty is None:
        says = column.is_not(None)
    elif isinstance(empty, str):
        says = column.not_in(("", empty))
    else:
        says = column != empty
    return says


def _can_hold_words(column: Any) -> bool:
    # Of dates and numbers, those that tell who somebody is are columns of `registration`.
    stored = getattr(column.type, "impl_instance", column.type)
    return not isinstance(stored, Boolean | Date | DateTime | Integer | Numeric | Time)
