"""Sessions with seats, and who stands how, for the tests of sign-ups."""

from __future__ import annotations

from datetime import time
from typing import Any

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, Room
from fairapp.programme.models import Session, SessionKind
from fairapp.registration.models import Registration
from fairapp.registration.signups.models import SignUp
from tests.registration.people import AT


def add_workshop(event: Event, code: str = "J1-05", **values: Any) -> Session:
    """A published workshop with two seats on the first afternoon. `hours` and `day` say when."""
    start, end = values.pop("hours", ("14:00", "15:30"))
    day = event.days[values.pop("day", 1) - 1]
    if not event.rooms:
        event.rooms = [Room(code="A", name=LocalizedText(fr="Salle Niger"), position=1)]
    workshop = Session(
        event=event,
        code=code,
        day=day,
        kind=_kind(event),
        room=event.rooms[0],
        starts_at=event.utc(day.date, time.fromisoformat(start)),
        ends_at=event.utc(day.date, time.fromisoformat(end)),
        updated_at=AT,
        **{
            "title": LocalizedText(fr=f"Atelier {code}"),
            "capacity": 2,
            "takes_sign_up": True,
            **values,
        },
    )
    db.session.add(workshop)
    db.session.flush()
    return workshop


def standings(session: Session) -> dict[str, str]:
    """By given name, how everybody who ever put a name down stands at a session."""
    rows = db.session.execute(
        select(Registration.given_names, SignUp.status)
        .join(SignUp, SignUp.registration_id == Registration.id)
        .where(SignUp.session_id == session.id)
        .order_by(SignUp.id)
    )
    return {name: status for name, status in rows}


def _kind(event: Event) -> SessionKind:
    known = db.session.scalar(select(SessionKind).where(SessionKind.event_id == event.id))
    if known is not None:
        return known
    name = LocalizedText(fr="Atelier")
    return SessionKind(
        event_id=event.id, code="atelier", name=name, colour="#0c666e", icon="atelier", position=1
    )
