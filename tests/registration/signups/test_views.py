"""Seats as participants take them: from the programme, and on their pass."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.models import Registration, Status
from fairapp.registration.signups import actions
from fairapp.registration.signups.models import SeatStatus
from tests.registration.people import AT, make_fair, register
from tests.registration.signups.workshops import add_workshop, standings
from tests.statements import recorded

SEATED, WAITING, GIVEN_UP = SeatStatus.SEATED, SeatStatus.WAITING, SeatStatus.GIVEN_UP
SESSION = "/e/foire/programme/J1-05"
ASK = f"{SESSION}/seat"


def take(person: Registration, code: str = "J1-05") -> str:
    return f"/p/{person.pass_key}/seats/{code}"


def release(person: Registration, code: str = "J1-05") -> str:
    return f"{take(person, code)}/cancellation"


@pytest.fixture
def workshop(fair: Event) -> Session:
    return add_workshop(fair)


def test_a_session_s_page_leads_to_a_seat_and_stays_the_same_for_everybody(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    stranger = client.get(SESSION)
    assert f'href="{ASK}"' in stranger.text
    client.get(f"/p/{person.pass_key}")
    # The first page after a form's token notes that nobody is signed in.
    client.get(SESSION)
    known = client.get(SESSION)
    assert known.text == stranger.text
    assert "max-age" in known.headers["Cache-Control"]


@pytest.mark.parametrize(
    "values",
    [{"takes_sign_up": False}, {"status": SessionStatus.CANCELLED}],
)
def test_what_takes_no_sign_up_offers_none(
    client: FlaskClient, fair: Event, values: dict[str, object]
) -> None:
    add_workshop(fair, **values)
    person = register(fair)
    client.get(f"/p/{person.pass_key}")
    assert ASK not in client.get(SESSION).text
    assert ASK not in client.get("/e/foire/programme").text
    page = client.get(ASK)
    assert page.status_code == 200
    assert take(person) not in page.text
    client.post(take(person))
    assert standings(db.session.query(Session).one()) == {}


def test_programme_says_how_many_seats_are_left(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    add_workshop(fair, "J1-06", capacity=None)
    with recorded() as asked:
        page = client.get("/e/foire/programme?lang=en").text
    assert len(asked) <= 9
    assert page.count("2 seats left") == 1
    for name in ("Aissatou", "Bountou"):
        actions.sign_up(register(fair, name), workshop, actor=None, at=AT)
    page = client.get("/e/foire/programme").text
    assert "2 seats left" not in page and page.count("Full: waiting list") == 1


def test_a_kept_page_of_the_programme_follows_each_seat(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    def left() -> str:
        page = client.get("/e/foire/programme?lang=en").text
        return page.partition(" left</p>")[0].rpartition(">")[2]

    person = register(fair)
    assert (left(), left()) == ("2 seats", "2 seats")
    actions.sign_up(person, workshop, actor=None, at=AT)
    assert left() == "1 seat"
    actions.give_up(person, workshop, actor=None, at=AT)
    assert left() == "2 seats"
    actions.set_seats(workshop, takes_sign_up=True, capacity=9, actor=None, at=AT)
    assert left() == "9 seats"


def test_whoever_has_no_pass_here_is_told_how_to_come_by_one(
    client: FlaskClient, workshop: Session
) -> None:
    page = client.get(ASK)
    assert page.headers["Cache-Control"] == "private, no-store"
    assert 'href="/e/foire/register"' in page.text
    assert "<form" not in page.text


def test_a_remembered_pass_signs_up_in_one_tap(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    person, elsewhere = register(fair), register(make_fair("ailleurs"), "Ailleurs Sow")
    for who in (person, elsewhere):
        client.get(f"/p/{who.pass_key}")
    page = client.get(ASK).text
    assert f'action="{take(person)}"' in page and elsewhere.pass_key not in page
    answer = client.post(take(person))
    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}?seat=J1-05#seats")
    assert standings(workshop) == {"Mariama": SEATED}
    assert f'action="{take(person)}"' not in client.get(ASK).text


def test_a_family_s_phone_offers_a_seat_to_each_of_them(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    people = [register(fair, name) for name in ("Aissatou Sow", "Bountou Sow", "Cellou Sow")]
    merged, people[1].status = register(fair, "Aissatou Soww"), Status.CANCELLED
    merged.status, merged.merged_into = Status.MERGED, people[0]
    for who in (*people, merged):
        client.get(f"/p/{who.pass_key}")
    page = client.get(ASK).text
    assert [f'action="{take(who)}"' in page for who in (*people, merged)] == [
        *(True, False, True),
        False,
    ]
    assert page.count(f'action="{take(people[0])}"') == 1


def test_the_pass_shows_own_seats_and_what_can_be_had_on_own_days(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    add_workshop(fair, "J2-05", day=2)
    add_workshop(fair, "J3-05", day=3)
    add_workshop(fair, "J1-06", hours=("15:00", "16:00"))
    person = register(fair, days=(fair.days[0], fair.days[2]))
    actions.sign_up(person, workshop, actor=None, at=AT)
    page = client.get(f"/p/{person.pass_key}").text
    assert f'action="{release(person)}"' in page and f'action="{take(person)}"' not in page
    offered = [
        code for code in ("J2-05", "J3-05", "J1-06") if f'action="{take(person, code)}"' in page
    ]
    assert offered == ["J3-05", "J1-06"]
    # J1-06 begins before the workshop ends: a warning, and the button all the same.
    assert page.count("seat-clash") == 1


def test_giving_up_offers_to_take_it_back_while_it_is_there(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    workshop.capacity = 1
    person, other = register(fair), register(fair, "Bountou Sow")
    client.post(take(person))
    answer = client.post(release(person))
    assert answer.location == f"/p/{person.pass_key}?seat=J1-05#seats"
    page = client.get("/p/" + person.pass_key + "?seat=J1-05&lang=en").text
    assert "Take it back" in page
    client.post(take(other))
    page = client.get(answer.location).text
    assert "Take it back" not in page and "Join the waiting list" in page
    client.post(take(person))
    assert standings(workshop) == {"Mariama": WAITING, "Bountou": SEATED}
    page = client.get(answer.location).text
    assert "number 1" in page


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.DECLINED, Status.REPLACED])
def test_a_pass_that_no_longer_counts_shows_and_takes_no_seat(
    client: FlaskClient, fair: Event, workshop: Session, status: Status
) -> None:
    person = register(fair)
    person.status = status
    assert 'id="seats"' not in client.get(f"/p/{person.pass_key}").text
    answer = client.post(take(person))
    assert (answer.status_code, answer.location) == (303, f"/p/{person.pass_key}")
    assert standings(workshop) == {}


def test_addresses_that_lead_nowhere(client: FlaskClient, fair: Event, workshop: Session) -> None:
    person = register(fair)
    add_workshop(fair, "J1-09", status=SessionStatus.DRAFT)
    add_workshop(make_fair("ailleurs"), "J1-10")
    for code in ("J1-09", "J1-10", "rien", "J1-05%00"):
        assert client.get(f"/e/foire/programme/{code}/seat").status_code in {400, 404}
        assert client.post(take(person, code)).status_code in {400, 404}
        assert client.post(release(person, code)).status_code in {400, 404}
    assert client.post("/p/aaaaaaaaaaaaaaaaaaaaaa/seats/J1-05").status_code == 404
    client.set_cookie("passes", "x\x7f.aaaaaaaaaaaaaaaaaaaaaa.'")
    assert client.get(ASK).status_code == 200


def test_a_begun_session_is_no_longer_given_up(
    client: FlaskClient, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    workshop.starts_at = AT
    client.post(take(person))
    assert standings(workshop) == {}


def test_a_pass_asks_the_same_however_many_sessions_there_are(
    client: FlaskClient, fair: Event
) -> None:
    person, counts = register(fair), []
    for number in range(3):
        for code in (f"J1-1{number}", f"J2-1{number}"):
            workshop = add_workshop(fair, code, day=int(code[1]))
        actions.sign_up(person, workshop, actor=None, at=AT)
        with recorded() as asked:
            client.get(f"/p/{person.pass_key}")
        counts.append(len(asked))
    assert counts[0] == counts[1] == counts[2]
