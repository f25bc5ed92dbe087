"""The reception without script: what is found, what a tap does, what each role may."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.checkin import presence
from fairapp.checkin.models import Scan
from fairapp.checkin.people import expected_guests
from fairapp.core import clock
from fairapp.core.db import db
from fairapp.registration.models import Delegation
from fairapp.reports.board_during import during
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login
from tests.reports.conftest import scanned
from tests.statements import recorded

pytestmark = pytest.mark.usefixtures("morning", "english")

DESK = "/desk/journees/"


@pytest.fixture
def desk(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A browser at the reception."""
    login(client, "reception")
    return client


def cards(answer: TestResponse) -> list[str]:
    """The text of each card, in order."""
    assert answer.status_code == 200
    found = re.findall(r"<li class=\"card desk-card.*?</li>", answer.text, flags=re.DOTALL)
    return [_text(card) for card in found]


def _text(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def check_in(client: FlaskClient, person_id: int, **values: Any) -> TestResponse:
    form = {"person": person_id, "uuid": str(uuid4()), "gate": "G1", **values}
    return client.post(f"{DESK}checkins", data=form, headers=values.pop("headers", {}))


def scans() -> list[Scan]:
    db.session.rollback()
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


# -- finding --------------------------------------------------------------------------------------


def test_desk_tells_homonyms_apart(desk: FlaskClient, fair: Fair) -> None:
    delegation = Delegation(event_id=fair.event.id, code="D1", name="Commune de Ratoma")
    fair.db.add(delegation)
    fair.db.flush()
    fair.badge(
        fair.person(
            "Mamadou Diallo",
            organisation="ONG Horizon",
            locality="Labé",
            birth_year=1984,
            phone="+224631123456",
            precision="Mamadou Lélouma",
        )
    )
    fair.person(
        "Mamadou Diallo", birth_year=1961, birth_approximate=True, delegation_id=delegation.id
    )

    first, second = cards(desk.get(f"{DESK}?q=diallo mamadou"))

    for fact in (
        *("ONG Horizon", "Labé", "born in 1984", "phone ending in 456", "Mamadou Lélouma"),
        *("badge no. 1", "Not in yet", "ONG et associations"),
    ):
        assert fact in first
    assert "born about 1961" in second
    assert "Delegation: Commune de Ratoma" in second
    assert "+224631123456" not in first


def test_desk_finds_by_badge_number_code_and_scanned_address(desk: FlaskClient, fair: Fair) -> None:
    badge = fair.badge(fair.person("Aïssatou Bah"))
    fair.badge(fair.person("Somebody Else"))
    reference = badge.registration.reference if badge.registration else ""

    for text in (
        f"HTTPS://FAIR.EXAMPLE/B/{badge.token}",
        f"https://fair.example/b/{badge.token.lower()}",
        str(badge.number),
        f"#{badge.number}",
        reference,
        f"{reference[:3]}-{reference[3:]}".lower(),
        "aissatou",
    ):
        assert "Aïssatou Bah" in cards(desk.get(DESK, query_string={"q": text}))[0], text


def test_desk_finds_nobody_of_another_fair(desk: FlaskClient, fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    badge = other.badge(other.person("Somebody Else"))
    person_id = badge.registration_id

    for text in ("Somebody", badge.token, f"/b/{badge.token}", "#1"):
        answer = desk.get(DESK, query_string={"q": text})
        assert "Somebody Else" not in answer.text, text
    assert desk.get(f"{DESK}?person={person_id}").status_code == 404
    assert check_in(desk, person_id or 0).status_code == 404
    assert scans() == []


def test_desk_says_what_happened_today(desk: FlaskClient, fair: Fair) -> None:
    in_, out, before = (fair.person(f"Aminata {name}") for name in ("Bah", "Condé", "Sow"))
    for person in (in_, out, before):
        check_in(desk, person.id)
    with clock.stopped(MORNING + timedelta(minutes=47)):
        desk.post(
            "/api/v1/events/journees/scans",
            json={
                "sent_at": "2026-12-02T09:17:00Z",
                "scans": [
                    {
                        "uuid": str(uuid4()),
                        "badge": f"r:{out.reference}",
                        "checkpoint": "G2",
                        "direction": "out",
                        "scanned_at": "2026-12-02T09:17:00Z",
                    }
                ],
            },
            headers={"X-Fair-App": "scanner"},
        )

    with clock.stopped(MORNING + timedelta(minutes=50)):
        today = cards(desk.get(f"{DESK}?q=aminata"))
    with clock.stopped(MORNING + timedelta(days=1)):
        tomorrow = cards(desk.get(f"{DESK}?q=aminata"))

    assert ["In since 08:30 · G1" in card for card in today] == [True, False, True]
    assert "Came at 08:30, left" in today[1]
    assert all("Not in yet" in card for card in tomorrow)


@pytest.mark.parametrize("text", ["%", "_", "'", "\\", "x" * 5000, "🂡", "a" * 200, "-"])
def test_desk_takes_any_question(desk: FlaskClient, fair: Fair, text: str) -> None:
    fair.person("Mariama Diallo")

    answer = desk.get(DESK, query_string={"q": text})

    assert answer.status_code == 200
    assert "Mariama" not in answer.text or text in ("-", "'")


def test_desk_answers_with_the_part_that_changes(desk: FlaskClient, fair: Fair) -> None:
    fair.person("Mariama Diallo")

    answer = desk.get(f"{DESK}?q=mariama", headers={"X-Fragment": "results"})

    assert len(cards(answer)) == 1
    assert "<html" not in answer.text
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "X-Fragment" in answer.headers["Vary"]


def test_desk_puts_guests_of_protocol_first(desk: FlaskClient, fair: Fair) -> None:
    fair.person("Aboubacar Sylla")
    minister = fair.person("Zeinab Sylla", "officiel", protocol_rank=4)
    governor = fair.person("Yaya Sylla", "officiel", protocol_rank=7)
    fair.person("Xavier Sylla", "officiel", protocol_rank=2, status="cancelled")

    found = cards(desk.get(f"{DESK}?q=sylla"))
    expected = cards(desk.get(DESK))
    check_in(desk, minister.id, override="Accueilli par le protocole")
    left = cards(desk.get(DESK))

    assert "Sylla" in found[0]
    assert "Aboubacar" in found[-1]
    assert ["Zeinab" in expected[0], "Yaya" in expected[1], len(expected)] == [True, True, 2]
    assert [governor.given_names in card for card in left] == [True]


def test_desk_and_board_expect_the_same_guests(desk: FlaskClient, fair: Fair) -> None:
    first, second, _third = fair.event.days
    rank = {"category": "officiel", "protocol_rank": 3}
    every_day = fair.person("Zeinab Sylla", **rank)
    today = fair.person("Yaya Camara", **rank, days=[first])
    fair.person("Xavier Bah", **rank, days=[second])
    gone_in, later = (fair.person(name, **rank) for name in ("Wadia Diallo", "Victor Sow"))
    for person, at in ((gone_in, MORNING), (later, MORNING + timedelta(hours=3))):
        scanned(fair.event, person, at)

    page = desk.get(DESK)
    board = during(fair.event, first, MORNING)

    expected = sorted(person.full_name for person in (every_day, today, later))
    assert sorted(guest.name for guest in board.guests) == expected
    assert sorted(name for card in cards(page) for name in expected if name in card) == expected
    assert len(cards(page)) == 3


def test_desk_expects_nobody_on_a_day_that_is_not_of_the_fair(fair: Fair) -> None:
    fair.person("Zeinab Sylla", "officiel", protocol_rank=4)
    eve = fair.event.days[0].date - timedelta(days=1)

    assert expected_guests(fair.event, eve) == ([], 0)
    assert expected_guests(fair.event, fair.event.days[0].date)[1] == 1


def test_desk_asks_the_database_as_often_for_twenty_people_as_for_one(
    desk: FlaskClient, fair: Fair
) -> None:
    counts = []
    for size in (1, 20):
        while fair.db.query(Scan).count() < size:
            person = fair.person("Mariama Diallo")
            fair.badge(person)
            check_in(desk, person.id)
        fair.db.commit()
        with recorded() as statements:
            assert len(cards(desk.get(f"{DESK}?q=mariama"))) == size
        counts.append(len(statements))

    assert counts[0] == counts[1] <= 16


# -- checking in ----------------------------------------------------------------------------------


def test_check_in_returns_to_the_search_and_says_so(desk: FlaskClient, fair: Fair) -> None:
    person = fair.person("M’Mah Camara")

    answer = check_in(desk, person.id, q="camara")
    page = desk.get(f"{answer.location}")

    assert answer.status_code == 302
    assert answer.location == f"{DESK}?q=camara"
    assert "M’Mah Camara is checked in." in page.text
    assert "In since 08:30 · G1" in cards(page)[0]
    [row] = scans()
    assert (row.method, row.verdict, row.is_entry) == ("search", "admitted", True)


def test_check_in_sent_twice_is_one_scan(desk: FlaskClient, fair: Fair) -> None:
    person, uuid = fair.person(), str(uuid4())

    first = check_in(desk, person.id, uuid=uuid)
    second = check_in(desk, person.id, uuid=uuid)

    assert (first.status_code, second.status_code) == (302, 302)
    assert len(scans()) == 1


def test_check_in_of_somebody_who_is_in_is_an_entry_and_no_second_person(
    desk: FlaskClient, fair: Fair
) -> None:
    person = fair.person()
    check_in(desk, person.id)

    with clock.stopped(MORNING + timedelta(hours=2)):
        answer = check_in(desk, person.id, gate="G2")
        page = desk.get(f"{answer.location}")

    assert "has been in since 08:30 (Entrée principale). This entry is noted." in page.text
    assert presence.unique_participants(fair.event) == 1
    assert presence.entries(fair.event) == 2


def test_check_in_answers_with_the_card_alone(desk: FlaskClient, fair: Fair) -> None:
    person = fair.person("M’Mah Camara")

    answer = desk.post(
        f"{DESK}checkins",
        data={"person": person.id, "uuid": str(uuid4()), "gate": "G1"},
        headers={"X-Fragment": "card"},
    )

    assert "In since 08:30 · G1" in cards(answer)[0]
    assert "M’Mah Camara is checked in." in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize("status", ["pending", "waiting", "replaced", "cancelled", "declined"])
def test_check_in_against_the_standing_takes_a_reason(
    desk: FlaskClient, fair: Fair, status: str
) -> None:
    person = fair.person("Mariama Diallo", status=status)
    card = cards(desk.get(f"{DESK}?q=mariama"))[0]
    assert "Let in all the same, because:" in card
    assert " Check in" not in card

    check_in(desk, person.id)
    assert presence.unique_participants(fair.event) == 0
    check_in(desk, person.id, override="Invitation présentée")

    assert presence.unique_participants(fair.event) == 1
    assert [row.override for row in scans()] == ["", "Invitation présentée"]


def test_check_in_out_of_the_fairs_days_explains_and_offers_reasons(
    desk: FlaskClient, fair: Fair
) -> None:
    person = fair.person("Mariama Diallo")

    with clock.stopped(MORNING - timedelta(hours=12)):
        answer = check_in(desk, person.id, q="mariama")
        page = desk.get(f"{answer.location}")

    assert "The fair is not open today: nobody is counted." in page.text
    assert "Let in all the same, because:" in cards(page)[0]
    assert presence.unique_participants(fair.event) == 0


@pytest.mark.parametrize(
    ("values", "status"),
    [
        ({"uuid": "1"}, 400),
        ({"person": "x"}, 404),
        ({"person": "999999"}, 404),
        ({"gate": "nowhere"}, 302),
        ({"gate": "\x07"}, 302),
        ({"override": "\x07\n" * 900}, 302),
    ],
)
def test_check_in_of_a_form_that_is_not_ours(
    desk: FlaskClient, fair: Fair, values: dict[str, str], status: int
) -> None:
    person = fair.person()

    answer = check_in(desk, person.id, **values)

    assert answer.status_code == status
    assert len(scans()) == (1 if "override" in values else 0)


def test_check_in_at_a_gate_of_another_fair(desk: FlaskClient, fair: Fair) -> None:
    make_fair(fair.db, "other").event.checkpoints[0].code = "X9"
    person = fair.person()

    page = desk.get(f"{check_in(desk, person.id, gate='X9').location}")

    assert "Choose where people come in first." in page.text
    assert scans() == []


# -- undoing --------------------------------------------------------------------------------------


def test_undo_takes_the_last_entry_back_once(desk: FlaskClient, fair: Fair) -> None:
    person = fair.person("Mariama Diallo")
    check_in(desk, person.id)
    entry = scans()[0].uuid

    first = desk.post(f"{DESK}undos", data={"scan": entry, "uuid": str(uuid4())})
    after = cards(desk.get(f"{DESK}?q=mariama"))[0]
    desk.post(f"{DESK}undos", data={"scan": entry, "uuid": str(uuid4())})
    page = desk.get(f"{DESK}")

    assert first.status_code == 302
    assert "Not in yet" in after
    assert "This check-in has already been undone." in page.text
    assert len(scans()) == 2
    assert presence.unique_participants(fair.event) == 0


def test_undo_of_another_fairs_scan(
    desk: FlaskClient, fair: Fair, client: FlaskClient, login: Login
) -> None:
    other = make_fair(fair.db, "other")
    theirs = other.person()
    login(client, "reception", slug="other")
    client.post(
        "/desk/other/checkins", data={"person": theirs.id, "uuid": str(uuid4()), "gate": "G1"}
    )
    login(client, "reception", slug="journees")

    client.post(f"{DESK}undos", data={"scan": scans()[0].uuid, "uuid": str(uuid4())})

    assert "This check-in could not be found." in client.get(f"{DESK}").text
    assert len(scans()) == 1


def test_desk_lists_ones_own_latest_check_ins(desk: FlaskClient, fair: Fair, login: Login) -> None:
    check_in(desk, fair.person("Mariama Diallo").id)
    login(desk, "organiser")
    check_in(desk, fair.person("Ousmane Bangoura").id)

    recent = re.search(r"id=\"recent\".*?</section>", desk.get(DESK).text, re.DOTALL)

    assert recent is not None
    assert "Ousmane Bangoura" in recent[0]
    assert "Mariama" not in recent[0]


# -- roles ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "search", "act"),
    [
        ("organiser", 200, 302),
        ("reception", 200, 302),
        ("badges", 200, 403),
        ("scanner", 403, 403),
        ("reports", 403, 403),
    ],
)
def test_desk_by_role(
    client: FlaskClient, fair: Fair, login: Login, role: str, search: int, act: int
) -> None:
    person = fair.person("Mariama Diallo")
    login(client, role)

    assert client.get(f"{DESK}?q=mariama").status_code == search
    assert check_in(client, person.id).status_code == act
    assert (
        client.post(f"{DESK}undos", data={"scan": str(uuid4()), "uuid": str(uuid4())}).status_code
        == act
    )
    assert client.get(f"{DESK}walk-in").status_code == (200 if act == 302 else 403)
    assert len(scans()) == (1 if act == 302 else 0)


def test_desk_shows_no_piece_of_a_phone_to_a_role_without_contacts(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    fair.person("Mariama Diallo", phone="+224631123987")
    login(client, "badges")

    page = client.get(f"{DESK}?q=mariama").text

    assert "Mariama" in page
    assert "987" not in page


@pytest.mark.parametrize("text", ["987", "631123", "+224 631 12 39 87", "mariama 987", "binta@"])
def test_desk_finds_nobody_by_contacts_for_a_role_without_them(
    client: FlaskClient, fair: Fair, login: Login, text: str
) -> None:
    fair.person("Mariama Diallo", phone="+224631123987", email="binta@example.org")
    for role, found in (("badges", False), ("reception", True)):
        login(client, role)
        for page in (f"{DESK}", "/staff/journees/badges"):
            answer = client.get(page, query_string={"q": text})
            assert ("Mariama" in answer.text) is found, (role, page)


@pytest.mark.parametrize("text", ["1987", "mariama 1987", "radio 2000", "diallo2"])
def test_desk_finds_other_numbers_for_a_role_without_contacts(
    client: FlaskClient, fair: Fair, login: Login, text: str
) -> None:
    fair.person("Mariama Diallo2", organisation="Radio 2000", birth_year=1987)
    login(client, "badges")
    assert "Mariama" in client.get(DESK, query_string={"q": text}).text


@pytest.mark.parametrize("number", ["99999999999999999999", "9" * 4000])
def test_desk_knows_nobody_by_a_number_too_large_for_the_database(
    desk: FlaskClient, fair: Fair, number: str
) -> None:
    assert desk.get(DESK, query_string={"person": number}).status_code == 404
    form = {"person": number, "uuid": str(uuid4()), "scan": str(uuid4()), "gate": "G1"}
    assert desk.post(f"{DESK}checkins", data=form).status_code == 404
    answer = desk.post(f"{DESK}undos", data=form, headers={"X-Fragment": "card"})
    assert answer.status_code == 404


def test_desk_remembers_the_gate(desk: FlaskClient, fair: Fair) -> None:
    assert 'name="gate" value="G1"' in desk.get(f"{DESK}?person={fair.person().id}").text

    desk.get(f"{DESK}?gate=G2")

    assert 'name="gate" value="G2"' in desk.get(f"{DESK}?person={fair.person().id}").text


def test_desk_of_a_fair_without_checkpoints(client: FlaskClient, fair: Fair, login: Login) -> None:
    fair.event.checkpoints.clear()
    fair.person("Mariama Diallo")
    login(client, "reception")

    page = client.get(f"{DESK}?q=mariama")

    assert "This fair has no checkpoint yet" in page.text
    assert "Mariama" in cards(page)[0]
    assert "Check in" not in cards(page)[0]
