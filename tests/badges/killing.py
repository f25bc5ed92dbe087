"""A worker that is killed while it makes sheets, and another that comes after it."""

from __future__ import annotations

import os
import subprocess
import time
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

import pypdfium2

from fairapp.core.db import db
from fairapp.core.tasks import STALE_AFTER, Job, JobStatus
from fairapp.processes import WORKER


def kill_in_the_middle(job_id: int, environment: Mapping[str, str], at: datetime) -> int:
    """Start a worker, and kill it with the first sheets made; how many badges it had got to."""
    worker = _worker(environment, at)
    try:
        while not (done := _job(job_id).done):
            if worker.poll() is not None:
                raise RuntimeError("the worker ended before anybody could kill it")
            time.sleep(0.005)
    finally:
        worker.kill()
        worker.wait()
    job = _job(job_id)
    if job.status != JobStatus.RUNNING:
        raise RuntimeError(f"the worker was too quick: the batch is {job.status}")
    return done


def finish(job_id: int, environment: Mapping[str, str], at: datetime) -> Job:
    """What a worker makes of it that starts when the first is taken for dead."""
    worker = _worker(environment, at + STALE_AFTER + timedelta(minutes=1))
    worker.wait()
    return _job(job_id)


def printed(job: Job) -> Counter[str]:
    """How often each badge's code in clear is on the sheets."""
    if job.file is None:
        raise RuntimeError("there are no sheets")
    words: Counter[str] = Counter()
    document = pypdfium2.PdfDocument(job.file.path)
    for page in document:
        text = page.get_textpage()
        words.update(text.get_text_bounded().split())
    return words


def _worker(environment: Mapping[str, str], at: datetime) -> subprocess.Popen[bytes]:
    env = {**os.environ, **environment, "FAIR_NOW": at.isoformat()}
    return subprocess.Popen([*WORKER, "--once"], env=env, stdout=subprocess.DEVNULL)


def _job(job_id: int) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)
