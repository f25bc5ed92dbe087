"""What an attendance list is of: a day, a half-day, or a session."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.events.models import Event, EventDay
from fairapp.events.text import clock_time, full_date, weekday_date
from fairapp.programme.models import Session, SessionStatus


class Half(StrEnum):
    """Half of a day, divided at `presence.AFTERNOON_FROM`."""

    MORNING = "morning"
    AFTERNOON = "afternoon"

    @property
    def label(self) -> str:
        """In the present language, within a line."""
        return str(_("morning") if self is Half.MORNING else _("afternoon"))


@dataclass(frozen=True, slots=True)
class Scope:
    """A day, one half of it if given, or a session of it if given."""

    day: EventDay
    half: Half | None = None
    session: Session | None = None

    @property
    def key(self) -> str:
        """As it is chosen: `1`, `1-morning`, or the code of a session after a colon."""
        if self.session is not None:
            return f":{self.session.code}"
        return f"{self.day.number}-{self.half}" if self.half else str(self.day.number)

    @property
    def slug(self) -> str:
        """For the name of a file: `2026-12-02`, `2026-12-02-morning`, `2026-12-02-J1-02`."""
        parts = (self.day.date.isoformat(), self.half, self.session.code if self.session else "")
        return "-".join(part for part in parts if part)

    @property
    def signings(self) -> tuple[Half | None, ...]:
        """What is signed for: both halves of a day, or the one thing."""
        if self.half is None and self.session is None:
            return Half.MORNING, Half.AFTERNOON
        return (self.half,)

    def label(self) -> str:
        """`Day 1 – Wednesday 2 December 2026, morning`."""
        day = self.day
        text = str(_("Day %(number)s – %(date)s", number=day.number, date=full_date(day.date)))
        return f"{text}{_(', ')}{self.half.label}" if self.half else text

    def session_label(self) -> str:
        """`09:00–10:30 Opening`; empty without a session."""
        if self.session is None:
            return ""
        event, one = self.day.event, self.session
        return f"{clock_time(one.starts_at, event)}–{clock_time(one.ends_at, event)} {one.title}"


def find(event: Event, key: str) -> Scope | None:
    """What was chosen; None when the fair has no such day or session."""
    if key.startswith(":"):
        found = next((one for one in _sessions(event) if one.code == key[1:]), None)
        return Scope(found.day, session=found) if found else None
    number, _dash, half = key.partition("-")
    day = event.day_number(int(number)) if number.isdecimal() else None
    if day is None or half not in {"", *Half}:
        return None
    return Scope(day, Half(half) if half else None)


def choices(event: Event) -> dict[str, list[tuple[str, str]]]:
    """By day, in words: the day, its halves, its sessions; each with its key."""
    found: dict[str, list[tuple[str, str]]] = {}
    sessions = _sessions(event)
    for day in event.days:
        # A closed list shows no heading, so each choice names its day.
        before = f"{_('Day %(number)s', number=day.number)}{_(', ')}"
        heading = _("Day %(number)s – %(date)s", number=day.number, date=weekday_date(day.date))
        found[str(heading)] = [
            (Scope(day).key, before + str(_("morning and afternoon"))),
            *((Scope(day, half).key, before + half.label) for half in Half),
            *(
                (one.key, before + one.session_label())
                for session in sessions
                if session.day_id == day.id
                for one in [Scope(day, session=session)]
            ),
        ]
    return found


def _sessions(event: Event) -> list[Session]:
    """What took or takes place, by the clock."""
    query = select(Session).where(
        Session.event_id == event.id,
        Session.status.in_((SessionStatus.PUBLISHED, SessionStatus.MOVED)),
    )
    return list(db.session.scalars(query.order_by(Session.starts_at, Session.code)))
