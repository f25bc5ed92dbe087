"""Opinions as participants give them: on their pass, and by the code at the door."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.core import clock
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.feedback import views
from fairapp.registration.models import Status
from fairapp.registration.signups import actions as signups
from tests.registration.feedback.conftest import SEEN
from tests.registration.feedback.judging import door, say, stored
from tests.registration.people import make_fair, register
from tests.registration.signups import workshops
from tests.statements import recorded

FORM = 'name="rating"'
GOOD = {"rating": "4", "words": "  Très   utile  "}
SESSION = "/e/foire/programme/J1-05"


def test_by_the_code_at_the_door_without_an_account(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    page = client.get(door(fair))
    assert page.status_code == 200 and FORM in page.text
    assert page.headers["Cache-Control"] == "private, no-store"
    answer = client.post(door(fair), data=GOOD)
    assert (answer.status_code, answer.location) == (303, door(fair))
    assert stored() == [("J1-05", 4, "Très utile", False)]
    # The same phone again changes what it said; another phone is another one.
    again = client.get(door(fair)).text
    assert re.search(r'<input checked [^>]*value="4"', again) and 'value="Très utile"' in again
    client.post(door(fair), data={"rating": "2", "words": ""})
    assert stored() == [("J1-05", 2, "", False)]
    client.application.test_client().post(door(fair), data={"rating": "5"})
    assert len(stored()) == 2


@pytest.mark.parametrize("key", ["", "?door=", "?door=00000000", "?door=é&as=nobody"])
def test_without_the_code_of_the_door_strangers_have_no_say(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime, key: str
) -> None:
    workshops.add_workshop(fair, "J1-06")
    other = door(fair, "J1-06").partition("?")[2]
    for path in (f"/e/foire/opinion/J1-05{key}", f"/e/foire/opinion/J1-05?{other}"):
        page = client.get(path)
        assert FORM not in page.text and 'href="/e/foire/find-my-pass"' in page.text
        assert client.post(path, data=GOOD).status_code == 422
    assert stored() == []


def test_a_phone_that_knows_a_pass_is_that_person_wherever_it_speaks(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    person = register(fair)
    client.get(f"/p/{person.pass_key}")
    assert "Mariama Diallo" in client.get(door(fair)).text
    client.post(door(fair), data={"rating": "1"})
    client.post("/e/foire/opinion/J1-05", data={"rating": "2"})
    answer = client.post(f"/p/{person.pass_key}/opinion/J1-05", data=GOOD)
    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}/opinions")
    assert stored() == [("J1-05", 4, "Très utile", True)]


def test_a_family_s_phone_speaks_for_each_of_them_and_for_a_guest(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    one, other = register(fair, "Aissatou Sow"), register(fair, "Bountou Sow")
    elsewhere = register(make_fair("ailleurs"), "Ailleurs Sow")
    for who in (one, other, elsewhere):
        client.get(f"/p/{who.pass_key}")
    page = client.get(door(fair)).text
    assert "Bountou Sow" in page and f"as={one.reference}" in page and "as=nobody" in page
    assert "Ailleurs" not in page
    client.post(door(fair), data={"rating": "5"})
    client.post(f"{door(fair)}&as={one.reference}", data={"rating": "4"})
    client.post(f"{door(fair)}&as=nobody", data={"rating": "3"})
    # Somebody whose pass was not shown here cannot be named.
    stranger = register(fair, "Cellou Barry")
    client.post(f"{door(fair)}&as={stranger.reference}", data={"rating": "1"})
    assert [(rating, known) for _, rating, _, known in stored()] == [
        (1, True),
        (4, True),
        (3, False),
    ]


def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    for data in ({"words": "Bien dit"}, {"rating": "6", "words": "Bien dit"}):
        page = client.post(f"{door(fair)}&lang=en", data=data)
        assert page.status_code == 422
        assert 'href="#rating-0"' in page.text and 'id="rating-error"' in page.text
        assert 'value="Bien dit"' in page.text
    page = client.post(door(fair), data={"rating": "3", "words": "x" * 201})
    assert page.status_code == 422 and 'id="words-error"' in page.text
    assert stored() == []


@pytest.mark.parametrize("method", ["get", "post"])
def test_too_early_too_late_cancelled_and_unknown(
    client: FlaskClient, fair: Event, workshop: Session, method: str
) -> None:
    person = register(fair)
    ask: Callable[..., object] = getattr(client, method)
    paths = [door(fair), f"/p/{person.pass_key}/opinion/J1-05"]
    for at in (SEEN - timedelta(hours=2), SEEN + timedelta(days=12)):
        with clock.stopped(at):
            pages = [ask(path, data=GOOD) for path in paths]
            assert all("notice warning" in page.text and FORM not in page.text for page in pages)
    workshop.status = SessionStatus.CANCELLED
    with clock.stopped(SEEN):
        pages = [ask(f"{path}{'&' if '?' in path else '?'}lang=en", data=GOOD) for path in paths]
        assert all("This session is cancelled" in page.text for page in pages)
        workshop.status = SessionStatus.DRAFT
        paths.append("/e/foire/opinion/J9-99")
        assert {ask(path, data=GOOD).status_code for path in paths} == {404}
    assert stored() == []


def test_meals_are_not_judged(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    workshop.kind.icon = "pause"
    assert client.get("/e/foire/opinion/J1-05").status_code == 404
    assert "/opinion/" not in client.get(SESSION).text


def test_the_way_appears_with_the_session_s_beginning(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    places = {SESSION: "/e/foire/opinion/J1-05", f"/p/{person.pass_key}": "/opinions"}
    for at, is_there in (
        (SEEN - timedelta(hours=2), False),
        (SEEN, True),
        (SEEN + timedelta(days=8), True),
        (SEEN + timedelta(days=12), False),
    ):
        with clock.stopped(at):
            found = {path: link in client.get(path).text for path, link in places.items()}
            assert found == dict.fromkeys(places, is_there), at
    person.status = Status.CANCELLED
    with clock.stopped(SEEN):
        assert "/opinions" not in client.get(f"/p/{person.pass_key}").text


def test_before_the_fair_a_pass_reads_no_more_than_without(
    client: FlaskClient, fair: Event
) -> None:
    person = register(fair)
    with recorded() as asked:
        client.get(f"/p/{person.pass_key}")
    before = len(asked)
    for number in range(5):
        workshops.add_workshop(fair, f"J1-1{number}", takes_sign_up=False)
    with recorded() as asked:
        client.get(f"/p/{person.pass_key}")
    assert len(asked) <= before + 1


def test_the_pass_lists_what_can_be_judged_own_sessions_first(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    signups.sign_up(person, workshop, actor=None, at=SEEN - timedelta(days=9))
    workshops.add_workshop(fair, "J1-01", hours=("09:00", "10:00"))
    workshops.add_workshop(fair, "J3-09", day=3)
    say(fair, person, 5, at=SEEN)
    path = f"/p/{person.pass_key}/opinions"
    with clock.stopped(SEEN):
        page = client.get(f"{path}?lang=en").text
    own = f"/p/{person.pass_key}/opinion"
    assert re.findall(rf'href="{own}(/[^"]*)?"', page) == ["/J1-05", "/J1-01"]
    assert "Very good" in page
    with clock.stopped(datetime(2026, 12, 4, 15, 0, tzinfo=UTC)):
        page = client.get(path).text
        assert re.findall(rf'href="{own}(/[^"]*)?"', page) == ["", "/J1-05", "/J3-09", "/J1-01"]
        assert client.post(own, data=GOOD).status_code == 303
    assert stored()[-1] == ("", 4, "Très utile", True)
    with clock.stopped(SEEN - timedelta(days=3)):
        assert own + '"' not in client.get(path).text


def test_a_duplicate_s_link_speaks_as_the_one_that_counts(
    client: FlaskClient, fair: Event, workshop: Session, seen: datetime
) -> None:
    kept, merged = register(fair), register(fair, "Mariama Dialo")
    merged.status, merged.merged_into = Status.MERGED, kept
    for page in ("opinions", "opinion/J1-05"):
        answer = client.get(f"/p/{merged.pass_key}/{page}")
        assert answer.location == f"/p/{kept.pass_key}/{page}"
    # On a phone that remembers the old link as well.
    client.set_cookie("passes", merged.pass_key)
    client.post(door(fair), data=GOOD)
    say(fair, kept, 1, at=seen)
    assert stored() == [("J1-05", 1, "", True)]


def test_phones_without_a_pass_behind_one_address_are_as_many_as_a_hall_holds(
    client: FlaskClient,
    fair: Event,
    workshop: Session,
    seen: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(views, "UNKNOWN_OFTEN", "4 per day")
    workshops.add_workshop(fair, "J1-06")
    person, path = register(fair), door(fair)
    client.get(f"/p/{person.pass_key}")

    def send(path: str, rating: str = "1") -> int:
        """From a phone that was never here."""
        return client.application.test_client().post(path, data={"rating": rating}).status_code

    # What is refused, and what participants say, is not counted.
    assert [send(path, "9") for _ in range(5)] == [422] * 5
    assert [client.post(path, data=GOOD).status_code for _ in range(5)] == [303] * 5
    assert [send(path) for _ in range(6)] == [303] * 4 + [429] * 2
    assert send(door(fair, "J1-06")) == 303
    assert [known for *_, known in stored()] == [True, *[False] * 5]
