"""The fair's days for the calendar of one person (RFC 5545)."""

from __future__ import annotations

from datetime import timedelta

from flask_babel import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from fairapp.core.i18n import current_language
from fairapp.events.models import EventDay
from fairapp.registration import reference
from fairapp.registration.models import Registration, Status


def calendar_of(registration: Registration, *, pass_url: str) -> bytes:
    """One entry a day that the person comes, all day long; the pass is in each.

    The same day keeps its UID, so a file opened again moves nothing and doubles nothing.
    """
    calendar = Calendar()
    calendar.add("prodid", f"-//fairapp//pass//{current_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    for day in registration.days:
        calendar.add_component(_entry(registration, day, pass_url))
    return bytes(calendar.to_ical())


def _entry(registration: Registration, day: EventDay, pass_url: str) -> Entry:
    event = registration.event
    code = reference.display(registration.reference)
    entry = Entry()
    entry.add("uid", f"{registration.reference}-{day.date:%Y%m%d}@{event.slug}.fairapp")
    entry.add("dtstamp", registration.status_at)
    entry.add("dtstart", day.date)
    entry.add("dtend", day.date + timedelta(days=1))
    entry.add("summary", str(event.name))
    if event.place or event.city:
        entry.add("location", str(event.place) or event.city)
    entry.add("description", _("Your code: %(code)s", code=code) + f"\n{pass_url}")
    entry.add("url", pass_url)
    entry.add("transp", "TRANSPARENT")
    is_off = registration.status in {Status.CANCELLED, Status.DECLINED, Status.REPLACED}
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    return entry
