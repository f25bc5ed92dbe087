"""The lines of the checklist about gates and what was scanned there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy import func, select

from fairapp.checkin.models import Device
from fairapp.checkin.review import queries as review
from fairapp.core.db import db
from fairapp.events.checklist import Item, When, check, checklist_part, left
from fairapp.events.models import Event


@checklist_part
def gates_on_checklist(event: Event, at: datetime) -> Iterable[Item]:
    """Phones that scan; scans that are still on them; scans that somebody should look at."""
    working, waiting = db.session.execute(
        select(
            func.count().filter(Device.enrolled_at.is_not(None), Device.revoked_at.is_(None)),
            func.coalesce(func.sum(Device.waiting), 0),
        ).where(Device.event_id == event.id)
    ).one()
    yield Item(When.EVE, check(working), _l("Phones that scan"), "phones.index")
    note = left(waiting or 0)
    sent = _l("No scan left on a phone")
    yield Item(When.DURING, check(not waiting), sent, "phones.index", note)
    odd = sum(review.counts(event).values())
    note = ngettext("%(num)d scan to check", "%(num)d scans to check", odd) if odd else ""
    yield Item(When.AFTER, check(not odd), _l("Scans looked through"), "review.index", note)
