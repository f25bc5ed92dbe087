"""Migrations run from an empty database and back, and lead to exactly the models."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import flask_migrate
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import MetaData, Table, inspect, text
from sqlalchemy.exc import IntegrityError

from fairapp.core.db import MIGRATIONS, db, is_of_this_engine
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
            ours = {"include_object": is_of_this_engine}
            context = MigrationContext.configure(connection, opts=ours)
            assert compare_metadata(context, db.metadata) == []


def test_each_migration_can_be_undone_and_done_again(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        for revision in reversed(REVISIONS):
            flask_migrate.upgrade(revision=revision)
            before = _tables_and_indexes()
            flask_migrate.downgrade(revision="-1")
            assert _tables_and_indexes() != before, revision
            flask_migrate.upgrade(revision=revision)
            assert _tables_and_indexes() == before, revision


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


def test_what_people_have_said_survives_the_tables_being_rebuilt(fresh_app: Flask) -> None:
    """SQLite changes a table by dropping it, which must not take along what refers to it."""
    with fresh_app.app_context():
        flask_migrate.upgrade(revision="0002")
        _insert_a_fair_with_one_person()
        flask_migrate.upgrade(revision="0003")
        assert _admissions() == {"ong": "open", "staff": "invited"}
        assert _rows("SELECT given_names, relation FROM registration") == [("Mariama", "")]
        assert _rows("SELECT count(*) FROM registration_day") == [(1,)]
        with pytest.raises(IntegrityError), db.engine.begin() as connection:
            connection.execute(text("UPDATE registration SET category_id = 99"))
        flask_migrate.downgrade(revision="0002")
        assert [(code, bool(is_open)) for code, is_open in _rows(_OPEN)] == [
            ("ong", True),
            ("staff", False),
        ]
        assert _rows("SELECT count(*) FROM registration_day") == [(1,)]


def test_published_sessions_become_what_the_team_works_on(fresh_app: Flask) -> None:
    with fresh_app.app_context():
        flask_migrate.upgrade(revision="0002")
        _insert_a_fair_with_one_person()
        flask_migrate.upgrade(revision="0003")
        _insert_two_sessions()
        flask_migrate.upgrade(revision="0004")
        found = _rows(
            "SELECT code, minutes, is_cancelled, version FROM session_draft ORDER BY code"
        )
        assert [(code, m, bool(c), v) for code, m, c, v in found] == [
            ("J1-01", 90, False, 1),
            ("J1-02", 45, True, 1),
        ]
        same = "SELECT count(*) FROM session_draft d JOIN session s ON s.code = d.code"
        assert _rows(f"{same} AND s.starts_at = d.starts_at AND s.note = d.note") == [(2,)]


def _insert_two_sessions() -> None:
    at = datetime(2026, 11, 16, 9, tzinfo=UTC)
    with db.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["session", "session_kind"], resolve_fks=False)
        kind, session = tables.tables["session_kind"], tables.tables["session"]
        connection.execute(kind.insert().values(**{**_fillers(kind), "id": 1, "event_id": 1}))
        for number, (minutes, status) in enumerate([(90, "published"), (45, "cancelled")], 1):
            values = {"event_id": 1, "day_id": 1, "kind_id": 1, "code": f"J1-0{number}"}
            values |= {
                "status": status,
                "starts_at": at,
                "ends_at": at + timedelta(minutes=minutes),
            }
            values |= {"updated_at": at, "languages": "fr"}
            connection.execute(session.insert().values(**{**_fillers(session), **values}))


_OPEN = "SELECT code, is_open FROM category ORDER BY code"


def _admissions() -> dict[str, str]:
    return dict(_rows("SELECT code, admission FROM category"))  # type: ignore[arg-type]


def _rows(query: str) -> list[tuple[object, ...]]:
    with db.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text(query))]


def _insert_a_fair_with_one_person() -> None:
    at = datetime(2026, 11, 16, tzinfo=UTC)
    empty = {"reference": "AAAAAA", "pass_key": "k" * 22, "status": "confirmed", "source": "staff"}
    with db.engine.begin() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["event", "event_day", "category", "registration"])
        tables.reflect(connection, only=["registration_day"])

        def insert(table: str, **values: object) -> None:
            full = {**_fillers(tables.tables[table]), **values}
            connection.execute(tables.tables[table].insert().values(**full))

        insert("event", id=1, slug="foire", created_at=at)
        insert("event_day", id=1, event_id=1, number=1, date=at.date())
        for key, code, is_open in ((1, "ong", True), (2, "staff", False)):
            insert("category", id=key, event_id=1, code=code, letter=str(key), is_open=is_open)
        dates = {"created_at": at, "status_at": at}
        insert(
            "registration", id=1, event_id=1, category_id=1, **empty, **dates, given_names="Mariama"
        )
        insert("registration_day", registration_id=1, event_day_id=1)


def _fillers(table: Table) -> dict[str, object]:
    """Something for each column that needs a value."""
    plain: dict[type, object] = {bool: False, int: 0, str: "", dict: {}}
    return {
        c.name: plain.get(c.type.python_type, "")
        for c in table.columns
        if not c.nullable and not c.primary_key and c.type.python_type is not datetime
    }
