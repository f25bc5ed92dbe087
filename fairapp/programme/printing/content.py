"""The public programme as printed documents take it: read once, values only."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from fairapp.core import pdf_fitting, qr
from fairapp.core.i18n import LocalizedText, current_language, text_direction
from fairapp.events.colours import Tones, tones
from fairapp.events.models import Event, EventDay
from fairapp.events.text import moment_line
from fairapp.programme import queries
from fairapp.programme.items import Item
from fairapp.programme.queries import KindCount
from fairapp.programme.releases.queries import releases


@dataclass(frozen=True, slots=True)
class Day:
    """A day of the fair and its sessions, by the clock, then by room."""

    day: EventDay
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Programme:
    """What the public has been told; `version` is 0 and `published_at` None before a first one.

    `address` is that of the online programme, for the QR code.
    """

    event: Event
    days: tuple[Day, ...]
    rooms: Mapping[str, LocalizedText]
    kinds: tuple[KindCount, ...]
    version: int
    published_at: datetime | None
    address: str

    @property
    def items(self) -> list[Item]:
        """All sessions."""
        return [item for day in self.days for item in day.items]

    @property
    def fingerprint(self) -> str:
        """Differs when anything does that a document may show."""
        event = self.event
        shown = (
            self.days_as_values(),
            dict(self.rooms),
            self.kinds,
            (self.version, self.published_at, self.address),
            (event.name, event.tagline, event.place, event.organiser, event.accent),
        )
        return hashlib.sha256(repr(shown).encode()).hexdigest()

    def days_as_values(self) -> list[tuple[object, ...]]:
        """Days without their rows, which say nothing when they are printed."""
        return [(d.day.number, d.day.date, d.day.theme, d.items) for d in self.days]


@dataclass(frozen=True, slots=True)
class Shortened:
    """A title for which there was no room."""

    code: str
    starts_at: datetime
    room: str
    title: str


@dataclass(frozen=True, slots=True)
class Printed:
    """A document, and what did not fit into it."""

    pdf: bytes
    shortened: tuple[Shortened, ...] = ()


def read(event: Event, *, address: str) -> Programme:
    """The fair's programme as it is published now."""
    by_day: dict[int, list[Item]] = {}
    for item in queries.programme(event):
        by_day.setdefault(item.day_number, []).append(item)
    latest = next(iter(releases(event)), None)
    return Programme(
        event=event,
        days=tuple(Day(day, tuple(by_day.get(day.number, ()))) for day in event.days),
        rooms={room.code: room.name for room in event.rooms},
        kinds=tuple(queries.kinds(event)),
        version=latest.number if latest is not None else 0,
        published_at=latest.published_at if latest is not None else None,
        address=address,
    )


def common(event: Event, kinds: tuple[KindCount, ...] = ()) -> dict[str, Any]:
    """What the template of every document is given."""
    rtl = text_direction() == "rtl"
    return {
        "event": event,
        "language": current_language(),
        "direction": text_direction(),
        "start": "right" if rtl else "left",
        "end": "left" if rtl else "right",
        "direction_of": pdf_fitting.direction,
        "accent": tones(event.accent),
        "tones": tones_of(kinds),
    }


def of_programme(programme: Programme) -> dict[str, Any]:
    """The same for a document of the published programme."""
    return {
        **common(programme.event, programme.kinds),
        "programme": programme,
        "version": version_line(programme.event, programme.version, programme.published_at),
    }


def tones_of(kinds: tuple[KindCount, ...]) -> dict[int, Tones]:
    """Readable tones by the id of the kind."""
    return {kind.id: tones(kind.colour) for kind in kinds}


def version_line(event: Event, number: int, published_at: datetime | None) -> str:
    """« Version 2 of 20 November 2026, 15:30 »; empty before the first one."""
    if published_at is None:
        return ""
    when = moment_line(published_at, event)
    return str(_("Version %(number)s of %(when)s", number=number, when=when))


def made_line(event: Event, at: datetime) -> str:
    """When a working document was printed, on the fair's clocks."""
    return str(_("Printed on %(when)s", when=moment_line(at, event)))


def qr_image(programme: Programme) -> dict[str, bytes]:
    """The picture that templates show as `image:qr`."""
    return {"qr": qr.png(programme.address)}


def names_of(item: Item) -> list[str]:
    """Who is announced, in the order of the stage: those with a part, then those with an act."""
    people = [role.person.name for role in item.roles]
    people += [turn.person.name if turn.person else turn.company for turn in item.turns]
    return list(dict.fromkeys(name for name in people if name))


def listed(names: Sequence[str]) -> str:
    """Names one after the other, with the comma of their own letters: they are set in their
    direction, and an Arabic comma between Latin names would stand on its head."""
    return (", " if pdf_fitting.direction(" ".join(names)) == "ltr" else _(", ")).join(names)
