"""The fair itself, before anybody registers: texts, days, categories, rooms, stands, programme,
checkpoints.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.demo import devices, site
from fairapp.demo.days import DAYS, at, before_fair, day_date
from fairapp.demo.extras import add_questions
from fairapp.demo.sources import generator, read
from fairapp.demo.stage import add_programme
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
from fairapp.events.steps import STEPS
from fairapp.events.usual import CATEGORIES

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
        published_at=before_fair(51, "06:00"),
        settled=list(STEPS),
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
    add_programme(event, event.created_at)
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


def _text(words: dict[str, str]) -> LocalizedText:
    return LocalizedText(**words)


def _named(row: dict[str, Any], field: str, arabic: str) -> LocalizedText:
    return LocalizedText(row[f"{field}_fr"], row[f"{field}_en"], arabic)
