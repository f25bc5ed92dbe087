"""One file that holds a fair, written while it runs: the database as it is at one moment, the
uploaded files, and the key that signs.

It unpacks into an empty DATA_DIR, and that is the restoration. The local network's authority is
left out: its key stays on the machine that made it. So is the queue: jobs and messages are rows.
"""

from __future__ import annotations

import os
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from pathlib import Path

from flask import current_app

from fairapp.core.db import db

DATABASE = "fairapp.db"


class ElsewhereError(Exception):
    """The data is in a database server, which has its own means."""


def write(target: Path) -> None:
    """Write the backup to `target`, readable by its owner only. FileExistsError, ElsewhereError."""
    if db.engine.dialect.name != "sqlite":
        raise ElsewhereError("the data is in PostgreSQL: copy it with pg_dump, and DATA_DIR/files")
    data_dir = Path(str(current_app.config["DATA_DIR"]))
    made = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(made, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
            with tempfile.TemporaryDirectory(dir=data_dir) as folder:
                copy = Path(folder) / DATABASE
                _copy_database(copy)
                archive.add(copy, DATABASE)
            # After the database, so that every file that it names is there.
            for name in ("files", "secret_key"):
                if (data_dir / name).exists():
                    archive.add(data_dir / name, name)
    except BaseException:
        target.unlink(missing_ok=True)
        raise


def _copy_database(copy: Path) -> None:
    """By SQLite's own means: a file that is copied while it is written is torn."""
    copy.touch(mode=0o600)
    with (
        closing(sqlite3.connect(str(db.engine.url.database))) as source,
        closing(sqlite3.connect(copy)) as destination,
    ):
        source.backup(destination)
        # One file, without the journal that it would look for beside it.
        destination.execute("PRAGMA journal_mode=DELETE")
