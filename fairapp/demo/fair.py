"""The fair itself, before anybody registers: texts, days, categories, rooms, stands, programme,
checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo import devices, site
from fairapp.demo.days import DAYS, at, before_fair, day_date
from fairapp.demo.extras import add_questions
from fairapp.demo.sources import generator, read
from fairapp.events.models import (
    Admission,
    Category,
    Checkpoint,
    Event,
    EventDay,
    Room,
    Scope,
    Stand,
)
from fairapp.events.usual import CATEGORIES
from fairapp.programme.editing import actions as editing
from fairapp.programme.releases import actions as releases
from fairapp.programme.usual import add_kinds

SLUG = "journees-2026"
PLACES = 700  # an earlier edition drew as many
SCOPES = {"day": Scope.DAY, "session": Scope.SESSION, "none": Scope.COUNTER}
# The pitch has seen nobody yet when the main entrance has: it watches its match.
WATCHED_BY_THE_PITCH = "J3-10"
ADMISSIONS = {
    **dict.fromkeys(("autorites", "diplomatie_ptf", "staff"), Admission.INVITED),
    # A troupe is on the programme, or it is not.
    "artistes": Admission.MODERATED,
}
LANGUAGES = {"J2-10": "ff man sus", "J3-05": "fr en"}


@dataclass(frozen=True, slots=True)
class Fair:
    """The stored fair and the ids that registrations and scans refer to."""

    event: Event
    categories: dict[str, int]
    days: dict[int, int]
    checkpoints: dict[str, int]
    questions: dict[str, int]


def add_fair(*, scale: int) -> Fair:
    """Add the fair to the present transaction; *scale* times the usual number of places."""
    texts = read("texts")
    event = Event(
        slug=SLUG,
        **{name: _text(words) for name, words in texts["event"].items()},
        contact=texts["contact"],
        project_code=texts["project_code"],
        city=generator()["event"]["city"],
        timezone=generator()["event"]["timezone"],
        registration_opens_at=before_fair(51, "06:00"),
        registration_closes_at=at(3, "18:00"),
        capacity=PLACES * scale,
        is_demonstration=True,
        created_at=before_fair(65, "08:00"),
    )
    event.days = [
        EventDay(number=day, date=day_date(day), theme=_text(texts["days"][day - 1]))
        for day in DAYS
    ]
    event.categories = _categories()
    event.rooms = _rooms(texts)
    event.stands = _stands(texts)
    event.checkpoints = _checkpoints(texts)
    db.session.add(event)
    db.session.flush()
    _add_programme(event, texts, event.created_at)
    db.session.flush()
    return Fair(
        event,
        {category.code: category.id for category in event.categories},
        {day.number: day.id for day in event.days},
        {point.code: point.id for point in event.checkpoints},
        add_questions(event),
    )


def _categories() -> list[Category]:
    """The usual ones; generator.json has the same ids, names and colours."""
    return [
        Category(
            code=usual.code,
            name=usual.name,
            colour=usual.colour,
            letter=usual.letter,
            position=position,
            admission=ADMISSIONS.get(usual.code, Admission.OPEN),
            is_counted=usual.is_counted,
        )
        for position, usual in enumerate(CATEGORIES, 1)
    ]


def _rooms(texts: dict[str, Any]) -> list[Room]:
    return [
        Room(
            code=room["id"],
            name=_named(room, "name", texts["rooms_ar"][room["id"]]),
            capacity=room["capacity"],
            position=position,
        )
        for position, room in enumerate(read("programme")["rooms"], 1)
    ]


def _stands(texts: dict[str, Any]) -> list[Stand]:
    return [
        Stand(
            number=stand["no"],
            name=_named(stand, "name", texts["stands_ar"][str(stand["no"])]),
            held_by=stand["held_by"],
        )
        for stand in read("programme")["stands"]
    ]


def _checkpoints(texts: dict[str, Any]) -> list[Checkpoint]:
    arabic = {
        **{f"S-{code}": words["title_ar"] for code, words in texts["sessions"].items()},
        **{f"K{int(number):02d}": name for number, name in texts["stands_ar"].items()},
    }
    return [
        Checkpoint(
            code=point.code,
            name=_text(texts["gates"][point.code])
            if point.code in texts["gates"]
            else LocalizedText(point.name_fr, point.name_en, arabic[point.code]),
            scope=SCOPES[point.scope],
            is_entrance=point.kind == "entrance",
            watches=_watched(point),
            position=position,
        )
        for position, point in enumerate(devices.checkpoints(), 1)
    ]


def _watched(point: site.Checkpoint) -> str:
    if point.group == "pitch":
        return WATCHED_BY_THE_PITCH
    return point.session or (str(point.stand) if point.stand else "")


def _add_programme(event: Event, texts: dict[str, Any], at_first: datetime) -> None:
    """As an organiser would: drafts, then the first version."""
    kinds = add_kinds(event)
    rooms = {room.code: room.id for room in event.rooms}
    for row in read("programme")["sessions"]:
        words = texts["sessions"][row["id"]]
        starts_at, ends_at = at(row["day"], row["start"]), at(row["day"], row["end"])
        values = {
            "kind_id": kinds[row["type"]].id,
            "room_id": rooms[row["room"]],
            "title": _named(row, "title", words["title_ar"]),
            "abstract": _text(words.get("abstract", {})),
            "starts_at": starts_at,
            "minutes": int((ends_at - starts_at).total_seconds()) // 60,
            "capacity": row["capacity"],
            "languages": LANGUAGES.get(row["id"], "fr"),
            "interpretation": "en" if "EN" in row["note"] else "",
            "records_attendance": row["record_attendance"],
            "note": row["note"],
        }
        editing.create(event, values, code=row["id"], actor=None, at=at_first)
    releases.publish(event, actor=None, at=at_first)


def _text(words: dict[str, str]) -> LocalizedText:
    return LocalizedText(**words)


def _named(row: dict[str, Any], field: str, arabic: str) -> LocalizedText:
    return LocalizedText(row[f"{field}_fr"], row[f"{field}_en"], arabic)
