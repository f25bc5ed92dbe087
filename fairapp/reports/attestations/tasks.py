"""What the worker does for attestations: tells everybody by e-mail, some at a time."""

from __future__ import annotations

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, Progress
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.attestations import actions, letters, listing
from fairapp.reports.attestations.sending import KIND

BATCH = 50


@tasks.handler(KIND)
def tell_all(job: Job, progress: Progress) -> None:
    """Issue and tell, in batches; taken up again, it goes on with whoever has not been told."""
    event = db.session.get_one(Event, job.event_id)
    waiting, before = listing.to_tell(event, listing.rows(event)), job.done
    total = before + len(waiting)
    progress(before, total)
    for start in range(0, len(waiting), BATCH):
        stretch = waiting[start : start + BATCH]
        with transaction():
            at = clock.now()
            for row in stretch:
                attestation = actions.issue_row(event, row, at=at)
                person = db.session.get_one(Registration, row.registration_id)
                letters.tell(person, attestation, at=at)
        progress(before + start + len(stretch), total)
