"""The invitation of a category: made, renewed, withdrawn."""

from __future__ import annotations

import json

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.events.queries import category_by_invitation
from tests.conftest import Login
from tests.registration.people import make_fair

PAGE = "/staff/foire/categories/officiel"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair()


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def key_of(fair: Event, code: str = "officiel") -> str | None:
    db.session.expire_all()
    return db.session.scalars(
        select(Category.invitation_key).filter_by(event_id=fair.id, code=code)
    ).one()


def test_an_invitation_is_made_renewed_and_withdrawn(team: FlaskClient, fair: Event) -> None:
    assert "invitation=" not in team.get(PAGE).text
    team.post(f"{PAGE}/invitation")
    first = key_of(fair)
    assert first
    assert f"/e/foire/register?invitation={first}" in team.get(PAGE).text
    team.post(f"{PAGE}/invitation")
    second = key_of(fair)
    assert second and second != first
    assert category_by_invitation(fair, first) is None
    team.post(f"{PAGE}/invitation", data={"withdraw": "y"})
    assert key_of(fair) is None
    entries = db.session.scalars(
        select(AuditEntry)
        .where(AuditEntry.action.startswith("category.invitation"))
        .order_by(AuditEntry.id)
    ).all()
    assert [entry.action.partition("_")[2] for entry in entries] == ["made", "renewed", "withdrawn"]
    told = json.dumps([entry.details for entry in entries])
    assert first not in told
    assert second not in told


def test_an_open_category_has_none(team: FlaskClient, fair: Event) -> None:
    team.post("/staff/foire/categories/ong/invitation")
    assert key_of(fair, "ong") is None
    assert team.post("/staff/foire/categories/nobody/invitation").status_code == 404


def test_only_who_manages_the_fair(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "reception")
    assert client.post(f"{PAGE}/invitation").status_code == 403
    assert key_of(fair) is None
