"""What the worker does about duplicates: searches big fairs for them."""

from __future__ import annotations

from fairapp.core import clock, tasks
from fairapp.core.db import transaction
from fairapp.core.tasks import Job, Progress
from fairapp.registration.duplicates import searches


@tasks.handler(searches.SEARCH)
def search(job: Job, progress: Progress) -> None:
    """Look at everybody anew; once more changes nothing."""
    if job.event_id is not None:
        searches.search(job.event_id, at=clock.now(), progress=progress)


@tasks.every_minute
def search_what_changed() -> None:
    """Begin with the fairs whose registrations have changed."""
    at = clock.now()
    for event_id in searches.due(at):
        with transaction():
            searches.start(event_id, actor=None, at=at)
