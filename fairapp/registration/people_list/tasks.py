"""What the worker does for many people at a time, some in each transaction."""

from __future__ import annotations

from fairapp.core import tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, Progress
from fairapp.registration.people_list import batches
from fairapp.registration.people_list.models import Batch

# People a transaction: few enough for the gates to get their turn in between.
PORTION = 25


@tasks.handler(batches.RUN)
def carry_out(job: Job, progress: Progress) -> None:
    """Do it, or take it back; safe to begin again, since each person says what became of them."""
    key = job.params["batch"]
    total, done = batches.left(db.session.get_one(Batch, key)), 0
    count = 1
    while count:
        with transaction():
            count = batches.some(db.session.get_one(Batch, key), PORTION)
        done += count
        progress(done, total)
