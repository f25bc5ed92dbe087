"""What the worker does for reports: attendance lists."""

from __future__ import annotations

from flask_babel import force_locale

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.storage import store
from fairapp.core.tasks import Job, Progress
from fairapp.events.models import Event
from fairapp.reports import attendance_pdf
from fairapp.reports.attendance import attendance_list
from fairapp.reports.queries import ATTENDANCE, Choice


@tasks.handler(ATTENDANCE)
def make_attendance_list(job: Job, progress: Progress) -> None:
    """Read the scans as they are now, set the list, store it and attach it to the job."""
    job_id, made_by, params = job.id, job.created_by_name, dict(job.params)
    event_id, choice = job.event_id, Choice.of(job)
    event = db.session.get_one(Event, event_id)
    day = event.day_number(choice.day)
    if day is None:
        raise LookupError(f"fair {event_id} has no day {choice.day}")
    name = f"{event.slug}-presence-{day.date.isoformat()}.pdf"
    with force_locale(choice.language):
        listed = attendance_list(event, day, grouping=choice.grouping, contacts=choice.contacts)
        progress(0, len(listed.people))
        pdf = attendance_pdf.render(listed, made_at=clock.now(), made_by=made_by, progress=progress)
    params |= {"people": len(listed.people), "sha256": listed.fingerprint}
    with transaction():
        file = store(pdf, name=name, mimetype="application/pdf", event_id=event_id)
        job = db.session.get_one(Job, job_id)
        job.params = params
        tasks.attach(job, file)
