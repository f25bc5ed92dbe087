"""Statements that are asked with every scan: written once, then run by the driver alone.

SQLAlchemy looks up the text of a statement at each execution, writes its lists anew and prepares to
read columns of any kind. For a row found by its key that takes six times as long as SQLite needs.
Here it is done once for each engine; types write and read values as they do everywhere else.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Select

from fairapp.core.db import connection

# A list has one value or so many at a time, its first one repeated: so there are few texts, and a
# database that has planned one knows it again.
_AT_ONCE = 50

_Convert = Callable[[Any], Any]
_Values = Mapping[str, Any]
_Statement = Select[*tuple[Any, ...]] | Insert


class Prepared:
    """One statement. `columns`: those that the row of an INSERT has."""

    def __init__(self, statement: _Statement, columns: Sequence[str] | None = None) -> None:
        self._statement, self._columns = statement, columns
        self._forms: dict[tuple[object, ...], _Form] = {}

    def rows(self, values: _Values) -> list[tuple[Any, ...]]:
        """All that it finds in the present transaction; a value that is a list is for an IN."""
        present = connection()
        full = dict(values)
        key: tuple[object, ...] = (present.dialect.name,)
        for name, value in values.items():
            if isinstance(value, list):
                full[name] = filled = _filled(value)
                key += (len(filled),)
        if (form := self._forms.get(key)) is None:
            form = self._forms[key] = _written(
                self._statement, present.dialect, self._columns, full
            )
        try:
            return form.read(_found(present, form.text, form.arguments(full)))
        except present.dialect.loaded_dbapi.Error:
            # SQLAlchemy tells what it means, and lets go of connections when the server is gone.
            present.execute(self._statement, dict(values))
            raise


@dataclass(frozen=True, slots=True)
class _Form:
    """A statement as one driver takes it, for lists of one length each.

    `order`: the names of its values, for a driver that takes them by position. `constants` are
    those that stand in the statement itself, `lists` the names that a list was given.
    """

    text: str
    order: Sequence[str] | None
    constants: _Values
    lists: Mapping[str, Sequence[str]]
    writers: Sequence[tuple[str, _Convert]]
    readers: Sequence[tuple[int, _Convert]]

    def arguments(self, values: _Values) -> Any:
        """What the driver takes for `values`."""
        given = {**self.constants, **values}
        for name, write in self.writers:
            given[name] = write(given[name])
        for name, each in self.lists.items():
            given.update(zip(each, given.pop(name), strict=True))
        return given if self.order is None else [given[name] for name in self.order]

    def read(self, found: Sequence[Any]) -> list[tuple[Any, ...]]:
        """What the driver has found, each column as its type has it."""
        if not self.readers:
            return list(found)
        return [self._read(list(row)) for row in found]

    def _read(self, row: list[Any]) -> tuple[Any, ...]:
        for position, read in self.readers:
            row[position] = read(row[position])
        return tuple(row)


def _filled(values: list[Any]) -> list[Any]:
    if len(values) == 1:
        return values
    return values + values[:1] * (-len(values) % _AT_ONCE)


def _written(
    statement: _Statement, dialect: Dialect, columns: Sequence[str] | None, values: _Values
) -> _Form:
    written = statement.compile(dialect=dialect, column_keys=columns)
    state = written.construct_expanded_state(dict(values))
    writers = (
        (name, bound.type.dialect_impl(dialect).bind_processor(dialect))
        for name, bound in written.binds.items()
        if name not in state.parameter_expansion
    )
    readers = (
        (position, column.type.dialect_impl(dialect).result_processor(dialect, None))
        for position, column in enumerate(statement.exported_columns)
    )
    return _Form(
        state.statement,
        state.positiontup,
        {name: value for name, value in written.params.items() if name not in values},
        state.parameter_expansion,
        [(name, write) for name, write in writers if write is not None],
        [(position, read) for position, read in readers if read is not None],
    )


def _found(present: Connection, text: str, arguments: Any) -> Sequence[Any]:
    cursor = present.connection.cursor()
    try:
        for note in present.engine.dispatch.before_cursor_execute:
            note(present, cursor, text, arguments, None, False)
        cursor.execute(text, arguments)
        return cursor.fetchall()
    finally:
        cursor.close()
