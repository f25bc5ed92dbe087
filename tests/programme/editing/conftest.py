"""A planner signed in at the fair, and sessions that are planned there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.events.models import Event
from fairapp.programme.editing import actions
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import SessionKind
from tests.conftest import NOW, Client, Login
from tests.programme.conftest import at_fair, text

Plan = Callable[..., Draft]
AT = "/staff/foire/programme/"


@pytest.fixture
def planner(client: Client, fair: Event, login: Login) -> Client:
    """A client signed in with the role that plans the programme."""
    login(client, "programme")
    return client


@pytest.fixture
def plan(db_session: scoped_session[DbSession], fair: Event) -> Plan:
    """`plan("Ouverture", "09:00", room="GS", day=1, minutes=60)`; without an hour it is parked."""
    kinds = {k.code: k for k in db_session.scalars(select(SessionKind))}
    rooms = {room.code: room.id for room in fair.rooms}

    def plan(
        title: str,
        start: str | None = None,
        *,
        day: int = 1,
        minutes: int = 60,
        room: str | None = "GS",
        kind: str = "table_ronde",
        **more: object,
    ) -> Draft:
        starts_at = at_fair(fair, fair.days[day - 1].date, start) if start else None
        values = {
            "title": text(title),
            "kind_id": kinds[kind].id,
            "room_id": rooms[room] if room else None,
            "starts_at": starts_at,
            "minutes": minutes,
            **more,
        }
        draft = actions.create(fair, values, actor=None, at=NOW)
        db_session.commit()
        return draft

    return plan
