"""The lines of the checklist about registrations and what is written to people."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import func, select

from fairapp.core.db import db
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.checklist import Item, When, check, checklist_part, left
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Status


@checklist_part
def registrations_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """What waits for a decision, and messages that did not arrive."""
    pending = _count(Registration, Registration.status == Status.PENDING, event)
    note = left(pending)
    answered = _l("Every registration answered")
    yield Item(When.OPEN, check(not pending), answered, "moderation.queue", note)
    failed = _count(Message, Message.status == MessageStatus.FAILED, event)
    note = left(failed)
    sent = _l("No message that could not be sent")
    values = {"status": MessageStatus.FAILED}
    yield Item(When.OPEN, check(not failed), sent, "announcements.index", note, values)


def _count(model: Any, condition: Any, event: Event) -> int:
    query = select(func.count()).select_from(model).where(model.event_id == event.id, condition)
    return db.session.scalar(query) or 0
