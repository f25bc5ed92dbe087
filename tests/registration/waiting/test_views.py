"""What whoever waits can do on the pass."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import actions
from fairapp.registration.models import Registration, Source, Status
from tests.registration.people import make_fair, register


@pytest.fixture
def waiting(db_session: scoped_session[Session]) -> Registration:
    """First in line at a fair with one place."""
    fair: Event = make_fair(capacity=1)
    register(fair, "Un Sow", source=Source.ONLINE)
    return register(fair, "Deux Sow", source=Source.ONLINE)


def free_the_place(waiting: Registration) -> None:
    first = db.session.get_one(Registration, waiting.id - 1)
    actions.cancel(first, actor=None, at=clock.now())


def test_the_pass_tells_the_place_in_line(client: FlaskClient, waiting: Registration) -> None:
    page = client.get(f"/p/{waiting.pass_key}").text
    assert 'data-position="1"' in page
    assert "/room-left" not in page


@pytest.mark.parametrize(
    ("answer", "status"), [("acceptance", Status.CONFIRMED), ("refusal", Status.CANCELLED)]
)
def test_a_place_on_offer_is_taken_or_left(
    client: FlaskClient, waiting: Registration, answer: str, status: Status
) -> None:
    free_the_place(waiting)
    url = f"/p/{waiting.pass_key}/{answer}"
    assert f'action="{url}"' in client.get(f"/p/{waiting.pass_key}").text
    assert client.post(url).status_code == 303
    db.session.expire_all()
    assert waiting.status == status


def test_days_with_room_can_be_had_at_once(client: FlaskClient, waiting: Registration) -> None:
    event = waiting.event
    event.capacity, event.days[1].capacity = None, 1
    assert 'name="day" value="3"' in client.get(f"/p/{waiting.pass_key}").text
    url = f"/p/{waiting.pass_key}/room-left"
    client.post(url, data={"day": ["1", "²"]})
    db.session.expire_all()
    assert waiting.status == Status.WAITING
    client.post(url, data={"day": ["1", "3"]})
    db.session.expire_all()
    assert waiting.status == Status.CONFIRMED
