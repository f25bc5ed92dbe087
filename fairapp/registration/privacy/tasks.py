"""What the worker does: each minute erasures whose grace is over, and the database written anew
without what has gone; each hour delays that have ended, and a letter to the organisers a week
before."""

from __future__ import annotations

import logging
from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import select, true, update

from fairapp.accounts.models import Membership, Role, User
from fairapp.core import clock, messages, personal, scrubbing, tasks
from fairapp.core.addresses import absolute
from fairapp.core.db import db, transaction
from fairapp.core.i18n import DEFAULT
from fairapp.events.models import Event
from fairapp.registration.privacy import actions, expiring, marks, queries, rules
from fairapp.registration.privacy.models import Erasure, RetentionRun
from fairapp.registration.privacy.words import STAGES

log = logging.getLogger(__name__)


@tasks.every_minute
def carry_out() -> None:
    """Erasures that are due, however often it is called."""
    at = clock.now()
    for key in queries.due_erasures(at):
        with transaction():
            actions.carry_out(db.session.get_one(Erasure, key), at=at)
    clean(at=at)


@tasks.every_hour
def end_delays() -> None:
    """Delays that have ended or will in a week. They are told in days, and what would go is counted
    in every table of each past fair."""
    at = clock.now()
    for event_id in _past(at):
        for delay in queries.delays(db.session.get_one(Event, event_id)):
            _come_to(event_id, delay, at)
    clean(at=at)


def clean(*, at: datetime) -> None:
    """Write the database anew when something has gone since the last time."""
    waiting = [
        select(table.id).where(gone, table.cleaned_at.is_(None)).limit(1)
        for table, gone in ((Erasure, Erasure.done_at.is_not(None)), (RetentionRun, true()))
    ]
    if all(db.session.scalar(query) is None for query in waiting):
        db.session.rollback()
        return
    marks.keep()
    try:
        scrubbing.scrub(personal.tables())
    except scrubbing.BusyError:
        log.info("the database is busy; it is written anew a minute later")
        return
    with transaction():
        for table, gone in ((Erasure, Erasure.done_at.is_not(None)), (RetentionRun, true())):
            done = update(table).where(gone, table.cleaned_at.is_(None))
            db.session.execute(done.values(cleaned_at=at))


def _past(at: datetime) -> list[int]:
    events = db.session.scalars(select(Event).where(Event.days.any()).order_by(Event.id))
    return [event.id for event in events if actions.is_over(event, at)]


def _come_to(event_id: int, delay: rules.Delay, at: datetime) -> None:
    event = db.session.get_one(Event, event_id)
    today = event.local(at).date()
    if delay.on is None or today < delay.on - rules.NOTICE:
        return
    if today < delay.on:
        with transaction():
            _announce(db.session.get_one(Event, event_id), delay, at)
    elif expiring.due(event, delay.stage):
        with transaction():
            actions.expire(db.session.get_one(Event, event_id), delay.stage, at=at)


def _announce(event: Event, delay: rules.Delay, at: datetime) -> None:
    """Tell the organisers once for each date what will go."""
    query = (
        select(User.email)
        .join(Membership)
        .where(
            Membership.event_id == event.id,
            Membership.role == Role.ORGANISER,
            User.disabled_at.is_(None),
        )
    )
    for number, email in enumerate(db.session.scalars(query.order_by(User.id)).all()):
        with force_locale(DEFAULT):
            body = render_template(
                "emails/retention.txt",
                event=event,
                delay=delay,
                stage=STAGES[delay.stage],
                url=absolute("privacy.index", slug=event.slug),
            )
            subject = _("Personal data will go on its date: %(event)s", event=event.name)
        messages.queue_email(
            email,
            subject=subject,
            body=body,
            at=at,
            kind="retention",
            event_id=event.id,
            once=f"retention:{event.id}:{delay.stage}:{delay.on}:{number}",
            hold=not current_app.config["PUBLIC_URL"],
        )
