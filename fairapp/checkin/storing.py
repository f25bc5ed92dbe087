"""Writing scans: all that were decided by one statement, each uuid once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from sqlalchemy import insert
from sqlalchemy.dialects import postgresql, sqlite

from fairapp.checkin import queries
from fairapp.checkin.models import Scan
from fairapp.core.db import connection
from fairapp.core.prepared import Prepared

# The columns of a scan, by name.
Row = Mapping[str, Any]
_PLAINLY = insert(Scan)


def store(rows: Collection[Row]) -> dict[str, Row]:
    """Append `rows`; those that were there already, by uuid, as they are stored.

    A device that was reset counts anew: a scan is worth more than its running number, which it
    goes without when another one has it.
    """
    new = _insert(rows)
    missing = [row for row in rows if row["uuid"] not in new]
    return _store_rest(missing) if missing else {}


def _store_rest(missing: list[Row]) -> dict[str, Row]:
    # Whoever was first is committed by now: the statement has waited for that.
    known = queries.stored([row["uuid"] for row in missing])
    rest = [{**row, "seq": None} for row in missing if row["uuid"] not in known]
    if rest:
        # Whatever else is in the way fails the upload, which is sent again: nothing is lost.
        connection().execute(_PLAINLY, rest)
    return known


def _insert(rows: Collection[Row]) -> set[str]:
    """The uuids of those that are new."""
    if not rows:
        return set()
    present, values = connection(), [dict(row) for row in rows]
    if len(values) == 1:
        return {uuid for (uuid,) in _one(present.dialect.name).rows(values[0])}
    return set(present.execute(_statement(present.dialect.name), values).scalars())


@cache
def _one(dialect: str) -> Prepared:
    columns = [column.key for column in Scan.__table__.columns if column.key != "id"]
    return Prepared(_statement(dialect), columns)


@cache
def _statement(dialect: str) -> Any:
    kind = {"postgresql": postgresql, "sqlite": sqlite}[dialect]
    # Whichever constraint it is: the uuid, or the device's running number.
    return kind.insert(Scan.__table__).on_conflict_do_nothing().returning(Scan.__table__.c.uuid)
