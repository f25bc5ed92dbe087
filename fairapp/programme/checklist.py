"""The line of the checklist about the programme."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, select

from fairapp.core.db import db
from fairapp.events.checklist import Item, When, check, checklist_part
from fairapp.events.models import Event
from fairapp.programme.models import Session


@checklist_part
def programme_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """Whether the public sees a session."""
    shown = check(db.session.scalar(select(exists().where(Session.event_id == event.id))))
    yield Item(When.EVE, shown, _l("Programme published"), "releases.index")
