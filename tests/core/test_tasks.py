"""Jobs: claimed once, reclaimed, recorded when they fail, carried by either queue."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock, storage, tasks
from fairapp.core.access import public
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, JobStatus, Progress
from tests.conftest import NOW, MakeApp
from tests.services import Process

Db = scoped_session[Session]
Register = Callable[[Callable[[Job, Progress], None]], str]


@pytest.fixture
def kind(monkeypatch: pytest.MonkeyPatch) -> Iterator[Register]:
    """Registers a handler for the time of the test and returns its kind."""
    monkeypatch.setattr(tasks, "_handlers", dict(tasks._handlers))

    def register(function: Callable[[Job, Progress], None]) -> str:
        tasks.handler("test.probe")(function)
        return "test.probe"

    return register


def start(kind: str, **params: object) -> int:
    with transaction():
        return tasks.start(kind, event_id=None, params=params, actor=None, at=NOW).id


def job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id)


# -- claiming -------------------------------------------------------------------------------------


def test_a_job_runs_once_under_two_workers(app: Flask, db_session: Db, kind: Register) -> None:
    ran = []
    both = threading.Barrier(2)
    job_id = start(kind(lambda job, progress: ran.append(job.params["n"])), n=7)

    def worker() -> None:
        with app.app_context():
            both.wait()
            tasks.run(job_id)

    workers = [threading.Thread(target=worker) for _ in range(2)]
    for thread in workers:
        thread.start()
    for thread in workers:
        thread.join(30)
    assert ran == [7]
    assert (job(job_id).status, job(job_id).attempts) == (JobStatus.DONE, 1)
    tasks.run(job_id)
    assert ran == [7], "not again once it is done"


def test_the_job_of_a_dead_worker_is_claimed_again_but_not_a_living_ones(
    app: Flask, db_session: Db, kind: Register
) -> None:
    ran = []
    job_id = start(kind(lambda job, progress: ran.append(job.attempts)))
    with transaction():
        db_session.execute(
            update(Job).values(status=JobStatus.RUNNING, attempts=1, heartbeat_at=NOW)
        )
    with clock.stopped(NOW + timedelta(minutes=2)):
        assert tasks.pending_ids() == []
        tasks.run_pending()
    assert ran == []
    with clock.stopped(NOW + timedelta(minutes=2, seconds=1)):
        assert tasks.pending_ids() == [job_id]
        tasks.run_pending()
    assert ran == [2]
    assert job(job_id).status == JobStatus.DONE


def test_a_job_that_is_interrupted_begins_again(app: Flask, db_session: Db, kind: Register) -> None:
    ran = []

    def handle(job: Job, progress: Progress) -> None:
        ran.append(job.attempts)
        if len(ran) == 1:
            raise tasks.InterruptedWorkError("a helper ended")

    job_id = start(kind(handle))
    tasks.run_pending()
    assert ran == [1, 2]
    assert (job(job_id).status, job(job_id).error) == (JobStatus.DONE, "")


def test_a_job_that_is_always_interrupted_is_given_up(
    app: Flask, db_session: Db, kind: Register
) -> None:
    ran = []

    def handle(job: Job, progress: Progress) -> None:
        ran.append(job.attempts)
        raise tasks.InterruptedWorkError("a helper ended")

    job_id = start(kind(handle))
    tasks.run_pending()
    assert ran == [1, 2, 3]
    assert (job(job_id).status, job(job_id).error) == (JobStatus.FAILED, "a helper ended")


def test_a_job_that_kills_every_worker_is_given_up(
    app: Flask, db_session: Db, kind: Register
) -> None:
    ran = []
    job_id = start(kind(lambda job, progress: ran.append(1)))
    with transaction():
        db_session.execute(
            update(Job).values(status=JobStatus.RUNNING, attempts=3, heartbeat_at=NOW)
        )
    with clock.stopped(NOW + timedelta(minutes=3)):
        tasks.run_pending()
        assert tasks.pending_ids() == []
    assert ran == []
    over = job(job_id)
    assert (over.status, over.is_over) == (JobStatus.FAILED, True), (
        "its page must not wait for ever"
    )
    assert over.error


def test_a_worker_thought_dead_does_not_speak_for_the_one_that_took_over(
    app: Flask, db_session: Db, kind: Register
) -> None:
    def slow(job: Job, progress: Progress) -> None:
        if job.attempts > 1:
            return
        with clock.stopped(NOW + timedelta(minutes=5)):
            with transaction():
                # What a second worker's claim does.
                values = {"attempts": 2, "done": 8, "total": 9, "heartbeat_at": clock.now()}
                db.session.execute(update(Job).values(**values))
            progress(1, 1)
            raise RuntimeError("too late")

    job_id = start(kind(slow))
    tasks.run(job_id)
    now = job(job_id)
    assert (now.status, now.done, now.error) == (JobStatus.RUNNING, 8, "")


# -- what becomes of it ---------------------------------------------------------------------------


def test_a_failure_is_recorded_and_what_it_wrote_undone(
    app: Flask, db_session: Db, kind: Register
) -> None:
    def fail(job: Job, progress: Progress) -> None:
        storage.store(b"half", name="half.pdf", mimetype="application/pdf")
        raise ValueError("no paper " + "x" * 600)

    job_id = start(kind(fail))
    tasks.run(job_id)
    failed = job(job_id)
    assert failed.status == JobStatus.FAILED
    assert failed.error.startswith("ValueError: no paper xxx")
    assert len(failed.error) <= 500
    assert failed.finished_at == NOW
    assert db_session.scalars(select(storage.StoredFile)).all() == []
    assert tasks.pending_ids() == [], "a failure is told, not tried again in silence"


def test_an_unknown_kind_is_a_failure_too(app: Flask, db_session: Db) -> None:
    job_id = start("test.nobody")
    tasks.run(job_id)
    assert job(job_id).status == JobStatus.FAILED


def test_progress_is_seen_by_others_while_it_runs_and_the_end_always_told(
    app: Flask, db_session: Db, kind: Register
) -> None:
    seen = []

    def work(job: Job, progress: Progress) -> None:
        for done in range(1, 501):
            progress(done, 500)
            if done in (1, 2, 500):
                thread = threading.Thread(target=look, args=(job.id,))
                thread.start()
                thread.join(10)

    def look(job_id: int) -> None:
        with app.app_context():
            row = db.session.get_one(Job, job_id)
            seen.append((row.status, row.done, row.total))

    job_id = start(kind(work))
    tasks.run(job_id)
    # The second is swallowed: a write costs a commit.
    assert seen == [("running", 1, 500), ("running", 1, 500), ("running", 500, 500)]
    assert job(job_id).is_over


def test_a_file_is_attached(app: Flask, db_session: Db, kind: Register) -> None:
    def make(job: Job, progress: Progress) -> None:
        with transaction():
            file = storage.store(b"%PDF", name="list.pdf", mimetype="application/pdf")
            tasks.attach(job, file)

    job_id = start(kind(make))
    tasks.run(job_id)
    file = job(job_id).file
    assert file is not None
    with file.open() as stream:
        assert (file.name, file.size, stream.read()) == ("list.pdf", 4, b"%PDF")


def test_one_waiting_job_does_for_all(app: Flask, db_session: Db, kind: Register) -> None:
    name = kind(lambda job, progress: None)
    with transaction():
        tasks.start_once(name, at=NOW)
        tasks.start_once(name, at=NOW)
    assert len(db_session.scalars(select(Job)).all()) == 1
    tasks.run_pending()
    with transaction():
        tasks.start_once(name, at=NOW)
    assert len(db_session.scalars(select(Job)).all()) == 2


def test_what_runs_each_minute_and_fails_stops_nothing_else(
    app: Flask, db_session: Db, kind: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = []

    def broken() -> None:
        ran.append("broken")
        raise RuntimeError("no table")

    monkeypatch.setattr(tasks, "_periodic", [broken, lambda: ran.append("next")])
    start(kind(lambda job, progress: ran.append("job")))
    assert tasks.run_pending() == 1
    assert ran == ["broken", "next", "job"]


def test_what_may_wait_runs_as_the_worker_starts_and_once_an_hour(
    make_app: MakeApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran: list[str] = []
    monkeypatch.setattr(tasks, "_periodic", [lambda: ran.append("minute")])
    monkeypatch.setattr(tasks, "_hourly", [lambda: ran.append("hour")])
    app = make_app()
    sweep = app.extensions["fairapp_tasks"]["sweep"].call_local
    for minutes in (7, 8, 66, 67, 68):
        with clock.stopped(NOW + timedelta(minutes=minutes)):
            sweep()
    assert ran == ["hour", *["minute"] * 3, "hour", *["minute"] * 2]
    # Asked for by hand, all of it is done.
    ran.clear()
    with app.app_context():
        tasks.run_pending()
    assert ran == ["hour", "minute"]


# -- from a request to the worker -----------------------------------------------------------------


@pytest.fixture
def asking(make_app: MakeApp) -> Flask:
    """An application with `POST /ask/<status>`, which starts a job and answers so."""
    app = make_app()

    @app.post("/ask/<int:status>", endpoint="ask")
    @public
    def ask(status: int) -> tuple[str, int]:
        tasks.start("test.probe", event_id=None, params={}, actor=None, at=NOW)
        return "", status

    return app


def test_a_job_is_queued_with_the_request_or_not_at_all(
    asking: Flask, db_session: Db, kind: Register
) -> None:
    kind(lambda job, progress: None)
    huey = asking.extensions["fairapp_tasks"]["huey"]
    asking.test_client().post("/ask/422")
    assert (len(huey), db_session.scalars(select(Job)).all()) == (0, [])
    db_session.rollback()
    asking.test_client().post("/ask/202")
    assert (len(huey), len(db_session.scalars(select(Job)).all())) == (1, 1)


def test_a_queue_that_is_away_loses_no_job(
    make_app: MakeApp, db_session: Db, kind: Register
) -> None:
    ran = []
    name = kind(lambda job, progress: ran.append(job.id))
    away = make_app(QUEUE_URL="redis://127.0.0.1:1/0")
    db_session.commit()
    with away.app_context():
        job_id = start(name)
        tasks.run_pending()
    assert ran == [job_id]
    assert job(job_id).status == JobStatus.DONE


@pytest.fixture
def live_worker(
    app: Flask, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], None]]:
    """Call it with a queue's address ("" for the embedded one) for a worker process."""
    started: list[Process] = []

    def start_worker(queue_url: str) -> None:
        environment = {
            **os.environ,
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "DATA_DIR": str(app.config["DATA_DIR"]),
            "SECRET_KEY": str(app.config["SECRET_KEY"]),
            "QUEUE_URL": queue_url,
            "FAIR_NOW": NOW.isoformat(),
        }
        command = [sys.executable, "-m", "flask", "--app", "wsgi", "worker"]
        log = tmp_path_factory.mktemp("worker") / "worker.log"
        started.append(Process(command, log=log, env=environment))

    yield start_worker
    for process in started:
        process.close()


def the_job(db_session: Db) -> tuple[str, int]:
    db_session.rollback()
    row = db_session.scalars(select(Job)).one()
    return row.status, row.attempts


def wait_for(condition: Callable[[], bool]) -> None:
    done = threading.Event()
    for _ in range(600):
        if condition():
            return
        done.wait(0.05)
    raise AssertionError("it did not happen within 30 s")


@pytest.mark.parametrize("queue", ["sqlite", "redis"])
def test_a_job_travels_from_a_request_to_a_worker_process(
    make_app: MakeApp,
    app: Flask,
    db_session: Db,
    live_worker: Callable[[str], None],
    request: pytest.FixtureRequest,
    queue: str,
) -> None:
    """The outbox's own job, for the worker knows no handler of a test."""
    url = request.getfixturevalue("redis_url") if queue == "redis" else ""
    web = make_app(QUEUE_URL=url)

    @web.post("/ask", endpoint="ask")
    @public
    def ask() -> str:
        tasks.start("messages.send", event_id=None, params={}, actor=None, at=NOW)
        return ""

    huey = web.extensions["fairapp_tasks"]["huey"]
    assert web.test_client().post("/ask").status_code == 200
    assert (len(huey), the_job(db_session)) == (1, (JobStatus.QUEUED, 0))
    live_worker(url)
    wait_for(lambda: len(huey) == 0 and the_job(db_session)[0] == JobStatus.DONE)
    assert the_job(db_session) == (JobStatus.DONE, 1)
