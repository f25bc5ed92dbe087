"""What badges hold of participants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, literal, select

from fairapp.badges.queries import BATCH
from fairapp.core.personal import Stage, holds, impersonal, mentions, shows_people
from fairapp.core.storage import StoredFile
from fairapp.core.tasks import Job

_BADGES = _l("Badges")

# A digest of what it said, which the name can be tried against.
holds("printed_badge", _BADGES, Stage.EVIDENCE, {"face": ""}, person="badge_id", through="badge")
mentions("badge", _BADGES, "revoked_reason")
impersonal("badge", "token")
impersonal("badge_printing")
impersonal("badge_design")


@shows_people
def sheets(event_id: int, stages: Collection[Stage], since: datetime | None) -> Select[Any]:
    """Sheets of badges: they are made again in seconds."""
    query = (
        select(Job.file_id)
        .join(StoredFile, StoredFile.id == Job.file_id)
        .where(Job.event_id == event_id, Job.kind == BATCH, literal(Stage.FILES in stages))
    )
    return query if since is None else query.where(StoredFile.created_at >= since)
