"""What the worker does for announcements: it writes the messages, some at a time."""

from __future__ import annotations

from sqlalchemy import select

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, Progress
from fairapp.registration.announcements import queries, writing
from fairapp.registration.announcements.actions import STOPPED, WRITE
from fairapp.registration.announcements.models import Announcement

# People a transaction: few enough for the gates to get their turn in between.
BATCH = 100


@tasks.handler(WRITE)
def write_messages(job: Job, progress: Progress) -> None:
    """Write to everybody who is meant. Safe to begin again: each message is written once."""
    job_id, key, done = job.id, job.params["announcement"], 0
    total = db.session.get_one(Announcement, key).recipients
    last: int | None = 0
    while last is not None:
        last, count = _write_some(job_id, key, after=last)
        done += count
        progress(min(done, total), total)


def _write_some(job_id: int, key: int, *, after: int) -> tuple[int | None, int]:
    """Write to a batch; the last one's id, None when nobody is left, and how many they were."""
    with transaction():
        # Whoever takes the announcement back waits for this row, and then sees what was written.
        job = select(Job.params).where(Job.id == job_id).with_for_update()
        announcement = db.session.get(Announcement, key)
        if announcement is None or STOPPED in (db.session.scalar(job) or {}):
            return None, 0
        people = db.session.scalars(queries.meant(announcement, after=after).limit(BATCH)).all()
        for person in people:
            writing.queue(announcement, person, at=clock.now())
        return (people[-1].id if people else None), len(people)
