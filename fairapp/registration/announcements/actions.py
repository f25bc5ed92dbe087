"""An announcement is sent, taken back, sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import update

from fairapp.core import audit, messages, tasks
from fairapp.core.audit import Actor
from fairapp.core.db import db, insert_once
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message
from fairapp.core.tasks import Job, JobStatus
from fairapp.events.models import Event
from fairapp.registration.announcements import queries, rules
from fairapp.registration.announcements.audience import Audience
from fairapp.registration.announcements.models import Announcement

WRITE = "announcements.write"
# In a job's params: the team took the announcement back while it was being written.
STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Words:
    """What is said."""

    subject: LocalizedText
    body: LocalizedText


def announce(
    event: Event,
    words: Words,
    audience: Audience,
    *,
    submission_key: str,
    actor: Actor | None,
    at: datetime,
) -> Announcement:
    """Send `words` to everybody whom `audience` means; the worker writes the messages.

    The same `submission_key` gives back what was sent the first time. DomainError of `rules.check`;
    `nobody`; `sent_before` when the key has sent other words, or to others.
    """
    rules.check(words.subject, words.body)
    recipients = queries.count(event, audience, at=at)
    if not recipients:
        raise DomainError("nobody", _l("Nobody is meant: choose differently."), field="standings")
    values = {
        "event_id": event.id,
        "subject": words.subject,
        "body": words.body,
        "audience": audience.as_dict(),
        "recipients": recipients,
        "submission_key": submission_key,
        "created_by": actor.id if actor else None,
        "created_by_name": actor.name if actor else "",
        "created_at": at,
    }
    is_new = insert_once(Announcement, values, key="submission_key")
    announcement = queries.sent_with(submission_key)
    if is_new:
        _start(announcement, actor=actor, at=at)
        details = {"people": recipients, "audience": announcement.audience}
        audit.record("announcement.sent", announcement, at=at, actor=actor, details=details)
    elif not _is_same(announcement, event, words, audience):
        raise DomainError(
            "sent_before",
            _l(
                "This page has already sent an announcement, with the words as they were then."
                " If this is to be another one, look at the preview again and send it."
            ),
        )
    return announcement


def take_back(announcement: Announcement, *, actor: Actor | None, at: datetime) -> int:
    """Keep back what has not left, written or not; returns how many messages were written."""
    # The job's row first: a batch that is being written ends before us, and none comes after.
    stopped = update(Job).where(Job.id == announcement.job_id, Job.status != JobStatus.DONE)
    db.session.execute(stopped.values(params=_params(announcement, **{STOPPED: True})))
    count = messages.take_back(Message.announcement_id == announcement.id)
    details = {"messages": count}
    audit.record("announcement.taken_back", announcement, at=at, actor=actor, details=details)
    return count


def send_again(announcement: Announcement, *, actor: Actor | None, at: datetime) -> int:
    """Queue what failed, or waited for its channel, anew; returns how many messages."""
    count = messages.try_again(Message.announcement_id == announcement.id, at=at)
    if count:
        details = {"messages": count}
        audit.record("announcement.sent_again", announcement, at=at, actor=actor, details=details)
    return count


def resume(announcement: Announcement, *, actor: Actor | None, at: datetime) -> None:
    """Go on writing after the work has failed; nothing otherwise."""
    job = db.session.get(Job, announcement.job_id) if announcement.job_id else None
    if job is None or (job.status == JobStatus.FAILED and STOPPED not in job.params):
        _start(announcement, actor=actor, at=at)


def _start(announcement: Announcement, *, actor: Actor | None, at: datetime) -> None:
    params = _params(announcement)
    job = tasks.start(WRITE, event_id=announcement.event_id, params=params, actor=actor, at=at)
    announcement.job_id = job.id


def _params(announcement: Announcement, **more: Any) -> dict[str, Any]:
    return {"announcement": announcement.id, **more}


def _is_same(sent: Announcement, event: Event, words: Words, audience: Audience) -> bool:
    said = (sent.event_id, sent.subject, sent.body, sent.audience)
    return said == (event.id, words.subject, words.body, audience.as_dict())
