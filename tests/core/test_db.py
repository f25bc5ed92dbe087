"""Commit at the edge, what runs after it, moments in UTC, two writers at once."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from flask import Flask, Response, abort, redirect
from sqlalchemy import event, func, select, text
from sqlalchemy.exc import IntegrityError, StatementError
from sqlalchemy.orm import Session, scoped_session
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import audit
from fairapp.core.access import public
from fairapp.core.audit import AuditEntry
from fairapp.core.callbacks import after_commit
from fairapp.core.db import connection, db, insert_once, placed, refusing, transaction
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from tests.conftest import NOW, MakeApp

Db = scoped_session[Session]


def write(action: str = "probe") -> AuditEntry:
    return audit.record(action, at=NOW)


def written(db_session: Db) -> list[str]:
    db_session.rollback()
    return list(db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


@pytest.fixture(scope="module")
def probe_app(make_module_app: MakeApp) -> Flask:
    app = make_module_app(PROPAGATE_EXCEPTIONS=False)

    @app.route("/probe/<answer>", methods=["GET", "POST", "PUT", "DELETE"], endpoint="probe")
    @public
    def view(answer: str) -> BaseResponse:
        write(answer)
        db.session.flush()
        if answer == "crash":
            raise RuntimeError("after the write")
        if answer == "abort":
            abort(409)
        if answer == "redirect":
            return redirect("/")
        return Response(status=int(answer))

    return app


@pytest.fixture
def probe(app: Flask, probe_app: Flask) -> Flask:
    """An application with `/probe/<answer>`, which writes a row and then answers so."""
    return probe_app


# -- the edge -------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize("answer", ["200", "204", "redirect", "399"])
def test_what_succeeds_is_kept(probe: Flask, db_session: Db, method: str, answer: str) -> None:
    probe.test_client().open(f"/probe/{answer}", method=method)
    assert written(db_session) == [answer]


@pytest.mark.parametrize("answer", ["400", "404", "422", "429", "500", "503", "abort", "crash"])
def test_what_fails_leaves_nothing(probe: Flask, db_session: Db, answer: str) -> None:
    assert probe.test_client().post(f"/probe/{answer}").status_code >= 400
    assert written(db_session) == []


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_looking_never_writes(probe: Flask, db_session: Db, method: str) -> None:
    assert probe.test_client().open("/probe/200", method=method).status_code == 200
    assert written(db_session) == []


def test_a_request_leaves_nothing_to_the_next_one(probe: Flask, db_session: Db) -> None:
    client = probe.test_client()
    client.post("/probe/422")
    client.post("/probe/200")
    assert written(db_session) == ["200"]


def test_a_commit_that_fails_is_an_error_and_not_an_answer(
    make_app: MakeApp, db_session: Db
) -> None:
    """Nothing may be acknowledged that was not stored."""
    app = make_app(PROPAGATE_EXCEPTIONS=False)

    @app.post("/twice", endpoint="twice")
    @public
    def twice() -> str:
        for _ in range(2):
            name = LocalizedText(fr="Foire")
            db.session.add(Event(slug="same", name=name, created_at=NOW, published_at=NOW))
        return "stored"

    answer = app.test_client().post("/twice")
    assert answer.status_code == 500
    assert "stored" not in answer.text
    assert db_session.scalar(select(func.count(Event.id))) == 0


def test_a_transaction_keeps_all_or_nothing(db_session: Db) -> None:
    with transaction():
        write("kept")
    with pytest.raises(RuntimeError), transaction():
        write("lost")
        raise RuntimeError
    assert written(db_session) == ["kept"]


# -- after the commit -----------------------------------------------------------------------------


@pytest.fixture
def called() -> list[str]:
    return []


def test_called_back_once_after_the_commit_and_no_sooner(db_session: Db, called: list[str]) -> None:
    with transaction():
        write()
        after_commit(lambda: called.append("done"))
        db_session.flush()
        assert called == []
    assert called == ["done"]
    with transaction():
        write()
    assert called == ["done"]


def test_not_called_back_after_a_rollback_nor_by_the_next_commit(
    db_session: Db, called: list[str]
) -> None:
    with pytest.raises(RuntimeError), transaction():
        write()
        after_commit(lambda: called.append("lost"))
        raise RuntimeError
    with transaction():
        write()
    assert called == []


def test_a_savepoint_that_is_kept_does_not_call_back_early(
    db_session: Db, called: list[str]
) -> None:
    with transaction():
        after_commit(lambda: called.append("outer"))
        with db_session.begin_nested():
            write()
            after_commit(lambda: called.append("inner"))
        assert called == [], "the worker would look for a job that is not there yet"
    assert called == ["outer", "inner"]


def test_a_savepoint_that_is_refused_forgets_its_own_callbacks_only(
    db_session: Db, called: list[str]
) -> None:
    with transaction():
        after_commit(lambda: called.append("outer"))
        with pytest.raises(RuntimeError), db_session.begin_nested():
            write("inner")
            after_commit(lambda: called.append("inner"))
            raise RuntimeError
        write("outer")
    assert called == ["outer"]
    assert written(db_session) == ["outer"]


def test_a_callback_that_fails_harms_neither_the_commit_nor_the_others(
    db_session: Db, called: list[str]
) -> None:
    def fail() -> None:
        raise RuntimeError("the queue is away")

    with transaction():
        write("kept")
        after_commit(fail)
        after_commit(lambda: called.append("next"))
    assert called == ["next"]
    assert written(db_session) == ["kept"]


# -- refusals by the database ---------------------------------------------------------------------


def fair(slug: str) -> Event:
    return Event(slug=slug, name=LocalizedText(fr="Foire"), created_at=NOW, published_at=NOW)


def test_refusing_turns_a_broken_constraint_into_words_and_keeps_the_rest(db_session: Db) -> None:
    refusal = DomainError("taken", "taken", field="slug")
    with transaction():
        db_session.add(fair("one"))
        db_session.flush()
        with pytest.raises(DomainError) as raised, refusing(refusal):
            db_session.add(fair("one"))
        assert raised.value is refusal
        assert isinstance(refusal.__cause__, IntegrityError)
        db_session.add(fair("two"))
    assert list(db_session.scalars(select(Event.slug).order_by(Event.id))) == ["one", "two"]


def test_insert_once_tells_whether_the_row_is_new(db_session: Db) -> None:
    values = {
        "slug": "one",
        "name": {"fr": "Foire"},
        "created_at": NOW,
        **{
            name: {}
            for name in (
                *("tagline", "description", "practical", "privacy_notice", "place"),
                *("organiser", "partners"),
            )
        },
        **{"city": "", "contact": "", "project_code": "", "timezone": "UTC", "accent": "#000000"},
        "is_demonstration": False,
    }
    with transaction():
        assert insert_once(Event, values, key="slug")
        assert not insert_once(Event, {**values, "city": "Other"}, key="slug")
    assert db_session.scalars(select(Event.city)).all() == [""]


def test_foreign_keys_hold(db_session: Db) -> None:
    with pytest.raises(IntegrityError), transaction():
        audit.record("probe", at=NOW, event_id=12345)


# -- moments --------------------------------------------------------------------------------------


def test_a_naive_moment_is_refused(db_session: Db) -> None:
    with pytest.raises(StatementError, match="naive"), transaction():
        audit.record("probe", at=datetime(2026, 12, 2, 8, 0))


@pytest.mark.parametrize("hours", [-11, 0, 1, 14])
def test_a_moment_of_any_zone_comes_back_as_the_same_moment_in_utc(
    db_session: Db, hours: int
) -> None:
    at = datetime(2026, 12, 2, 8, 30, 15, 123456, tzinfo=timezone(timedelta(hours=hours)))
    with transaction():
        audit.record("probe", at=at)
    back = db_session.scalars(select(AuditEntry.at)).one()
    assert (back, back.tzinfo) == (at, UTC)


def test_moments_compare_and_sort_in_the_database(db_session: Db) -> None:
    east = datetime(2026, 12, 2, 9, 0, tzinfo=timezone(timedelta(hours=3)))  # 06:00 UTC
    west = datetime(2026, 12, 2, 8, 0, tzinfo=UTC)
    with transaction():
        audit.record("west", at=west)
        audit.record("east", at=east)
    by_time = select(AuditEntry.action).order_by(AuditEntry.at)
    assert list(db_session.scalars(by_time)) == ["east", "west"]
    assert list(db_session.scalars(by_time.where(AuditEntry.at < west))) == ["east"]


# -- two writers ----------------------------------------------------------------------------------


def run_at_once(work: Callable[[int], None], count: int = 2) -> list[BaseException]:
    """Run `work(0)`, `work(1)` … in threads that begin together; what they raised."""
    start, raised = threading.Barrier(count), []

    def one(number: int) -> None:
        start.wait()
        try:
            work(number)
        except BaseException as error:
            raised.append(error)

    threads = [threading.Thread(target=one, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return raised


def test_writers_that_read_first_wait_for_each_other(app: Flask, db_session: Db) -> None:
    """With two deferred transactions that both read and then write, one dies: SQLITE_BUSY."""
    db_session.commit()

    def work(number: int) -> None:
        for turn in range(20):
            with app.app_context(), transaction():
                db.session.scalar(select(func.count(AuditEntry.id)))
                write(f"{number}-{turn}")

    assert run_at_once(work, 3) == []
    assert len(written(db_session)) == 60


def test_requests_that_read_first_wait_for_each_other(make_app: MakeApp, db_session: Db) -> None:
    app = make_app()
    db_session.commit()

    @app.post("/probe", endpoint="probe")
    @public
    def view() -> str:
        db.session.scalar(select(func.count(AuditEntry.id)))
        write()
        return ""

    statuses = []

    def work(_number: int) -> None:
        statuses.extend(app.test_client().post("/probe").status_code for _ in range(10))

    assert run_at_once(work, 4) == []
    assert statuses == [200] * 40
    assert len(written(db_session)) == 40


def test_only_what_may_write_asks_for_the_writers_lock(
    probe: Flask, db_session: Db, engine_name: str
) -> None:
    """PostgreSQL has no such lock, and is asked for none."""
    begun: list[str] = []
    with probe.app_context():
        engine = db.engine

    def note(statement: str) -> None:
        if statement.startswith("BEGIN"):
            begun.append(statement)

    def watch(connection: Any, *_rest: object) -> None:
        if engine_name == "sqlite":
            connection.set_trace_callback(note)

    def leave(connection: Any, *_rest: object) -> None:
        if engine_name == "sqlite":
            connection.set_trace_callback(None)

    event.listen(engine, "checkout", watch)
    event.listen(engine, "checkin", leave)
    try:
        probe.test_client().get("/probe/200")
        probe.test_client().post("/probe/200")
    finally:
        event.remove(engine, "checkout", watch)
        event.remove(engine, "checkin", leave)
    assert begun == (["BEGIN", "BEGIN IMMEDIATE"] if engine_name == "sqlite" else [])


def test_readers_do_not_wait_for_a_writer(app: Flask, db_session: Db) -> None:
    with transaction():
        write("before")
    with transaction():
        write("in the making")
        db_session.flush()
        seen = []

        def read(_number: int) -> None:
            with app.app_context():
                seen.extend(db.session.scalars(select(AuditEntry.action)))

        assert run_at_once(read, 1) == []
        assert seen == ["before"]


def test_sqlite_survives_a_power_cut(make_app: MakeApp, engine_name: str) -> None:
    # Not on `app`, whose connections do not wait for the disk.
    with make_app().app_context():
        if engine_name != "sqlite":
            durable = db.session.scalar(text("SHOW synchronous_commit"))
            assert durable in {"on", "off"}, "PostgreSQL's own setting; tests turn it off"
            return
        pragmas = {
            name: db.session.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 15000,
    }
    assert sqlite3.sqlite_version_info >= (3, 35), "RETURNING and upserts"


def test_statements_find_the_connection_of_the_present_transaction(db_session: Db) -> None:
    db_session.rollback()
    first = connection()
    assert first is connection() is db.session.connection()
    # What is done by it within a savepoint goes with that, and nothing else does.
    event = Event(
        slug="journees", name=LocalizedText(fr="Journées"), created_at=NOW, published_at=NOW
    )
    db_session.add(event)
    db_session.flush()
    with db_session.begin_nested() as savepoint:
        connection().execute(text("UPDATE event SET slug = 'autres'"))
        savepoint.rollback()
    assert connection() is first and first.in_transaction()
    assert connection().scalar(text("SELECT slug FROM event")) == "journees"

    db_session.rollback()
    assert not first.in_transaction()
    second = connection()
    assert second is db.session.connection() and second.in_transaction()


def test_a_row_placed_in_the_session_is_clean_and_reads_the_rest_when_asked(db_session: Db) -> None:
    made = write()
    db_session.commit()
    key = made.id
    db_session.expunge_all()

    entry = placed(AuditEntry, {"id": key, "at": NOW})

    assert not db_session.dirty and not db_session.new
    assert (entry.at, entry.action) == (NOW, "probe")
    assert placed(AuditEntry, {"id": key, "at": NOW}) is db_session.get(AuditEntry, key) is entry
