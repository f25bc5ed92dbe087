"""Every row of a database as lines of JSON, and back, whichever of the two engines it is.

Tables are read as the database itself describes them, so that a copy of yesterday's version is
restored by today's. What was stored is given back to the letter: JSON columns travel as text.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    Table,
    Text,
    bindparam,
    cast,
    func,
    insert,
    inspect,
    select,
)
from sqlalchemy.types import JSON, DateTime, LargeBinary

# Rows that are held in memory at once.
PORTION = 1000
_VERSION = "alembic_version"


def tables(connection: Connection) -> list[Table]:
    """All tables that hold rows of ours, by name."""
    names = sorted(set(inspect(connection).get_table_names()) - {_VERSION})
    found = MetaData()
    found.reflect(connection, only=names, resolve_fks=False)
    return [found.tables[name] for name in names]


def count(connection: Connection, table: Table) -> int:
    """How many rows the table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def dump(connection: Connection, table: Table) -> Iterator[tuple[bytes, int]]:
    """Portions of the table, each its columns' names and then its rows as lines, and how many."""
    columns = list(table.columns)
    query = select(*(_as_stored(column) for column in columns)).order_by(*table.primary_key)
    rows = connection.execution_options(yield_per=PORTION).execute(query)
    names = json.dumps([column.name for column in columns])
    for portion in rows.partitions():
        lines = (json.dumps([_plain(v) for v in row], ensure_ascii=False) for row in portion)
        yield "\n".join([names, *lines]).encode(), len(portion)


def load(connection: Connection, table: Table, portion: bytes) -> int:
    """Insert what `dump` gave; how many rows."""
    names, *lines = portion.decode().split("\n")
    columns = [table.columns[name] for name in json.loads(names)]
    readers = [_reader(column, connection.dialect.name) for column in columns]
    keys = [f"c{number}" for number in range(len(columns))]
    values = {c.name: _bound(c, k, connection) for c, k in zip(columns, keys, strict=True)}
    rows = [
        {
            key: None if value is None else read(value)
            for key, read, value in zip(keys, readers, json.loads(line), strict=True)
        }
        for line in lines
    ]
    connection.execute(insert(table).values(values), rows)
    return len(rows)


def _as_stored(column: Column[Any]) -> Any:
    return cast(column, Text) if isinstance(column.type, JSON) else column


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        # SQLite keeps moments in UTC, without saying so.
        return (value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return str(value) if isinstance(value, Decimal) else value


def _bound(column: Column[Any], key: str, connection: Connection) -> Any:
    if not isinstance(column.type, JSON):
        return bindparam(key, type_=column.type)
    text = bindparam(key, type_=Text())
    # SQLite keeps the very text; a cast would make a number of it.
    return text if connection.dialect.name == "sqlite" else cast(text, column.type)


def _reader(column: Column[Any], dialect: str) -> Any:
    """From the form in a line to what the engine's driver takes."""
    kind = column.type
    if isinstance(kind, JSON):
        return str
    if isinstance(kind, LargeBinary):
        return base64.b64decode
    if isinstance(kind, DateTime):
        return _moment if dialect == "postgresql" else datetime.fromisoformat
    return {date: date.fromisoformat, time: time.fromisoformat, Decimal: Decimal}.get(
        kind.python_type, _same
    )


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _same(value: Any) -> Any:
    return value
