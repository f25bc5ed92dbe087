"""Numbers in addresses that no row can have."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session, scoped_session

from fairapp.events.actions import create_event
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

HUGE = ("2147483648", "99999999999999999999")
PLACES = (
    "/staff/kindia/badges/{}",
    "/staff/kindia/badges/batches/{}",
    "/staff/kindia/reports/made/{}",
    "/staff/kindia/team/{}/removal",
    "/staff/kindia/team/members/{}/password",
)


@pytest.fixture
def organiser(
    client: FlaskClient, db_session: scoped_session[Session], login: Login
) -> FlaskClient:
    create_event(NEW, actor=None, at=NOW).slug = "kindia"
    db_session.commit()
    login(client, "organiser")
    return client


@pytest.mark.parametrize("number", HUGE)
@pytest.mark.parametrize("address", PLACES)
def test_a_number_too_large_for_the_database_is_not_found(
    organiser: FlaskClient, address: str, number: str
) -> None:
    assert organiser.get(address.format(number)).status_code == 404


def test_the_longest_number_of_all_is_not_read(organiser: FlaskClient) -> None:
    """Python refuses to turn more than 4300 digits into a number."""
    assert organiser.get("/staff/kindia/badges/" + "9" * 5000).status_code == 404
