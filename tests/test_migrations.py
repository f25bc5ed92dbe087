"""Migrations run from an empty database and back, and lead to exactly the models."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect

from fairapp.core.db import MIGRATIONS, db
from tests.conftest import MakeApp

REVISIONS = [script.revision for script in ScriptDirectory(str(MIGRATIONS)).walk_revisions()]


@pytest.fixture
def fresh_app(make_app: MakeApp, fresh_database: Callable[[], str]) -> Flask:
    """An application on a database without any table."""
    return make_app(SQLALCHEMY_DATABASE_URI=fresh_database())


def test_migrations_from_empty_lead_to_the_models(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        flask_migrate.upgrade()
        with db.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), db.metadata) == []


@pytest.mark.parametrize("revision", REVISIONS)
def test_each_migration_can_be_undone_and_done_again(fresh_app: Flask, revision: str) -> None:
    with fresh_app.app_context():
        flask_migrate.upgrade(revision=revision)
        before = _tables_and_indexes()
        flask_migrate.downgrade(revision="-1")
        assert _tables_and_indexes() != before
        flask_migrate.upgrade(revision=revision)
        assert _tables_and_indexes() == before


def test_revisions_are_numbered_in_one_line() -> None:
    numbers = sorted(int(revision) for revision in REVISIONS)
    assert numbers == list(range(1, len(REVISIONS) + 1))
    names = sorted(path.name[:4] for path in Path(MIGRATIONS, "versions").glob("*.py"))
    assert names == [f"{number:04}" for number in numbers]


def _tables_and_indexes() -> dict[str, list[str]]:
    found = inspect(db.engine)
    return {
        table: sorted(str(index["name"]) for index in found.get_indexes(table))
        for table in sorted(found.get_table_names())
        if table != "alembic_version"
    }
