"""Verbs that bring a fair from draft to public, open and close its registration, and end it.

Each has its way back, and none touches people: whoever is registered stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.actions import assign, end_of
from fairapp.events.models import Event


def publish(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Let the public find the fair; registration opens when it was set to."""
    _refuse_closed(event)
    _change(event, "event.published", {"published_at": event.published_at or at}, actor, at)


def withdraw(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """A draft again: the public finds nothing, and passes that were given stay."""
    _refuse_closed(event)
    _change(event, "event.withdrawn", {"published_at": None}, actor, at)


def open_registration(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Public, and open from now on, to the end of the fair unless an end to come was set.

    DomainError `event_over`, `event_closed`; `no_category` when the form would offer none.
    """
    _refuse_closed(event)
    if not any(category.is_open for category in event.categories):
        raise DomainError(
            "no_category",
            _l("No category can be chosen on the form: open one of them to all first."),
        )
    end = end_of(event, event.days[-1].date)
    if end <= at:
        raise DomainError("event_over", _l("The days of this fair are over: set others first."))
    opens, closes = event.registration_opens_at, event.registration_closes_at
    values = {
        "published_at": event.published_at or at,
        "registration_opens_at": at if opens is None or opens > at else opens,
        "registration_closes_at": end if closes is not None and closes <= at else closes,
    }
    _change(event, "event.registration_opened", values, actor, at)


def close_registration(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """Nobody registers online from now on; the reception still does."""
    values = {"registration_closes_at": at}
    if event.registration_opens_at is not None and event.registration_opens_at > at:
        # It had not opened yet, and does not open by itself any more.
        values["registration_opens_at"] = at
    _change(event, "event.registration_closed", values, actor, at)


def close(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """The fair is over. Scans that phones still have to send are taken as ever."""
    _change(event, "event.closed", {"closed_at": event.closed_at or at}, actor, at)


def reopen(event: Event, *, actor: Actor | None, at: datetime) -> None:
    """As it was before it was closed."""
    _change(event, "event.reopened", {"closed_at": None}, actor, at)


def _refuse_closed(event: Event) -> None:
    if event.closed_at is not None:
        raise DomainError("event_closed", _l("This fair is closed. Open it again first."))


def _change(
    event: Event, act: str, values: Mapping[str, datetime | None], actor: Actor | None, at: datetime
) -> None:
    if details := assign(event, values):
        db.session.flush()
        audit.record(act, event, at=at, actor=actor, event_id=event.id, details=details)
