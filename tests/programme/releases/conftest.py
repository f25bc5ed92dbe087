"""Drafts of the small fair, and the pages of whoever edits them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import SessionKind
from tests.conftest import NOW, Login
from tests.programme.conftest import DAY_1, at_fair, text

Plan = Callable[..., Draft]


@pytest.fixture
def plan(db_session: scoped_session[DbSession], fair: Event) -> Plan:
    """`plan("09:00", room=…, …)`: a draft on the first day."""
    kind = db_session.scalars(select(SessionKind).where(SessionKind.code == "table_ronde")).one()

    def make(
        clock: str | None = None, *, room: int = 0, title: str = "Table ronde", **more: Any
    ) -> Draft:
        values = {
            "title": text(title),
            "kind_id": kind.id,
            "room_id": fair.rooms[room].id,
            "starts_at": at_fair(fair, DAY_1, clock) if clock else None,
            **more,
        }
        return editing.create(fair, values, actor=None, at=NOW)

    return make


@pytest.fixture
def editor(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    """Somebody who edits the programme."""
    login(client, "programme")
    return client
