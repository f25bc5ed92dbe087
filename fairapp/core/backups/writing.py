"""Writing a copy while the fair runs, of one moment, with memory that does not grow with it."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from flask import current_app
from pyrage import x25519
from sqlalchemy import Connection, select, text

from fairapp.core.backups import rows, sealing
from fairapp.core.backups.archive import HEAD, Writer
from fairapp.core.backups.errors import BackupError
from fairapp.core.db import db
from fairapp.core.storage import StoredFile

FORMAT = 1
Progress = Callable[[int, int], None]


@dataclass
class Copied:
    """What a copy holds: rows by table, files, and files whose row has lost them."""

    tables: dict[str, int] = field(default_factory=dict)
    files: int = 0
    bytes: int = 0
    missing: list[str] = field(default_factory=list)
    has_key: bool = False

    def as_dict(self) -> dict[str, Any]:
        """As the copy itself says at its end."""
        return {**vars(self)}


def name_at(at: datetime, *, is_sealed: bool) -> str:
    """`fairapp-2026-12-02-0200.age`"""
    return f"fairapp-{at:%Y-%m-%d-%H%M}.{'age' if is_sealed else 'tar'}"


def write(
    target: Path,
    *,
    to: Sequence[x25519.Recipient],
    at: datetime,
    progress: Progress | None = None,
) -> Copied:
    """Write a copy to `target`, sealed for `to`; in the clear when there is none.

    Readable by its owner only, under its name only when it is whole. BackupError, OSError.
    """
    if target.exists():
        raise FileExistsError(17, "there is a file already", str(target))
    part = target.with_name(f"{target.name}.part")
    try:
        with _opened(part) as file:
            if to:
                with sealing.sealed(file, to) as sink:
                    copied = _fill(Writer(sink), at, progress)
            else:
                copied = _fill(Writer(file), at, progress)
            file.flush()
            os.fsync(file.fileno())
        part.replace(target)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return copied


def _opened(part: Path) -> BinaryIO:
    # What another attempt may have left, cut short.
    part.unlink(missing_ok=True)
    return os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _fill(writer: Writer, at: datetime, progress: Progress | None) -> Copied:
    copied = Copied()
    with _snapshot() as connection:
        # The first read is the moment; whatever is committed later is not in the copy.
        revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        told = {"format": FORMAT, "revision": revision, "made_at": at.isoformat()}
        writer.add(HEAD, json.dumps(told).encode())
        found = rows.tables(connection)
        for done, table in enumerate(found):
            if progress:
                progress(done, len(found))
            copied.tables[table.name] = 0
            for number, (portion, count) in enumerate(rows.dump(connection, table)):
                writer.add(f"rows/{table.name}/{number:06}", portion)
                copied.tables[table.name] += count
        _add_files(writer, connection, copied)
    _add_key(writer, copied)
    writer.close(copied.as_dict())
    return copied


@contextmanager
def _snapshot() -> Iterator[Connection]:
    """Everything that is read is of one moment; nobody who writes waits for it."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection = connection.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
        with connection.begin():
            yield connection


def _add_files(writer: Writer, connection: Connection, copied: Copied) -> None:
    """Each file that the rows name: theirs are written before them."""
    folder = Path(str(current_app.config["DATA_DIR"])) / "files"
    stored = StoredFile.__table__.c
    query = select(stored.key, stored.sha256, stored.size).order_by(stored.id)
    for key, sha256, size in connection.execute(query):
        try:
            file = (folder / key[:2] / key).open("rb")
        except FileNotFoundError:
            # Erased since that moment, which must not bring it back.
            copied.missing.append(key)
            continue
        with file:
            try:
                digest = writer.copy(f"files/{key[:2]}/{key}", file, size)
            except OSError as error:
                raise BackupError(f"the stored file {key} is cut short") from error
        if digest != sha256:
            raise BackupError(f"the stored file {key} is not what was stored")
        copied.files += 1
        copied.bytes += size


def _add_key(writer: Writer, copied: Copied) -> None:
    # Only what lies beside the data: a key from the environment is kept by whoever set it there.
    path = Path(str(current_app.config["DATA_DIR"])) / "secret_key"
    if path.exists():
        writer.add("secret_key", path.read_bytes())
        copied.has_key = True
