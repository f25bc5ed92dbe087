"""What the worker does for seats: writes to everybody whose sessions a version changes.

Four hundred letters take seconds, in which no gate could record a scan: so a few at a time, and not
while somebody waits for the page.
"""

from __future__ import annotations

from fairapp.core import clock, tasks
from fairapp.core.db import db, transaction
from fairapp.core.tasks import Job, Progress
from fairapp.programme.releases.models import Release
from fairapp.programme.releases.queries import names
from fairapp.registration.signups import changes
from fairapp.registration.signups.listeners import TELL

_AT_ONCE = 25


@tasks.handler(TELL)
def tell_changes(job: Job, progress: Progress) -> None:
    """Write the letters of a version; run again, it goes on where it was."""
    release_id = job.params["release"]
    ids = changes.people(db.session.get_one(Release, release_id))
    for start in range(0, len(ids), _AT_ONCE):
        with transaction():
            release = db.session.get_one(Release, release_id)
            some = ids[start : start + _AT_ONCE]
            changes.tell(release, some, names(release.event), at=clock.now())
        progress(min(start + _AT_ONCE, len(ids)), len(ids))
