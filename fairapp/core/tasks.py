"""Work that outlives a request: a row that tells how far it is, and huey to carry it to the worker.

A feature registers a handler by kind and starts a job inside its own transaction:

    @handler("badges.sheets")
    def make_sheets(job: Job, progress: Progress) -> None: ...

    start("badges.sheets", event_id=event.id, params={"layout": "a7x8"}, actor=user, at=now())

Only the job's id travels through the queue, after the commit; a sweep finds what got lost between
commit and queue, and jobs whose worker died. Handlers must be safe to run twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, cast

from flask import Flask, Response, current_app, jsonify
from huey import RedisHuey, SqliteHuey, crontab
from huey.api import Huey
from sqlalchemy import JSON, ForeignKey, String, Update, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column, relationship

from fairapp.core import clock
from fairapp.core.audit import Actor
from fairapp.core.callbacks import after_commit
from fairapp.core.db import Model, UTCDateTime, db, transaction
from fairapp.core.storage import StoredFile

log = logging.getLogger(__name__)

# A worker that has not reported for so long is taken for dead and its job is claimed again.
STALE_AFTER = timedelta(minutes=2)
# How often progress is written at most, in seconds; a write costs a commit.
REPORT_EVERY = 0.4
MAX_ATTEMPTS = 3

Progress = Callable[[int, int], None]
Handler = Callable[["Job", Progress], None]
_handlers: dict[str, Handler] = {}
_periodic: list[Callable[[], object]] = []
_hourly: list[Callable[[], object]] = []
_HOUR = timedelta(hours=1)


class InterruptedWorkError(Exception):
    """What a handler relied on has ended, through no fault of the job: it begins again."""


class JobStatus(StrEnum):
    """Life of a job."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class Job(Model):
    """One piece of long work: `done` of `total` steps, and the file it made."""

    __tablename__ = "job"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(60))
    params: Mapped[dict[str, Any]] = mapped_column(JSON)
    status: Mapped[str] = mapped_column(String(10), default=JobStatus.QUEUED, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    error: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id", ondelete="SET NULL"))
    created_by: Mapped[int | None]
    created_by_name: Mapped[str] = mapped_column(String(200), default="")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    finished_at: Mapped[datetime | None] = mapped_column(UTCDateTime)

    file: Mapped[StoredFile | None] = relationship()

    @property
    def is_over(self) -> bool:
        """Whether it is done or failed for good."""
        return self.status in {JobStatus.DONE, JobStatus.FAILED}


def progress_answer(job: Job) -> Response:
    """`{done, total, over}`, for a page that waits (`js/ui/progress.js`)."""
    response = jsonify(done=job.done, total=job.total, over=job.is_over)
    response.headers["Cache-Control"] = "no-store"
    return response


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Register what runs jobs of `kind` in the worker."""

    def register(function: Handler) -> Handler:
        _handlers[kind] = function
        return function

    return register


def every_minute(function: Callable[[], object]) -> Callable[[], object]:
    """Register what the worker calls each minute; it must be safe to call at any time."""
    _periodic.append(function)
    return function


def every_hour(function: Callable[[], object]) -> Callable[[], object]:
    """The same for what is long to look at and may wait: once an hour, and when a worker starts."""
    _hourly.append(function)
    return function


def start(
    kind: str, *, event_id: int | None, params: dict[str, Any], actor: Actor | None, at: datetime
) -> Job:
    """Add a job to the present transaction; it is queued when that commits."""
    job = Job(
        kind=kind,
        event_id=event_id,
        params=params,
        created_by=actor.id if actor else None,
        created_by_name=actor.name if actor else "",
        created_at=at,
    )
    db.session.add(job)
    db.session.flush()
    job_id = job.id
    after_commit(lambda: enqueue(job_id))
    return job


def start_once(kind: str, *, at: datetime) -> None:
    """Like `start`, for work that one waiting job does for all: nothing when one waits already."""
    waiting = select(Job.id).where(Job.kind == kind, Job.status == JobStatus.QUEUED).limit(1)
    if db.session.scalar(waiting) is None:
        start(kind, event_id=None, params={}, actor=None, at=at)


def enqueue(job_id: int) -> None:
    """Hand the job to the worker. A queue that is away is no error: the sweep comes by."""
    try:
        _extension()["run"](job_id)
    except Exception:
        log.exception("job %s could not be queued; the sweep will find it", job_id)


def run(job_id: int) -> None:
    """Run one job, if nobody else has claimed it; called by the worker."""
    attempt = _claim(job_id)
    if attempt is None:
        return
    job = db.session.get_one(Job, job_id)
    kind = job.kind
    try:
        _handlers[kind](job, _reporter(job_id, attempt))
    except InterruptedWorkError as error:
        log.warning("job %s (%s) was interrupted: %s", job_id, kind, error)
        db.session.rollback()
        _begin_again(job_id, attempt, str(error))
    except Exception as error:
        log.exception("job %s (%s) failed", job_id, kind)
        db.session.rollback()
        _finish(job_id, attempt, JobStatus.FAILED, error=f"{type(error).__name__}: {error}"[:500])
    else:
        _finish(job_id, attempt, JobStatus.DONE)


def attach(job: Job, file: StoredFile) -> None:
    """Set the file that a job made; the handler commits it with `core.db.transaction`."""
    db.session.execute(update(Job).where(Job.id == job.id).values(file_id=file.id))


def pending_ids() -> list[int]:
    """Jobs that wait, and jobs whose worker has not reported for `STALE_AFTER`, oldest first."""
    stale = clock.now() - STALE_AFTER
    query = (
        select(Job.id)
        .where(
            or_(
                Job.status == JobStatus.QUEUED,
                (Job.status == JobStatus.RUNNING) & (Job.heartbeat_at < stale),
            )
        )
        .order_by(Job.id)
    )
    return list(db.session.scalars(query))


def run_pending(*, hourly: bool = True) -> int:
    """Run all that waits, in this process; what `fair worker --once` does. Returns how many."""
    for function in (*(_hourly if hourly else ()), *_periodic):
        try:
            function()
        except Exception:
            log.exception("%s failed; the rest goes on", getattr(function, "__name__", function))
            db.session.rollback()
    _give_up()
    ids = pending_ids()
    for job_id in ids:
        run(job_id)
    return len(ids)


def init_app(app: Flask) -> None:
    """Make the queue: embedded SQLite, or Redis when QUEUE_URL says so."""
    huey = _make_huey(app)

    def run_job(job_id: int) -> None:
        with app.app_context():
            run(job_id)

    latest: datetime | None = None

    def sweep() -> None:
        nonlocal latest
        with app.app_context():
            at = clock.now()
            is_turn = latest is None or not timedelta(0) <= at - latest < _HOUR
            latest = at if is_turn else latest
            run_pending(hourly=is_turn)

    app.extensions["fairapp_tasks"] = {
        "huey": huey,
        "run": huey.task(name="run_job")(run_job),
        "sweep": huey.periodic_task(crontab(), name="sweep")(sweep),
    }


def consumer(app: Flask, *, workers: int = 2) -> Any:
    """The worker: `.run()` blocks until SIGINT or SIGTERM."""
    huey = app.extensions["fairapp_tasks"]["huey"]
    return huey.create_consumer(workers=workers, periodic=True, max_delay=1.0)


def _make_huey(app: Flask) -> Huey:
    url = app.config["QUEUE_URL"]
    if url:
        return cast(Huey, RedisHuey("fairapp", url=url, results=False))
    path = Path(app.config["DATA_DIR"]) / "queue.db"
    return cast(Huey, SqliteHuey("fairapp", filename=str(path), results=False))


def _extension() -> dict[str, Any]:
    return cast(dict[str, Any], current_app.extensions["fairapp_tasks"])


def _claim(job_id: int) -> int | None:
    """Which attempt this is; None when the job is not to be had."""
    at = clock.now()
    with transaction():
        claimed = update(Job).where(
            Job.id == job_id,
            Job.attempts < MAX_ATTEMPTS,
            or_(
                Job.status == JobStatus.QUEUED,
                (Job.status == JobStatus.RUNNING) & (Job.heartbeat_at < at - STALE_AFTER),
            ),
        )
        values = {"status": JobStatus.RUNNING, "heartbeat_at": at, "attempts": Job.attempts + 1}
        result = db.session.execute(claimed.values(values))
        if cast(CursorResult[Any], result).rowcount != 1:
            return None
        return db.session.scalar(select(Job.attempts).where(Job.id == job_id))


def _give_up() -> None:
    """Tell of a job that has taken its worker with it at each attempt."""
    at = clock.now()
    with transaction():
        dead = (Job.status == JobStatus.RUNNING) & (Job.heartbeat_at < at - STALE_AFTER)
        error = f"its worker stopped {MAX_ATTEMPTS} times"
        values = {"status": JobStatus.FAILED, "error": error, "finished_at": at}
        db.session.execute(update(Job).where(dead, Job.attempts >= MAX_ATTEMPTS).values(values))


def _reporter(job_id: int, attempt: int) -> Progress:
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        if done < total and time.monotonic() - last < REPORT_EVERY:
            return
        last = time.monotonic()
        with transaction():
            values = {"done": done, "total": total, "heartbeat_at": clock.now()}
            db.session.execute(_own(job_id, attempt).values(values))

    return report


def _finish(job_id: int, attempt: int, status: JobStatus, *, error: str = "") -> None:
    with transaction():
        values = {"status": status, "error": error, "finished_at": clock.now()}
        db.session.execute(_own(job_id, attempt).values(values))


def _begin_again(job_id: int, attempt: int, error: str) -> None:
    """At once, as long as it may be tried."""
    if attempt >= MAX_ATTEMPTS:
        _finish(job_id, attempt, JobStatus.FAILED, error=error)
        return
    with transaction():
        values = {"status": JobStatus.QUEUED, "done": 0}
        db.session.execute(_own(job_id, attempt).values(values))
    run(job_id)


def _own(job_id: int, attempt: int) -> Update:
    # A worker that was thought dead must not speak for the one that took its job over.
    return update(Job).where(
        Job.id == job_id, Job.attempts == attempt, Job.status == JobStatus.RUNNING
    )
