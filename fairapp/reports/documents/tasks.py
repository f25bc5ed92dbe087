"""What the worker does for documents."""

from __future__ import annotations

from flask_babel import force_locale

from fairapp.core import tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, Progress
from fairapp.events.models import Event
from fairapp.reports.documents import actions, evidence, kinds, queries, standing
from fairapp.reports.documents.queries import DOCUMENT


@tasks.handler(DOCUMENT)
def make_document(job: Job, progress: Progress) -> None:
    """Read the scans as they are now, make the file, and issue it under its number.

    A worker that died after issuing has left nothing to do.
    """
    job_id, event_id, made_by = job.id, job.event_id, job.created_by_name
    params = dict(job.params)
    if queries.of_job(job_id) is not None:
        return
    kind = kinds.find(params["kind"])
    if kind is None or event_id is None:
        raise LookupError(f"job {job_id} asks for a document of kind {params['kind']}")
    with force_locale(params["language"]), evidence.one_moment():
        event = db.session.get_one(Event, event_id)
        taken = evidence.take(event, made_by=made_by)
        title = f"{kind.title} – {kind.describe(event, params['choice'])}".removesuffix(" – ")
        made = kind.make(event, params["choice"], taken, progress)
    with transaction():
        event = db.session.get_one(Event, event_id)
        with force_locale(params["language"]):
            standing.check_issue(event, params["kind"], params["choice"], made.digest)
        actions.issue(event_id, job_id, title[:300], taken, made)
