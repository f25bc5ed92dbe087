"""The overview of registrations."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Status
from tests.conftest import NOW, Login
from tests.registration.people import register

URL = "/staff/foire/registrations/"


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def figures(page: str) -> list[int]:
    return [int(text) for text in re.findall(r"<dd>(\d+)</dd>", page)]


def test_a_fair_without_limits_and_people(team: FlaskClient) -> None:
    page = team.get(URL)
    assert page.status_code == 200
    assert figures(page.text) == [0] * 7
    assert "<progress" not in page.text


def test_standings_limits_and_the_last_seven_days(team: FlaskClient, fair: Event) -> None:
    fair.capacity, fair.categories[0].capacity, fair.days[1].capacity = 4, 3, 0
    register(fair, "Mamadou Bah", at=NOW - timedelta(days=8))
    for name, status in (
        ("Aïssatou Barry", Status.PENDING),
        ("Sékou Camara", Status.WAITING),
        ("Oumar Sylla", Status.CANCELLED),
    ):
        register(fair, name).status = status
    db.session.flush()
    page = team.get(URL).text
    assert figures(page) == [1, 1, 1, 0, 1, 0, 3]
    assert re.findall(r'data-quota="([\w-]+)"', page) == ["event", "category-ong", "day-2"]
    assert re.findall(r'max="(\d+)" value="(\d+)"', page) == [("4", "2"), ("3", "2"), ("1", "1")]
    assert '<dt><a href="/staff/foire/registrations/decisions/">' in page
