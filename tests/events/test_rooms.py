"""The team's pages of the rooms."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, rooms
from fairapp.events.models import Event, Room
from fairapp.programme.editing import actions as editing
from fairapp.programme.models import SessionKind
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

Db = scoped_session[Session]
ROOMS = "/staff/foire-aux-savoirs-2026/programme/rooms/"


@pytest.fixture
def fair(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    return event


@pytest.fixture
def editor(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    return client


def codes(page: str) -> list[str]:
    return re.findall(r'<li id="room-(\w+)"', page)


def test_rooms_are_added_at_the_end_with_codes_of_their_own(
    editor: FlaskClient, db_session: Db, fair: Event
) -> None:
    assert "Aucune salle" in editor.get(ROOMS).text
    for name in ("Salle Fouta", "Salle Fouta", "قاعة"):
        data = {"name-fr": name, "capacity": "120"}
        assert editor.post(ROOMS + "new", data=data).status_code == 303
    assert codes(editor.get(ROOMS).text) == ["salle_fouta", "salle_fouta_2", "room"]
    assert "120 personnes" in editor.get(ROOMS).text


@pytest.mark.parametrize("wrong", [{"name-fr": " "}, {"capacity": "0"}, {"capacity": "beaucoup"}])
def test_refused_beside_the_field_and_nothing_typed_is_lost(
    editor: FlaskClient, db_session: Db, fair: Event, wrong: dict[str, str]
) -> None:
    typed = {"name-fr": "Salle Fouta", "capacity": "120", **wrong}
    page = editor.post(ROOMS + "new", data=typed)
    assert page.status_code == 422
    assert all(f'value="{value.strip()}"' in page.text for value in typed.values())
    assert 'class="error"' in page.text
    assert db_session.scalars(select(Room)).all() == []


def test_another_name_and_size(editor: FlaskClient, db_session: Db, fair: Event) -> None:
    room = rooms.add_room(fair, name=LocalizedText(fr="Hall"), capacity=40, actor=None, at=NOW)
    data = {"name-fr": "Grand hall", "capacity": ""}
    assert editor.post(f"{ROOMS}{room.code}", data=data).status_code == 303
    db_session.expire_all()
    assert (room.code, room.name, room.capacity) == ("hall", LocalizedText(fr="Grand hall"), None)
    acts = select(AuditEntry.action).where(AuditEntry.subject_type == "Room")
    assert list(db_session.scalars(acts.order_by(AuditEntry.id))) == ["room.added", "room.changed"]


def test_the_order_is_set_by_hand(editor: FlaskClient, db_session: Db, fair: Event) -> None:
    for name in "abc":
        rooms.add_room(fair, name=LocalizedText(fr=name), capacity=None, actor=None, at=NOW)
    db_session.commit()
    orders = []
    for code, direction in (("c", "up"), ("a", "down"), ("c", "up"), ("b", "down")):
        editor.post(f"{ROOMS}{code}/position", data={direction: "y"})
        orders.append("".join(codes(editor.get(ROOMS).text)))
    assert orders == ["acb", "cab", "cab", "cab"]


def test_only_a_room_without_sessions_is_removed(
    editor: FlaskClient, db_session: Db, fair: Event
) -> None:
    full, empty = (
        rooms.add_room(fair, name=LocalizedText(fr=name), capacity=None, actor=None, at=NOW)
        for name in ("Pleine", "Vide")
    )
    kind = db_session.scalars(select(SessionKind)).first()
    assert kind is not None
    values = {"title": LocalizedText(fr="X"), "kind_id": kind.id, "room_id": full.id}
    editing.create(fair, values, actor=None, at=NOW)
    page = editor.post(ROOMS + "pleine/removal")
    assert page.status_code == 422
    assert "Des séances sont dans cette salle." in page.text
    assert editor.post(ROOMS + f"{empty.code}/removal").status_code == 303
    assert db_session.scalars(select(Room.code)).all() == ["pleine"]


def test_only_editors_change_rooms(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "reception")
    for path in ("", "new", "a", "a/removal"):
        assert client.get(ROOMS + path).status_code == 403
    assert client.post(ROOMS + "a/position").status_code == 403
