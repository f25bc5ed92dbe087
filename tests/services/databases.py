"""Databases of either engine, made empty or as a copy."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql


class Databases(Protocol):
    """Makes databases of one engine; addresses are SQLAlchemy's."""

    def create(self, name: str, *, template: str | None = None) -> str:
        """Make an empty database, or a copy of the one at the address `template`."""

    def drop(self, url: str) -> None:
        """Remove it, whoever is connected."""


class SqliteDatabases:
    """Files in one folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def create(self, name: str, *, template: str | None = None) -> str:
        """An absent file is an empty database."""
        path = self.folder / f"{name}.db"
        self.drop(f"sqlite:///{path}")
        if template is not None:
            shutil.copyfile(sqlite_path(template), path)
        return f"sqlite:///{path}"

    def drop(self, url: str) -> None:
        """Remove the file and what belongs to it."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{sqlite_path(url)}{suffix}").unlink(missing_ok=True)


def sqlite_path(url: str) -> Path:
    """The file behind `sqlite:///…`."""
    return Path(url.removeprefix("sqlite:///"))


class PostgresDatabases:
    """Databases of one server, whose address (without a database) is `base`."""

    def __init__(self, base: str) -> None:
        self.base = base

    def create(self, name: str, *, template: str | None = None) -> str:
        """A copy is made of files, which is quick with fsync off."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)
        if template is None:
            self._run("CREATE DATABASE {} TEMPLATE template0", name)
        else:
            source = template.rsplit("/", 1)[1]
            self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, source)
        return f"{self.base.replace('postgresql://', 'postgresql+psycopg://')}/{name}"

    def drop(self, url: str) -> None:
        """Remove it, whoever is connected."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", url.rsplit("/", 1)[1])

    def _run(self, statement: str, *names: str) -> None:
        with psycopg.connect(f"{self.base}/postgres", autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
