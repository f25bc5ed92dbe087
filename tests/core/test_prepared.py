"""Statements that the driver runs: what goes in and comes out is what SQLAlchemy would give."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import audit
from fairapp.core.audit import AuditEntry
from fairapp.core.prepared import Prepared
from tests.statements import recorded

NOW = datetime(2026, 12, 2, 8, 30, tzinfo=UTC)
Db = scoped_session[Session]

_entry = AuditEntry.__table__.c
_BY_ID = Prepared(
    select(_entry.id, _entry.at, _entry.details)
    .where(_entry.id.in_(bindparam("ids", expanding=True)), _entry.action == "tried")
    .order_by(_entry.id)
)


@pytest.mark.parametrize("count", [1, 2, 49, 50, 51, 120])
def test_a_list_finds_each_of_its_values_once(db_session: Db, count: int) -> None:
    entries = [audit.record("tried", at=NOW, details={"n": n}) for n in range(count)]
    audit.record("tried", at=NOW)
    db_session.flush()
    ids = [entry.id for entry in entries]

    found = _BY_ID.rows({"ids": ids})

    assert found == [(key, NOW, {"n": n}) for n, key in enumerate(ids)]


def test_a_constant_stands_whatever_is_asked(db_session: Db) -> None:
    entries = [audit.record(action, at=NOW) for action in ("tried", "left", "tried")]
    db_session.flush()

    found = _BY_ID.rows({"ids": [entry.id for entry in entries]})

    assert [key for key, *_ in found] == [entries[0].id, entries[2].id]


def test_a_moment_is_written_and_read_in_utc(db_session: Db) -> None:
    audit.record("tried", at=NOW)
    db_session.flush()
    at = Prepared(select(_entry.at).where(_entry.at == bindparam("at")))

    assert at.rows({"at": NOW.astimezone(timezone(timedelta(hours=3)))}) == [(NOW,)]
    assert at.rows({"at": NOW + timedelta(seconds=1)}) == []
    with pytest.raises(ValueError, match="naive"):
        at.rows({"at": NOW.replace(tzinfo=None)})


def test_a_row_is_added_in_the_present_transaction(db_session: Db) -> None:
    row = {
        **{"at": NOW, "action": "tried", "actor_name": "", "subject_type": "", "address": ""},
        "details": {"who": "nobody"},
    }
    statement = insert(AuditEntry.__table__).returning(_entry.id)  # type: ignore[arg-type]

    ((key,),) = Prepared(statement, list(row)).rows(row)

    assert db_session.get_one(AuditEntry, key).details == {"who": "nobody"}
    db_session.rollback()
    assert db_session.get(AuditEntry, key) is None


def test_a_fault_is_told_as_of_any_statement(db_session: Db) -> None:
    statement = insert(AuditEntry.__table__).returning(_entry.id)  # type: ignore[arg-type]
    with pytest.raises(DBAPIError):
        Prepared(statement, ["action"]).rows({"action": "without the rest"})


def test_it_is_among_the_statements_that_tests_count(db_session: Db) -> None:
    with recorded() as statements:
        _BY_ID.rows({"ids": [1, 2]})

    assert len(statements) == 1
    assert statements[0].startswith("SELECT audit_entry.id")
