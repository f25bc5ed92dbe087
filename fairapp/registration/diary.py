"""The fair in the calendar of one person (RFC 5545): the days they come, and their sessions.

Each entry keeps its UID, so that a feed fetched again moves an entry and doubles none; the UID
names the person by reference, so that it is not the entry of the public programme, and a seat given
up cancels nothing there. SEQUENCE grows with the person's trail, which only ever grows.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from flask_babel import gettext as _
from icalendar import Event as Entry
from sqlalchemy import func, select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import EventDay
from fairapp.programme import calendar
from fairapp.programme.items import Item
from fairapp.programme.queries import programme
from fairapp.registration import reference
from fairapp.registration.addresses import absolute
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups.line import find_all
from fairapp.registration.signups.models import SeatStatus, SignUp

_DAYS = {
    Status.CONFIRMED: "CONFIRMED",
    Status.PENDING: "TENTATIVE",
    Status.WAITING: "TENTATIVE",
    Status.OFFERED: "TENTATIVE",
}
_SEATS = {
    SeatStatus.SEATED: "CONFIRMED",
    SeatStatus.WAITING: "TENTATIVE",
    SeatStatus.GIVEN_UP: "CANCELLED",
}


def calendar_of(registration: Registration, *, pass_url: str) -> bytes:
    """One entry a day that the person comes, all day long, with the pass in it; then one for each
    session that they ever put their name down for, unless it is a draft again."""
    event, changes = registration.event, _changes(registration)
    mine = calendar.blank(event, "pass")
    for day in registration.days:
        mine.add_component(_day(registration, day, pass_url, changes))
    seats = {seat.session.code: seat for seat in find_all(registration)}
    for item in programme(event) if seats else []:
        if item.code in seats:
            mine.add_component(_session(seats[item.code], item, changes))
    return bytes(mine.to_ical())


def _day(registration: Registration, day: EventDay, pass_url: str, changes: int) -> Entry:
    event = registration.event
    code = reference.display(registration.reference)
    entry = Entry()
    entry.add("uid", f"{registration.reference}-{day.date:%Y%m%d}@{event.slug}.fairapp")
    entry.add("sequence", changes)
    entry.add("dtstamp", registration.status_at)
    entry.add("dtstart", day.date)
    entry.add("dtend", day.date + timedelta(days=1))
    entry.add("summary", str(event.name))
    if event.place or event.city:
        entry.add("location", str(event.place) or event.city)
    entry.add("description", _("Your code: %(code)s", code=code) + f"\n{pass_url}")
    entry.add("url", pass_url)
    entry.add("transp", "TRANSPARENT")
    entry.add("status", _DAYS.get(Status(registration.status), "CANCELLED"))
    return entry


def _session(seat: SignUp, item: Item, changes: int) -> Entry:
    person = seat.registration
    event = person.event
    own = replace(
        item,
        code=f"{person.reference}-{item.code}",
        sequence=item.sequence + changes,
        updated_at=max(item.updated_at, seat.status_at),
    )
    url = absolute("programme.session", slug=event.slug, code=item.code)
    entry = calendar.entry_of(event, own, url)
    if not item.is_cancelled:
        entry["status"] = _SEATS[SeatStatus(seat.status)]
    return entry


def _changes(registration: Registration) -> int:
    """How often anything about this person has changed; seats are on the same trail."""
    return (
        db.session.scalar(
            select(func.count()).where(
                AuditEntry.subject_type == Registration.__name__,
                AuditEntry.subject_id == registration.id,
            )
        )
        or 0
    )
