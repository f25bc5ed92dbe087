"""Today's figures on a television."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from flask.testing import FlaskClient

from fairapp.core import clock
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import Login
from tests.reports.conftest import came, local

SCREEN = "/staff/journees/screen"


@pytest.fixture
def hall(client: FlaskClient, fair: Fair, login: Login) -> Iterator[FlaskClient]:
    """Signed in on the first morning, at ten."""
    with clock.stopped(local(fair.event, DAYS[0], "10:00")):
        login(client, "reports")
        client.set_cookie("lang", "en")
        yield client


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.partition("<main")[2]))


def test_screen_counts_without_names_or_groups_of_one(hall: FlaskClient, fair: Fair) -> None:
    for number in range(3):
        came(fair, f"Femme{number} Diallo", "08:31", sex="F", birth_year=1990)
    came(fair, "Ministre Camara", "08:40", sex="M", birth_year=1950, protocol_rank=1)
    fair.person("Attendu Bah", protocol_rank=2)

    page = words(hall.get(SCREEN).text)

    assert "present today 4" in page
    assert "Women 3" in page
    for hidden in ("Men", "Ministre", "Camara", "Attendu", "Diallo"):
        assert hidden not in page


def test_screen_is_not_sent_again_while_it_is_the_same(hall: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    first = hall.get(SCREEN)

    again = hall.get(SCREEN, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert hall.get("/staff/journees/").headers["ETag"] != first.headers["ETag"]


def test_screen_after_the_fair_gives_the_three_numbers(hall: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00")
    with clock.stopped(local(fair.event, DAYS[-1].replace(day=20), "10:00")):
        page = words(hall.get(SCREEN).text)

    assert "unique participants 1" in page
    assert "entries 2" in page


@pytest.mark.parametrize("role", ["scanner", "badges", "programme"])
def test_screen_is_closed_to_other_roles(hall: FlaskClient, login: Login, role: str) -> None:
    login(hall, role)
    assert hall.get(SCREEN).status_code == 403
