"""What a page asks of the database, for tests that its number of queries stays the same."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from fairapp.core.db import db


@contextmanager
def recorded() -> Iterator[list[str]]:
    """The statements sent while it lasts; needs an application context. BEGIN is not among them,
    for only SQLite is sent it as a statement."""
    seen: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        if not statement.startswith("BEGIN"):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
