"""The programme for other programs: the schedule XML and JSON of conference apps, and plain JSON.

Schedule XML goes back to Pentabarf and frab and is what Giggity, EventFahrplan and the c3voc tools
read; its JSON twin says the same. Both are in one language, the reader's, and know no cancelled
sessions, so those are left out; `plain` has every language and every state.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree as ET

from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.items import Item, Role, Turn
from fairapp.programme.parts import Document, as_dict

_SLOT = timedelta(minutes=5)
_GENERATOR = "fairapp"
UrlOf = Callable[[Item], str]


@dataclass(frozen=True, slots=True)
class Programme:
    """What is given out: a fair's public sessions by the clock, and which version they are."""

    event: Event
    version: int
    items: Sequence[Item]
    url: str
    url_of: UrlOf
    # What is said of sessions while they go on, by code.
    live: Mapping[str, str] = field(default_factory=dict)


def schedule_xml(programme: Programme) -> bytes:
    """Schedule XML in the reader's language."""
    conference = _conference(programme)
    root = ET.Element("schedule")
    ET.SubElement(root, "generator", name=_GENERATOR, version="1")
    _text(root, "version", conference["version"])
    head = ET.SubElement(root, "conference")
    for name in ("title", "acronym", "start", "end", "days", "timeslot_duration"):
        _text(head, name, str(conference[name]))
    _text(head, "base_url", programme.url)
    _text(head, "time_zone_name", programme.event.timezone)
    for day, rooms in _days(programme):
        start, end = _span(programme.event, day)
        marks = {"date": day.date.isoformat(), "start": start, "end": end}
        on = ET.SubElement(root, "day", {**marks, "index": str(day.number)})
        for name, items in rooms.items():
            within = ET.SubElement(on, "room", name=name)
            for item in items:
                _event_xml(within, programme, item, name)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def schedule_json(programme: Programme) -> dict[str, Any]:
    """Schedule JSON in the reader's language."""
    event, conference = programme.event, _conference(programme)
    return {
        "generator": {"name": _GENERATOR, "version": "1"},
        "schedule": {
            "version": conference.pop("version"),
            "base_url": programme.url,
            "conference": {
                **conference,
                "daysCount": conference["days"],
                "time_zone_name": event.timezone,
                "url": programme.url,
                "rooms": [_room_json(event, room) for room in event.rooms],
                "days": [_day_json(programme, day, rooms) for day, rooms in _days(programme)],
            },
        },
    }


def plain(programme: Programme) -> dict[str, Any]:
    """All that is public, in every language, moments in UTC."""
    event = programme.event
    return {
        "fair": {
            "code": event.slug,
            "name": event.name.as_dict(),
            "timezone": event.timezone,
            "url": programme.url,
            "days": [
                {"number": d.number, "date": d.date.isoformat(), "theme": d.theme.as_dict()}
                for d in event.days
            ],
            "rooms": [
                {"code": r.code, "name": r.name.as_dict(), "capacity": r.capacity}
                for r in event.rooms
            ],
        },
        "version": programme.version,
        "sessions": [_plain_item(programme, item) for item in programme.items],
    }


def _conference(programme: Programme) -> dict[str, Any]:
    event, days = programme.event, programme.event.days
    return {
        "version": str(programme.version),
        "title": str(event.name),
        "acronym": _acronym(event),
        "start": days[0].date.isoformat() if days else "",
        "end": days[-1].date.isoformat() if days else "",
        "days": len(days),
        "timeslot_duration": _length(_SLOT),
    }


def _days(programme: Programme) -> list[tuple[EventDay, dict[str, list[Item]]]]:
    """What is on each day by room: rooms in their order, then what is in none of them."""
    names = {room.code: str(room.name) for room in programme.event.rooms}
    elsewhere = str(programme.event.place) or programme.event.city or "–"
    items = [item for item in programme.items if not item.is_cancelled]
    found = []
    for day in programme.event.days:
        rooms = {
            name: [i for i in items if (i.day_number, i.room_code) == (day.number, code)]
            for code, name in [*names.items(), ("", elsewhere)]
        }
        found.append((day, {name: on for name, on in rooms.items() if on}))
    return found


def _event_xml(parent: ET.Element, programme: Programme, item: Item, room: str) -> None:
    found = _event_json(programme, item, room)
    marks = {"id": str(found["id"]), "guid": found["guid"]}
    element = ET.SubElement(parent, "event", marks)
    for name in ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract"):
        _text(element, name, found[name])
    for name in ("slug", "track", "language", "description", "url"):
        _text(element, name, found[name])
    persons = ET.SubElement(element, "persons")
    for person in found["persons"]:
        ET.SubElement(persons, "person", id=str(person["id"])).text = _legal(person["public_name"])
    links = ET.SubElement(element, "links")
    for link in found["links"]:
        ET.SubElement(links, "link", href=link["url"]).text = _legal(link["title"])


def _event_json(programme: Programme, item: Item, room: str) -> dict[str, Any]:
    event, identity = programme.event, _identity(programme.event, item.code)
    starts_at = event.local(item.starts_at)
    return {
        # Apps that know no guid want a number; one of the session's own would differ elsewhere.
        "id": (identity.int >> 97) + 1,
        "guid": str(identity),
        "date": starts_at.isoformat(),
        "start": f"{starts_at:%H:%M}",
        "duration": _length(item.ends_at - item.starts_at),
        "room": room,
        "slug": _slug(f"{event.slug}-{item.code}"),
        "url": programme.url_of(item),
        "title": str(item.title),
        "subtitle": "",
        "track": str(item.kind),
        "type": item.kind_code,
        "language": item.languages[0] if item.languages else "",
        "abstract": str(item.abstract),
        "description": _description(event, item),
        "persons": [_person_json(role) for role in _once(item.roles)],
        "links": [_link(document) for document in item.documents if document.url],
    }


def _description(event: Event, item: Item) -> str:
    """The acts, a line each: what apps have no field for."""
    return "\n".join(_line(event, turn) for turn in item.turns)


def _line(event: Event, turn: Turn) -> str:
    clock = f"{event.local(turn.starts_at):%H:%M} " if turn.starts_at is not None else ""
    who = [turn.person.name if turn.person is not None else "", turn.company, turn.performers]
    return clock + " – ".join(part for part in (str(turn.title), *who) if part)


def _once(roles: Iterable[Role]) -> list[Role]:
    return list({role.person.id: role for role in roles}.values())


def _person_json(role: Role) -> dict[str, Any]:
    return {"id": role.person.id, "name": role.person.name, "public_name": role.person.name}


def _link(document: Document) -> dict[str, str]:
    return {"title": str(document.title) or document.url, "url": document.url}


def _room_json(event: Event, room: Room) -> dict[str, Any]:
    guid = str(_identity(event, f"room:{room.code}"))
    return {"guid": guid, "name": str(room.name), "description": None, "capacity": room.capacity}


def _day_json(programme: Programme, day: EventDay, rooms: dict[str, list[Item]]) -> dict[str, Any]:
    start, end = _span(programme.event, day)
    return {
        "index": day.number,
        "date": day.date.isoformat(),
        "day_start": start,
        "day_end": end,
        "rooms": {
            name: [_event_json(programme, item, name) for item in items]
            for name, items in rooms.items()
        },
    }


def _plain_item(programme: Programme, item: Item) -> dict[str, Any]:
    return {
        "code": item.code,
        "guid": str(_identity(programme.event, item.code)),
        "url": programme.url_of(item),
        "day": item.day_number,
        "starts_at": _utc(item.starts_at),
        "ends_at": _utc(item.ends_at),
        "kind": {"code": item.kind_code, "name": item.kind.as_dict()},
        "room": item.room_code or None,
        "title": item.title.as_dict(),
        "abstract": item.abstract.as_dict(),
        "languages": list(item.languages),
        "interpretation": list(item.interpretation),
        "people": [
            {
                "role": role.role,
                "name": role.person.name,
                "function": role.person.function.as_dict(),
                "organisation": role.person.organisation,
                "represents": role.person.represents,
            }
            for role in item.roles
        ],
        "acts": [_plain_turn(turn) for turn in item.turns],
        # Where a stored file is fetched is the session's page to say.
        "documents": [as_dict(document) for document in item.documents if document.url],
        "status": item.status,
        "live": programme.live.get(item.code),
        "sequence": item.sequence,
        "updated_at": _utc(item.updated_at),
    }


def _plain_turn(turn: Turn) -> dict[str, Any]:
    return {
        "title": turn.title.as_dict(),
        "starts_at": _utc(turn.starts_at) if turn.starts_at is not None else None,
        "minutes": turn.minutes,
        "person": turn.person.name if turn.person is not None else None,
        "company": turn.company,
        "performers": turn.performers,
    }


def _identity(event: Event, name: str) -> uuid.UUID:
    """The same wherever the fair is served from, and for ever."""
    return uuid.uuid5(uuid.NAMESPACE_URL, f"fairapp:{event.slug}/{name}")


def _acronym(event: Event) -> str:
    # The JSON schema wants four signs or more, and dashes in one place only.
    return _slug(event.slug).replace("-", "_").ljust(4, "_")


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _span(event: Event, day: EventDay) -> tuple[str, str]:
    """The day from midnight to its last minute, on the fair's clocks."""
    ends = (time(0), time(23, 59))
    start, end = (event.local(event.utc(day.date, at)).isoformat() for at in ends)
    return start, end


def _length(span: timedelta) -> str:
    minutes = int(span.total_seconds()) // 60
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _legal(text)


def _legal(text: str) -> str:
    """Without what XML 1.0 cannot say, which one paste from an old document may hold."""
    return re.sub(r"[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "", text)
