"""A fair from its copy: read through and checked as a whole, then written in one transaction."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import flask_migrate
from alembic.script import ScriptDirectory
from flask import current_app
from pyrage import x25519
from sqlalchemy import Connection, Row, Table, func, select, text

from fairapp.core.backups import archive, rows
from fairapp.core.backups.errors import BackupError
from fairapp.core.backups.writing import FORMAT
from fairapp.core.db import MIGRATIONS, db

_KEYS = (
    "SELECT conname, conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint"
    " WHERE contype = 'f' AND connamespace = current_schema()::regnamespace ORDER BY conname"
)


@dataclass(frozen=True)
class Contents:
    """What a copy says of itself."""

    revision: str
    made_at: str
    tables: dict[str, int]
    files: int
    missing: list[str]
    has_key: bool


def check(path: Path, keys: Sequence[x25519.Identity]) -> Contents:
    """Read the whole copy: BackupError unless it is what was written and fits this version."""
    head: dict[str, Any] = {}
    told: dict[str, Any] = {}
    for name, file in _members(path, keys):
        if name == archive.HEAD:
            head = json.load(file)
            _check_version(head)
        elif not head:
            raise BackupError("this is not a copy of a fair")
        elif name == archive.CONTENTS:
            told = json.load(file)
    return Contents(
        revision=head["revision"],
        made_at=head["made_at"],
        tables=told["tables"],
        files=told["files"],
        missing=told["missing"],
        has_key=told["has_key"],
    )


def restore(path: Path, keys: Sequence[x25519.Identity], *, replaces: bool = False) -> Contents:
    """Make the configured database and folder what the copy holds, and bring them up to date.

    BackupError when the copy is no good, or when there is something already and it is not to be
    replaced; nothing has changed then.
    """
    contents = check(path, keys)
    if not _is_empty():
        if not replaces:
            raise BackupError("there is a fair here already; --replace deletes it first")
        _clear()
    flask_migrate.upgrade(revision=contents.revision)
    with _writing() as connection:
        _fill(connection, path, keys, contents)
    flask_migrate.upgrade()
    return contents


def _check_version(head: dict[str, Any]) -> None:
    known = {script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()}
    if head.get("format") != FORMAT or head.get("revision") not in known:
        raise BackupError("a later version of fairapp has made this copy: restore it with that one")


def _members(path: Path, keys: Sequence[x25519.Identity]) -> Iterator[tuple[str, BinaryIO]]:
    with path.open("rb") as file, archive.read(file, keys) as source:
        yield from archive.members(source)


def _is_empty() -> bool:
    with db.engine.connect() as connection:
        filled = any(rows.count(connection, table) for table in rows.tables(connection))
    return not filled and not any(_folder("files").glob("*/*"))


def _clear() -> None:
    """Nobody but the owner of a database can take away what it keeps: by dropping it."""
    with db.engine.connect() as connection:
        _without_references(connection)
        with connection.begin():
            is_sqlite = connection.dialect.name == "sqlite"
            names = [f'"{table.name}"' for table in rows.tables(connection)] + ["alembic_version"]
            for name in names:
                connection.execute(text(f"DROP TABLE {name}{'' if is_sqlite else ' CASCADE'}"))
        _with_references(connection)
    if (files := _folder("files")).exists():  # none where nothing was ever stored
        shutil.rmtree(files)


@contextmanager
def _writing() -> Iterator[Connection]:
    """One transaction, in which rows may come before those that they refer to."""
    with db.engine.connect() as connection:
        _without_references(connection)
        try:
            with connection.begin():
                references: Sequence[Row[str, str, str]] = []
                if connection.dialect.name == "postgresql":
                    references = connection.execute(text(_KEYS)).all()
                for name, table, _definition in references:
                    connection.execute(text(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"'))
                yield connection
                for name, table, definition in references:
                    added = f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}'
                    connection.exec_driver_sql(added)
                _check_references(connection)
        finally:
            _with_references(connection)


def _fill(
    connection: Connection, path: Path, keys: Sequence[x25519.Identity], contents: Contents
) -> None:
    found = {table.name: table for table in rows.tables(connection)}
    for name, file in _members(path, keys):
        kind, _, rest = name.partition("/")
        if kind == "rows":
            rows.load(connection, found[rest.partition("/")[0]], file.read())
        elif kind == "files":
            _write(_folder("files") / rest, file)
        elif kind == "secret_key":
            _write(_folder("secret_key"), file)
    for name, table in found.items():
        if rows.count(connection, table) != contents.tables.get(name, 0):
            raise BackupError(f"not all rows of {name} were restored")
        _count_on(connection, table)


def _count_on(connection: Connection, table: Table) -> None:
    """New rows get numbers after those that are there."""
    key, *others = table.primary_key
    if connection.dialect.name == "postgresql" and not others:
        highest = connection.scalar(select(func.max(key)))
        # None where numbers are not the database's to give.
        sequence = func.pg_get_serial_sequence(f'"{table.name}"', key.name)
        if isinstance(highest, int):
            connection.execute(select(func.setval(sequence, highest)))


def _without_references(connection: Connection) -> None:
    # Outside of a transaction, where alone the pragma has an effect.
    if connection.dialect.name == "sqlite":
        _raw(connection).execute("PRAGMA foreign_keys=OFF")


def _with_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _raw(connection).execute("PRAGMA foreign_keys=ON")


def _check_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        lost = _raw(connection).execute("PRAGMA foreign_key_check").fetchall()
        if lost:
            raise BackupError(f"{len(lost)} rows refer to nothing: {lost[:3]}")


def _raw(connection: Connection) -> Any:
    return connection.connection.dbapi_connection


def _folder(name: str) -> Path:
    return Path(str(current_app.config["DATA_DIR"])) / name


def _write(path: Path, source: BinaryIO) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        shutil.copyfileobj(source, file)
