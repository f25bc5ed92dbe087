"""What the worker does for printing: documents of large programmes."""

from __future__ import annotations

from flask_babel import force_locale

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.storage import store
from fairapp.core.tasks import Job, Progress
from fairapp.events.models import Event
from fairapp.programme.printing.documents import Choice, make
from fairapp.programme.printing.queries import PRINTING


@tasks.handler(PRINTING)
def print_document(job: Job, progress: Progress) -> None:
    """Make the document of the programme as it is now, store it and attach it to the job."""
    job_id, event_id, params = job.id, job.event_id, dict(job.params)
    event = db.session.get_one(Event, event_id)
    choice = Choice.of(params)
    name = f"{event.slug}-{choice.file_name}"
    with force_locale(choice.language):
        printed = make(
            event, choice, address=params["address"], made_at=clock.now(), progress=progress
        )
    with transaction():
        file = store(printed.pdf, name=name, mimetype="application/pdf", event_id=event_id)
        job = db.session.get_one(Job, job_id)
        job.params = params | {"shortened": len(printed.shortened)}
        tasks.attach(job, file)
