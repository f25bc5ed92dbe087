"""What two databases hold, row by row, whichever engine each of them is."""

from __future__ import annotations

from typing import Any

from flask import Flask

from fairapp.core.backups import rows
from fairapp.core.db import db

Rows = dict[str, list[str]]


def held(app: Flask) -> Rows:
    """Every row of every table as the database gives it to a reader."""
    with app.app_context(), db.engine.connect() as connection:
        return {
            table.name: [
                line
                for portion, _count in rows.dump(connection, table)
                for line in portion.decode().split("\n")[1:]
            ]
            for table in rows.tables(connection)
        }


def raw(app: Flask, table: str) -> list[tuple[Any, ...]]:
    """The rows of one table, past our own reading of them."""
    with app.app_context(), db.engine.connect() as connection:
        return [
            tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{table}" ORDER BY 1')
        ]
