"""What the worker does for lost passes: it sends codes, and forgets them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, JobStatus, Progress
from fairapp.events.models import Event
from fairapp.registration.recovery import actions, rules


@tasks.handler(actions.SEND)
def send_code(job: Job, _progress: Progress) -> None:
    """Send the code to the contact that was typed, and forget the contact."""
    with transaction():
        params = job.params
        if not params:
            return
        event = db.session.get_one(Event, job.event_id)
        actions.send(event, **params, at=clock.now())
        job.params = {}


@tasks.every_minute
def forget_old() -> None:
    """Codes serve for minutes; jobs that failed for good must not keep a contact either."""
    at = clock.now()
    with transaction():
        actions.forget_old(at=at)
        _forget_contacts(before=at - rules.KEPT_FOR)


def _forget_contacts(*, before: datetime) -> None:
    # A job that is done has forgotten its own.
    left = (Job.kind == actions.SEND) & (Job.created_at < before) & (Job.status != JobStatus.DONE)
    db.session.execute(update(Job).where(left).values(params={}))
