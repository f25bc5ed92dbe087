"""Heads counted without names: by phones, by hand; summed, corrected, counted once."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from fairapp.checkin.models import Tally
from fairapp.checkin.tallies.queries import totals
from fairapp.checkin.tallies.rules import MOST, Heads
from fairapp.core.db import db
from fairapp.reports.summary import as_dict, summarise
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.checkin.devices.test_api import bearing, enrolled
from tests.conftest import Login
from tests.statements import recorded

API = "/api/v1/events/journees/tallies"
PAGE = "/staff/journees/tallies/"

pytestmark = pytest.mark.usefixtures("morning")


def heads(women: int = 0, men: int = 0, children: int = 0, **values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "session": "J1-02",
        "women": women,
        "men": men,
        "children": children,
        "counted_at": "2026-12-02T08:29:00Z",
        **values,
    }


def send(client: FlaskClient, token: str, *rows: Any, **upload: Any) -> list[dict[str, Any]]:
    body = {"sent_at": "2026-12-02T08:30:00Z", "tallies": list(rows), **upload}
    answer = client.post(API, json=body, headers=bearing(token))
    assert answer.status_code == 200, answer.text
    assert answer.json is not None
    return list(answer.json["results"])


def test_rows_of_phones_are_summed_and_each_is_counted_once(
    client: FlaskClient, fair: Fair
) -> None:
    device, token = enrolled(fair)
    db.session.commit()
    rows = [heads(3, 4, 1), heads(1, -1), heads(0, 2)]
    first = send(client, token, *rows)
    again = send(client, token, *rows)
    assert [r["status"] for r in first] == ["stored"] * 3
    assert again == [{"uuid": row["uuid"], "status": "already"} for row in rows]
    assert totals(fair.event) == {"J1-02": Heads(4, 5, 1)}
    assert set(db.session.scalars(select(Tally.device_id))) == {device.id}


def test_a_clock_that_is_wrong_is_put_right(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    # Seven minutes fast: counted a minute before it was sent.
    row = heads(1, counted_at="2026-12-02T08:36:00Z")
    send(client, token, row, sent_at="2026-12-02T08:37:00Z")
    assert db.session.scalars(select(Tally.at)).one() == MORNING.replace(minute=29)


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (heads(), "empty"),
        (heads(MOST + 1), "women"),
        (heads(men=-MOST - 1), "men"),
        (heads(1, session="J9-99"), "session"),
        (heads(1, session=None), "session"),
        (heads(1, counted_at="demain"), "counted_at"),
        (heads(1, children="trois"), "children"),
        (heads(1, children=True), "children"),
        (heads(1, uuid="x"), "uuid"),
        ("rien", "uuid"),
    ],
)
def test_what_is_no_count_stops_no_other(
    client: FlaskClient, fair: Fair, row: Any, field: str
) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    bad, good = send(client, token, row, heads(2))
    assert (bad["status"], bad["reason"], good["status"]) == ("invalid", field, "stored")
    assert totals(fair.event) == {"J1-02": Heads(2)}


@pytest.mark.parametrize("body", [{}, [], {"tallies": 3, "sent_at": "2026-12-02T08:30:00Z"}])
def test_what_is_no_upload_is_refused(client: FlaskClient, fair: Fair, body: Any) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    assert client.post(API, json=body, headers=bearing(token)).status_code == 400


def test_a_device_of_another_fair_counts_nothing_here(client: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "ailleurs")
    _device, token = enrolled(other)
    db.session.commit()
    answer = client.post(
        API,
        json={"sent_at": "2026-12-02T08:30:00Z", "tallies": [heads(1)]},
        headers=bearing(token),
    )
    assert answer.status_code in (401, 403)
    assert totals(fair.event) == {}


@pytest.mark.usefixtures("english")
def test_somebody_writes_a_number_down_once(client: FlaskClient, fair: Fair, login: Login) -> None:
    login(client, "scanner")
    page = client.get(PAGE).text
    assert '<option selected value="J1-02">' in page
    written = {"uuid": str(uuid4()), "session": "J1-02", "women": "120", "men": "85"}
    for _ in range(2):
        answer = client.post(PAGE, data=written)
        assert answer.headers["Location"] == f"{PAGE}J1-02"
    assert totals(fair.event) == {"J1-02": Heads(120, 85)}
    assert "Police et citoyens" in client.get(f"{PAGE}J1-02").text


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ({}, "Write how many there were."),
        ({"women": "0"}, "Write how many there were."),
        ({"children": "7", "women": "-4"}, "A whole number, please."),
        ({"children": "7", "women": "beaucoup"}, "Not a valid integer value"),
        ({"children": "7", "men": "99999999999"}, "A whole number, please."),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
    client: FlaskClient, fair: Fair, login: Login, written: dict[str, str], said: str
) -> None:
    login(client, "scanner")
    answer = client.post(PAGE, data={"uuid": str(uuid4()), "session": "J1-02", **written})
    assert answer.status_code == 422
    assert said in answer.text
    for value in written.values():
        assert f'value="{value}"' in answer.text
    assert totals(fair.event) == {}


def test_a_row_is_taken_back_once_and_stays(client: FlaskClient, fair: Fair, login: Login) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    send(client, token, heads(3, 4), heads(1))
    login(client, "scanner")
    [wrong] = db.session.scalars(select(Tally).where(Tally.women == 3))
    for _ in range(2):
        client.post(f"{PAGE}J1-02/{wrong.id}/correction")
    assert totals(fair.event) == {"J1-02": Heads(1)}
    assert db.session.scalar(select(func.count(Tally.id))) == 3
    assert client.post(f"{PAGE}J2-01/{wrong.id}/correction").status_code == 404


def test_heads_are_apart_in_the_summary(client: FlaskClient, fair: Fair) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    send(client, token, heads(3, 4), heads(1, children=5))
    found = as_dict(summarise(fair.event))
    assert found["tallies"] == [
        {"session": "J1-02", "women": 4, "men": 4, "children": 5, "all": 13}
    ]
    assert (found["unique"], found["entries"]) == (0, 0)


def test_only_who_checks_in_counts(client: FlaskClient, fair: Fair, login: Login) -> None:
    db.session.commit()
    assert client.get(PAGE).status_code == 302
    login(client, "badges")
    assert client.get(PAGE).status_code == 403


def test_the_page_asks_as_much_for_three_rows_as_for_one(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    _device, token = enrolled(fair)
    db.session.commit()
    login(client, "scanner")
    send(client, token, heads(1))
    client.get(f"{PAGE}J1-02")
    with recorded() as one:
        client.get(f"{PAGE}J1-02")
    send(client, token, heads(1), heads(2))
    with recorded() as three:
        client.get(f"{PAGE}J1-02")
    assert len(three) == len(one)
