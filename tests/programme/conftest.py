"""A fair of two days with three sessions, for the tests of the programme."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

import pytest
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.models import Session, SessionKind
from tests.conftest import NOW

DAY_1, DAY_2 = date(2026, 12, 2), date(2026, 12, 3)

AddSession = Callable[..., Session]


def text(french: str) -> LocalizedText:
    return LocalizedText(fr=french)


@pytest.fixture
def fair(db_session: scoped_session[DbSession]) -> Event:
    """In Nairobi, three hours before UTC, so that a forgotten time zone shows."""
    event = Event(
        slug="foire",
        name=text("Foire aux savoirs"),
        place=text("Maison des jeunes"),
        timezone="Africa/Nairobi",
        created_at=NOW,
        published_at=NOW,
    )
    event.days = [EventDay(number=1, date=DAY_1), EventDay(number=2, date=DAY_2)]
    event.rooms = [
        Room(code="GS", name=text("Grande salle"), position=1),
        Room(code="SC", name=text("Scène"), position=2),
    ]
    db_session.add(event)
    db_session.flush()
    for position, code in enumerate(("table_ronde", "theatre", "pause")):
        kind = SessionKind(
            event_id=event.id,
            code=code,
            name=text(code.replace("_", " ").capitalize()),
            colour="#28518f",
            icon=code,
            position=position,
        )
        db_session.add(kind)
    db_session.commit()
    return event


@pytest.fixture
def add_session(db_session: scoped_session[DbSession], fair: Event) -> AddSession:
    """`add_session("J1-01", "09:00", "10:30", room="GS", kind="theatre", day=1, title=…)`."""
    kinds = {k.code: k for k in db_session.query(SessionKind).filter_by(event_id=fair.id)}
    rooms: dict[str | None, Room | None] = {None: None, **{r.code: r for r in fair.rooms}}

    def add(
        code: str,
        start: str,
        end: str,
        *,
        day: int = 1,
        kind: str = "table_ronde",
        room: str | None = "GS",
        title: str = "",
        **more: object,
    ) -> Session:
        on = fair.days[day - 1]
        session = Session(
            event=fair,
            code=code,
            day=on,
            kind=kinds[kind],
            room=rooms[room],
            title=text(title or f"Séance {code}"),
            starts_at=fair.utc(on.date, time.fromisoformat(start)),
            ends_at=fair.utc(on.date, time.fromisoformat(end)),
            updated_at=NOW,
            **more,
        )
        db_session.add(session)
        db_session.commit()
        return session

    return add


def at_fair(fair: Event, on: date, clock: str) -> datetime:
    """The moment when the fair's clocks show `clock` on that day."""
    return fair.utc(on, time.fromisoformat(clock))
