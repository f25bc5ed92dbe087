"""Many rows at once, with ids known before they are written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text

from fairapp.core.db import Base, db

Row = Mapping[str, Any]


class Bulk:
    """Inserts in the present transaction. Rows of one call must have the same keys."""

    def __init__(self) -> None:
        self._next: dict[str, int] = {}

    def ids(self, model: type[Base], count: int) -> list[int]:
        """*count* ids for new rows of *model*, which nobody else will get."""
        table = _table(model)
        if db.session.get_bind().dialect.name == "postgresql":
            take = "SELECT nextval(pg_get_serial_sequence(:name, 'id')) FROM generate_series(1, :n)"
            return list(db.session.scalars(text(take), {"name": table.name, "n": count}))
        # SQLite's one writer is us until the commit.
        if table.name not in self._next:
            highest = db.session.scalar(select(func.max(table.c.id)))
            self._next[table.name] = (highest or 0) + 1
        first = self._next[table.name]
        self._next[table.name] = first + count
        return list(range(first, first + count))

    def insert(self, target: type[Base] | Table, rows: Sequence[Row]) -> int:
        """Write *rows*; how many there were."""
        if rows:
            table = target if isinstance(target, Table) else _table(target)
            db.session.connection().execute(insert(table), rows)
        return len(rows)


def _table(model: type[Base]) -> Table:
    return cast(Table, model.__table__)
