"""Calendar feeds (RFC 5545), so that a phone reminds its owner without us.

A session's UID is its code at its fair and never changes: a feed that is fetched again moves the
entry instead of doubling it. Times are in UTC, which every calendar shows on its own clocks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask_babel import gettext as _
from icalendar import Calendar
from icalendar import Event as Entry

from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.programme.items import Item
from fairapp.programme.models import SessionStatus


def feed(event: Event, items: Iterable[Item], url_of: Callable[[Item], str]) -> bytes:
    """A calendar of `items` in the reader's language."""
    calendar = blank(event, "programme")
    for item in items:
        calendar.add_component(entry_of(event, item, url_of(item)))
    return bytes(calendar.to_ical())


def blank(event: Event, product: str) -> Calendar:
    """A calendar of the fair without entries yet."""
    calendar = Calendar()
    calendar.add("prodid", f"-//fairapp//{product}//{current_language().upper()}")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", str(event.name))
    calendar.add("x-wr-timezone", event.timezone)
    # Calendars ask again after this; the programme of a day changes while the day goes on.
    calendar.add("x-published-ttl", "PT1H")
    return calendar


def entry_of(event: Event, item: Item, url: str) -> Entry:
    """One session."""
    entry = Entry()
    entry.add("uid", f"{item.code}@{event.slug}.fairapp")
    entry.add("sequence", item.sequence)
    entry.add("dtstamp", item.updated_at)
    entry.add("last-modified", item.updated_at)
    entry.add("dtstart", item.starts_at)
    entry.add("dtend", item.ends_at)
    entry.add("summary", str(item.title))
    entry.add("categories", [str(item.kind)])
    entry.add("location", _location(event, item))
    is_off = item.is_cancelled or item.status == SessionStatus.DRAFT
    entry.add("status", "CANCELLED" if is_off else "CONFIRMED")
    entry.add("url", url)
    if item.abstract:
        entry.add("description", str(item.abstract))
    return entry


def _location(event: Event, item: Item) -> str:
    place = str(event.place) or event.city
    if item.room and place:
        return str(_("%(room)s, %(place)s", room=item.room, place=place))
    return str(item.room or place)
