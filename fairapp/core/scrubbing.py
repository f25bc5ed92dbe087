"""What was erased is gone from the bytes of the database too.

A row that is deleted leaves its bytes in free space: of the page, of the journal, of an index. Here
the tables are written anew. SQLite writes its whole file anew (and overwrites what it frees all
the time, see `core.db`); PostgreSQL the tables that are named, which nobody can use meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection

from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from fairapp.core.db import db

# Whoever waits for the table longer lets the others go on; it is tried again a minute later.
_LOCK_TIMEOUT = "SET lock_timeout = '3s'"


class BusyError(Exception):
    """Others read or write; to be tried again."""


def scrub(tables: Collection[str]) -> None:
    """Write these tables anew, outside of any transaction. BusyError."""
    db.session.remove()
    try:
        if db.engine.dialect.name == "sqlite":
            _scrub_sqlite()
        else:
            _scrub_postgresql(tables)
    except OperationalError as error:
        raise BusyError(str(error)) from error


def _scrub_sqlite() -> None:
    connection = db.engine.raw_connection()
    try:
        cursor = connection.cursor()
        # What others still read of the journal cannot be cut off; they are through in a moment.
        if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise BusyError("somebody reads an earlier state")
        cursor.execute("VACUUM")
        if cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]:
            raise BusyError("somebody reads an earlier state")
    except sqlite3.OperationalError as error:
        raise BusyError(str(error)) from error
    finally:
        connection.close()


def _scrub_postgresql(tables: Collection[str]) -> None:
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(_LOCK_TIMEOUT))
        quote = connection.dialect.identifier_preparer.quote
        for table in sorted(tables):
            connection.execute(text(f"VACUUM (FULL) {quote(table)}"))
        connection.execute(text("RESET lock_timeout"))
