"""Other days, from one's pass."""

from __future__ import annotations

import re

import pytest

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.models import Status
from tests.conftest import Client
from tests.registration.people import register


def ticked(page: str) -> list[str]:
    boxes = re.findall(r"<input[^>]*name=\"days\"[^>]*>", page)
    return [re.findall(r'value="(\d)"', box)[0] for box in boxes if "checked" in box]


def test_days_are_changed_in_one_step_and_nothing_else(client: Client, fair: Event) -> None:
    person = register(
        fair, phone="631 12 34 56", organisation="ONG Horizon", needs_help="Rampe", days=fair.days
    )
    path = f"/p/{person.pass_key}/days"
    assert f'href="{path}"' in client.get(f"/p/{person.pass_key}").text
    assert ticked(client.get(path).text) == ["1", "2", "3"]

    answer = client.post(path, data={"days": ["1", "3"]})

    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}")
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert [day.number for day in person.days] == [1, 3]
    assert (person.phone, person.organisation) == ("+224631123456", "ONG Horizon")
    assert (person.needs_help, person.status) == ("Rampe", Status.CONFIRMED)


def test_a_full_day_is_refused_on_its_field_and_what_was_ticked_stays(
    client: Client, fair: Event
) -> None:
    register(fair, "Sékou Touré", days=fair.days[1:2])
    person = register(fair, days=fair.days[:1])
    fair.days[1].capacity = 1
    db.session.flush()
    answer = client.post(f"/p/{person.pass_key}/days", data={"days": ["2", "3"]})
    assert answer.status_code == 422
    assert 'id="days-error"' in answer.text
    assert ticked(answer.text) == ["2", "3"]
    assert [day.number for day in person.days] == [1]


@pytest.mark.parametrize("days", [[], ["9"], ["x"]])
def test_no_day_and_days_that_are_not_there_are_refused(
    client: Client, fair: Event, days: list[str]
) -> None:
    person = register(fair, days=fair.days[:1])
    assert client.post(f"/p/{person.pass_key}/days", data={"days": days}).status_code == 422
    assert [day.number for day in person.days] == [1]


def test_whoever_is_no_longer_expected_has_no_days_to_change(client: Client, fair: Event) -> None:
    person = register(fair, days=fair.days[:1])
    person.status = Status.CANCELLED
    db.session.flush()
    assert client.post(f"/p/{person.pass_key}/days", data={"days": ["2"]}).status_code == 303
    assert [day.number for day in person.days] == [1]
