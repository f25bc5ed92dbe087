"""Big fairs are searched in the background; what is found is kept until something changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.actions import update_details
from fairapp.registration.duplicates import pairs, searches
from fairapp.registration.duplicates.models import LikelyPair
from tests.conftest import NOW, Login
from tests.registration.people import AT, details, make_fair, register

URL = "/staff/foire/registrations/duplicates/"
PHONE, OTHER = "+224 631 12 34 56", "+224 631 65 43 21"


@pytest.fixture(autouse=True)
def any_fair_is_big(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (pairs, searches):
        monkeypatch.setattr(module, "AT_ONCE", 1)


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair()


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def twice(fair: Event, name: str = "Mariama Diallo", phone: str = PHONE) -> tuple[int, int]:
    return register(fair, name, phone=phone).id, register(fair, name, phone=phone).id


def searched(fair: Event) -> list[tuple[int, int]]:
    """What the page shows after the worker's round."""
    db.session.commit()
    tasks.run_pending()
    return [(p.first_id, p.second_id) for p in pairs.likeliest(fair, 50).pairs]


def test_worker_searches_without_being_asked(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)
    page = team.get(URL).text
    assert "data-pair" not in page
    assert 'action="/staff/foire/registrations/duplicates/search"' in page

    assert searched(fair) == [(one, other)]
    page = team.get(URL).text
    assert f'data-pair="{one}-{other}"' in page
    assert "duplicates/search" not in page


def test_finds_what_comparing_at_once_finds(fair: Event) -> None:
    twice(fair)
    twice(fair, "Mamadou Barry", OTHER)
    register(fair, "Mariama Barry")

    searched(fair)
    assert pairs.likeliest(fair, 50).pairs == pairs.probable(fair)
    assert (pairs.likeliest(fair, 1).pairs, pairs.likeliest(fair, 1).total) == (
        pairs.probable(fair)[:1],
        2,
    )


def test_searches_again_only_when_something_changed(fair: Event) -> None:
    one, other = twice(fair)
    assert searched(fair) == [(one, other)]
    assert searches.due(NOW) == []

    third = register(fair, "Diallo Mariama", phone=OTHER)
    assert searched(fair) == [(one, other)]
    update_details(third, details(fair, "Diallo Mariama", PHONE), actor=None, at=AT)
    found = searched(fair)
    assert sorted(found) == [(one, other), (one, third.id), (other, third.id)]


def test_a_dear_search_is_not_begun_again_at_once(fair: Event) -> None:
    twice(fair)
    searched(fair)
    search = searches.of(fair)
    assert search is not None
    search.seconds = 30
    register(fair, "Mamadou Barry")

    assert searches.due(NOW) == []
    assert searches.due(NOW + timedelta(minutes=10)) == [fair.id]


def test_button_begins_one_search_with_progress(team: FlaskClient, fair: Event) -> None:
    assert team.get(f"{URL}search/progress").status_code == 404
    one, other = twice(fair)
    db.session.commit()

    assert team.post(f"{URL}search").status_code == 303
    team.post(f"{URL}search")
    assert db.session.scalar(select(func.count(tasks.Job.id))) == 1
    assert "data-progress" in team.get(URL).text
    assert team.get(f"{URL}search/progress").json == {"done": 0, "total": 0, "over": False}

    assert searched(fair) == [(one, other)]
    assert team.get(f"{URL}search/progress").json == {"done": 2, "total": 2, "over": True}


def test_decisions_hold_without_a_search(team: FlaskClient, fair: Event) -> None:
    one, other = twice(fair)
    searched(fair)

    team.post(f"{URL}{one}/{other}/distinct")
    assert "data-pair" not in team.get(URL).text
    searched(fair)
    assert "data-pair" not in team.get(URL).text
    team.post(f"{URL}distinct/1/undo")
    assert "data-pair" in team.get(URL).text
    team.post(f"{URL}{one}/{other}/merge", data={"keep": one})
    assert "data-pair" not in team.get(URL).text
    team.post(f"{URL}merges/1/undo")
    assert "data-pair" in team.get(URL).text


def test_other_fairs_keep_what_they_have(fair: Event) -> None:
    pair = twice(fair)
    other_fair = make_fair("autre")
    twice(other_fair)

    assert searched(fair) == [pair]
    assert db.session.scalar(select(func.count(LikelyPair.id))) == 2


def test_only_who_manages_registrations_searches(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    login(client, "reception")
    assert client.post(f"{URL}search").status_code == 403
    assert client.get(f"{URL}search/progress").status_code == 403
