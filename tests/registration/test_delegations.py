"""A focal point announces a delegation and keeps its list."""

from __future__ import annotations

import io
import re
from typing import Any
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import TestResponse

from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.delegations import lists, rules
from fairapp.registration.models import Delegation, Registration, Status
from tests.conftest import Login
from tests.registration.people import make_fair
from tests.registration.tables.files import workbook
from tests.statements import recorded

NEW = "/e/foire/delegations/new"
TEAM = "/staff/foire/registrations/delegations/"
Rows = list[tuple[str, ...]]


def page(rows: Rows = (), **values: Any) -> MultiDict[str, Any]:
    """What a browser sends: (given, family, sex, phone, position, birth) a row."""
    form: MultiDict[str, Any] = MultiDict(
        {
            "submission_key": str(uuid4()),
            "name": "ONG Horizon",
            "focal_name": "Aïssatou Barry",
            "focal_phone": "631 00 00 01",
            "category": "ong",
            "do": "send",
            "seen": "y",
            **values,
        }
    )
    for row in rows:
        for name, value in zip(lists.FIELDS, (*row, "", "", "", "", "")[:6], strict=True):
            form.add(f"p_{name}", value)
    return form


def people() -> list[Registration]:
    db.session.rollback()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def announced(client: FlaskClient, rows: Rows, **values: Any) -> Delegation:
    answer = client.post(NEW, data=page(rows, **values))
    assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-3000:]
    db.session.rollback()
    found = db.session.scalar(
        select(Delegation).where(Delegation.key == answer.location.rpartition("/")[2])
    )
    assert found is not None
    return found


THREE: Rows = [
    ("Mariama", "Diallo", "F", "631 12 34 56", "Présidente", "1990"),
    ("Sékou", "", "M", "63 12"),
    ("Fanta", "Camara", "unsaid"),
]


def test_one_page_registers_the_delegation_and_its_people(client: FlaskClient, fair: Event) -> None:
    delegation = announced(client, THREE, place="CKY-RATOMA")

    assert (delegation.code, delegation.name, delegation.announced) == ("D01", "ONG Horizon", 3)
    first, second, third = people()
    assert (first.full_name, first.sex, first.phone) == ("Mariama Diallo", "F", "+224631123456")
    assert (first.position, first.birth_year, first.locality) == ("Présidente", 1990, "Ratoma")
    assert (second.full_name, second.phone_raw, second.phone_doubtful) == ("Sékou", "63 12", True)
    assert third.sex is None
    assert {p.organisation for p in people()} == {"ONG Horizon"}
    assert {(p.delegation_id, p.source, p.status) for p in people()} == {
        (delegation.id, "delegation", "confirmed")
    }


def test_a_second_tap_adds_nobody_and_namesakes_are_two(client: FlaskClient, fair: Event) -> None:
    form = page([("Mamadou", "Diallo", "M"), ("Mamadou", "Diallo", "M")])

    answers = [client.post(NEW, data=form) for _ in range(2)]

    assert answers[0].location == answers[1].location
    assert len(people()) == 2
    assert db.session.scalars(select(func.count(Delegation.id))).one() == 1


def test_warnings_are_shown_once_and_nothing_typed_is_lost(
    client: FlaskClient, fair: Event
) -> None:
    rows = [("Mariama", "Diallo", "", "63 12"), ("DIALLO", "mariama", "F")]
    shown = client.post(NEW, data=page(rows, seen=""))

    assert shown.status_code == 200
    assert people() == []
    assert shown.text.count('class="person-note"') == 3
    assert 'value="63 12"' in shown.text
    assert 'name="seen" value="y"' in shown.text
    announced(client, rows)
    assert len(people()) == 2


def test_a_pasted_list_is_reviewed_row_by_row(client: FlaskClient, fair: Event) -> None:
    pasted = "1. Mariama Diallo 631 12 34 56 / 632 45 67 89\n2) Sékou CAMARA;M;président\nFanta"
    shown = client.post(NEW, data=page([("Alpha", "Bah", "M")], paste=pasted))

    assert shown.status_code == 200
    assert people() == []
    values = re.findall(r'name="p_(\w+)" value="([^"]+)"', shown.text)
    assert values == [
        *(("given_names", "Alpha"), ("family_name", "Bah"), ("given_names", "Mariama")),
        *(("family_name", "Diallo"), ("phone", "631 12 34 56 / 632 45 67 89")),
        *(("given_names", "Sékou"), ("family_name", "CAMARA"), ("position", "président")),
        ("given_names", "Fanta"),
    ]


def file(content: bytes) -> FileStorage:
    return FileStorage(io.BytesIO(content), "liste")


FILE = [
    ["Délégation de Kindia"],
    ["N°", "NOM ET PRENOMS", "Email", "Sexe", "Contacts", "Tel 2", "Né(e) en", "Émargement"],
    [1, "DIALLO Fatoumata Binta", "f@example.org", "F", 631123456, "6,32456789E+08", 1961],
    [2, "Aly", "", "H", "63 12"],
]
READ = [
    *(("given_names", "Fatoumata Binta"), ("family_name", "DIALLO")),
    *(("phone", "631123456 / 632456789"), ("birth", "1961")),
    *(("given_names", "Aly"), ("phone", "63 12")),
]


@pytest.mark.parametrize("kind", ["xlsx", "latin-1", "utf-16"])
def test_a_file_is_reviewed_row_by_row_and_then_registered(
    client: FlaskClient, fair: Event, kind: str
) -> None:
    text = "\n".join(";".join(str(cell) for cell in row) for row in FILE)
    sent = workbook(*FILE) if kind == "xlsx" else text.encode(kind)
    shown = client.post(NEW, data=page(file=file(sent), seen=""))

    assert shown.status_code == 200
    assert people() == []
    assert re.findall(r'name="p_(\w+)" value="([^"]+)"', shown.text) == READ
    assert "<bdi>Email</bdi>" in shown.text
    assert "<bdi>Émargement</bdi>" not in shown.text
    assert 'name="seen" value="y"' in shown.text
    announced(client, [("Fatoumata Binta", "DIALLO", "F", "631123456 / 632456789", "", "1961")])
    assert [(p.full_name, p.phone_2) for p in people()] == [
        ("Fatoumata Binta DIALLO", "+224632456789")
    ]


@pytest.mark.parametrize("button", ["more", "read", "send"])
def test_a_chosen_file_is_read_whichever_button_is_pressed(
    client: FlaskClient, own: Delegation, button: str
) -> None:
    data = page([("Alpha", "Bah", "M")], file=file(b"Nom;Sexe\nAwa Ba;F\n"), do=button)
    shown = client.post(f"/d/{own.key}/people/new", data=data)

    assert shown.status_code == 200
    assert re.findall(r'name="p_given_names" value="([^"]+)"', shown.text) == ["Alpha", "Awa"]
    assert len(people()) == 3


@pytest.mark.parametrize("button", ["more", "read", "send"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "rien"),
        (b"%PDF-1.7", "image"),
        (b"x" * (3 * 2**20), "2"),
        (workbook(["Nom"], ["=1+1"]), "A2"),
        (workbook([f"c{n}" for n in range(200)]), "60"),
        (workbook(*[[f"Personne {n} {chr(97 + n % 26)}"] for n in range(201)]), "200"),
        (workbook(*[[f"Personne {n} {chr(97 + n % 26)}"] for n in range(1500)]), "200"),
    ],
)
def test_a_file_that_is_not_taken_says_why_and_the_rest_stays(
    client: FlaskClient, fair: Event, content: bytes, said: str, button: str
) -> None:
    data = page([("Mariama", "Diallo", "F", "631 12 34 56")], file=file(content), do=button)
    answer = client.post(NEW, data=data)

    assert answer.status_code == 422
    reason = re.search(r'id="file-error".*?</p>', answer.text, re.S)
    assert reason is not None
    assert said in reason[0]
    assert 'value="631 12 34 56"' in answer.text
    assert 'value="ONG Horizon"' in answer.text
    assert people() == []


def test_nothing_to_read_is_said_and_too_much_is_not_taken(
    client: FlaskClient, fair: Event
) -> None:
    assert 'id="file-error"' in client.post(NEW, data=page(do="read")).text
    assert client.post(NEW, data=page(file=file(b"x" * (9 * 2**20)))).status_code == 413


def test_two_hundred_people_fit_into_one_form(client: FlaskClient, fair: Event) -> None:
    letters = [f"{chr(97 + n // 20)}{chr(97 + n % 20)}" for n in range(200)]
    rows: Rows = [(f"Awa {two}", "Sow", "F", "631000001", "Membre", "1990") for two in letters]
    data = page(rows, file=file(b""))
    assert client.post(NEW, data=data).status_code == 422
    announced(client, rows)
    assert len(people()) == 200


def test_lines_can_be_asked_for_and_left_out_without_script(
    client: FlaskClient, fair: Event
) -> None:
    more = client.post(NEW, data=page(THREE, name="", do="more"))
    assert more.text.count("data-person") == 3 + 5
    assert "aria-invalid" not in more.text
    less = client.post(NEW, data=page(THREE, without="1", do=""))
    assert "Mariama" in less.text and "Sékou" not in less.text
    assert people() == []


@pytest.mark.parametrize(
    ("rows", "values"),
    [
        ([], {}),
        ([("", "", "F", "631 00 00 00")], {}),
        ([("Mariama", "", "F", "", "", "2050")], {}),
        ([("x" * 121, "", "F")], {}),
        (THREE, {"name": ""}),
        (THREE, {"category": ""}),
        (THREE, {"category": "officiel"}),
        (THREE, {"focal_email": "nobody"}),
        (THREE, {"website": "http://example.org"}),
        ([("Mariama", "", "F")] * 201, {}),
    ],
)
def test_what_cannot_be_taken_stays_on_the_page(
    client: FlaskClient, fair: Event, rows: Rows, values: dict[str, str]
) -> None:
    answer = client.post(NEW, data=page(rows, **values))
    assert answer.status_code == 422
    assert people() == []
    if rows:
        assert answer.text.count("data-person") > len(rows)


def test_ten_thousand_lines_are_refused_and_kept(client: FlaskClient, fair: Event) -> None:
    pasted = "\n".join(f"Personne {n}" for n in range(10_000))
    answer = client.post(NEW, data=page(paste=pasted))
    assert answer.status_code == 422
    assert "Personne 9999" in answer.text
    assert people() == []


def test_formulas_and_control_characters_are_only_text(client: FlaskClient, fair: Event) -> None:
    announced(client, [("=HYPERLINK(1)A", "\u202eDiallo\x07<b>", "F", "", "@SUM(1)")])
    [person] = people()
    assert (person.given_names, person.family_name) == ("=HYPERLINK(1)A", "Diallo <b>")
    assert person.position == "@SUM(1)"


def test_beyond_the_quota_people_wait(client: FlaskClient, fair: Event) -> None:
    fair.capacity = 2
    delegation = announced(client, THREE)
    assert [p.status for p in people()] == ["confirmed", "confirmed", "waiting"]
    assert 'data-status="waiting"' in client.get(f"/d/{delegation.key}").text


def test_an_invitation_lets_a_whole_delegation_in(client: FlaskClient, fair: Event) -> None:
    fair.categories[2].invitation_key = "invitation-of-officials"
    form = page(THREE, category="officiel")
    assert client.post(NEW, data=form).status_code == 422
    answer = client.post(f"{NEW}?invitation=invitation-of-officials", data=form)
    assert answer.status_code == 303
    assert {p.category.code for p in people()} == {"officiel"}


def test_the_focal_point_gets_the_address_by_letter(client: FlaskClient, fair: Event) -> None:
    delegation = announced(client, THREE, focal_email="focal@example.org")
    [letter] = db.session.scalars(
        select(Message).where(Message.recipient == "focal@example.org")
    ).all()
    assert f"/d/{delegation.key}" in letter.body


# -- the focal point's page ------------------------------------------------------------------------


@pytest.fixture
def own(client: FlaskClient, fair: Event) -> Delegation:
    """A delegation of three."""
    return announced(client, THREE)


def at(delegation: Delegation, person: Registration, act: str = "") -> str:
    return f"/d/{delegation.key}/people/{person.reference}{act}"


def test_the_page_is_private_and_lists_everybody(client: FlaskClient, own: Delegation) -> None:
    answer = client.get(f"/d/{own.key}")
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    for person in people():
        assert f"/p/{person.pass_key}" in answer.text
    assert client.get(f"/d/{own.key}/list").text.count('scope="row"') == 3
    for key in ("x" * 22, "' OR 1=1", "a%00bcdefghijk", "é" * 12):
        assert client.get(f"/d/{key}").status_code == 404


def test_a_person_is_corrected(client: FlaskClient, own: Delegation) -> None:
    form = {"given_names": "Sékou", "family_name": "Keïta", "sex": "M", "phone": "632 00 00 00"}
    assert client.post(at(own, people()[1]), data=form).status_code == 303
    assert (people()[1].full_name, people()[1].phone) == ("Sékou Keïta", "+224632000000")
    assert client.post(at(own, people()[1]), data={**form, "birth": "xx"}).status_code == 422


def test_one_is_replaced_once(client: FlaskClient, own: Delegation) -> None:
    form = {"given_names": "Aly", "sex": "M", "submission_key": str(uuid4())}
    url = at(own, people()[1], "/substitute")
    for _ in range(2):
        assert client.post(url, data=form).status_code == 303
    _, invitee, _, substitute = people()
    assert (invitee.status, substitute.full_name) == (Status.REPLACED, "Aly")
    assert (substitute.replaces_id, substitute.delegation_id) == (invitee.id, own.id)
    again = client.post(url, data={**form, "given_names": "X", "submission_key": str(uuid4())})
    assert (again.status_code, len(people())) in {(422, 4), (303, 4)}


def test_one_is_withdrawn_and_taken_up_again(client: FlaskClient, own: Delegation) -> None:
    person = people()[0]
    assert client.get(at(own, person, "/withdrawal")).status_code == 200
    assert people()[0].status == Status.CONFIRMED
    client.post(at(own, person, "/withdrawal"))
    assert people()[0].status == Status.CANCELLED
    client.post(at(own, person, "/reinstatement"))
    assert people()[0].status == Status.CONFIRMED


def test_people_are_added_once_and_not_after_closing(
    client: FlaskClient, fair: Event, own: Delegation
) -> None:
    form = page([("Binta", "Sow", "F")])
    for _ in range(2):
        assert client.post(f"/d/{own.key}/people/new", data=form).status_code == 303
    assert [p.full_name for p in people()][3:] == ["Binta Sow"]
    event = db.session.scalars(select(Event)).one()
    event.registration_closes_at = event.created_at
    answer = client.post(f"/d/{own.key}/people/new", data=page([("Late", "One", "M")]))
    assert answer.status_code == 422
    assert 'value="Late"' in answer.text
    assert len(people()) == 4
    form = page([])
    assert client.post(at(own, people()[0], "/withdrawal"), data=form).status_code == 303
    assert people()[0].status == Status.CANCELLED


def test_somebody_else_s_people_cannot_be_reached(client: FlaskClient, own: Delegation) -> None:
    other = announced(client, [("Autre", "Personne", "F")], name="Autre ONG")
    stranger = people()[-1]
    for act in ("", "/substitute", "/withdrawal"):
        form = {"given_names": "X", "sex": "F"}
        assert client.post(at(own, stranger, act), data=form).status_code == 404
    assert client.post(at(own, stranger, "/reinstatement")).status_code == 404
    assert stranger.full_name not in client.get(f"/d/{own.key}").text
    assert (people()[-1].full_name, people()[-1].status) == ("Autre Personne", "confirmed")
    assert other.id != own.id


def test_all_badges_come_in_one_file(client: FlaskClient, own: Delegation) -> None:
    answer = client.get(f"/d/{own.key}/badges.pdf")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")
    for person in people():
        client.post(at(own, person, "/withdrawal"))
    assert client.get(f"/d/{own.key}/badges.pdf").status_code == 404


def test_the_page_asks_the_database_as_often_for_many(
    client: FlaskClient, fair: Event, own: Delegation
) -> None:
    big = announced(client, [("Un", f"Nom{n}", "F") for n in range(12)])
    small_key, big_key = db.session.get_one(Delegation, own.id).key, big.key
    counts = []
    for key in (small_key, big_key):
        with recorded() as seen:
            assert client.get(f"/d/{key}").status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


# -- the team --------------------------------------------------------------------------------------


def team_page(client: FlaskClient, path: str = "", **data: str) -> TestResponse:
    return client.post(f"{TEAM}{path}", data=data) if data else client.get(f"{TEAM}{path}")


def test_the_team_lists_creates_corrects_and_gives_a_link(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    db.session.add(Delegation(event_id=fair.id, code="D07", name="Commune de Ratoma"))
    login(client, "organiser")
    assert "Commune de Ratoma" in team_page(client).text
    assert team_page(client, "new", name="").status_code == 422
    made = team_page(client, "new", name="Mairie", announced="12", category="officiel")
    assert made.location.endswith("/delegations/D08")
    assert team_page(client, "D07/link", x="y").status_code == 303
    assert team_page(client, "D07", name="Commune", announced="9").status_code == 303
    db.session.rollback()
    old = db.session.scalars(select(Delegation).where(Delegation.code == "D07")).one()
    first_key = old.key
    assert first_key and (old.name, old.announced) == ("Commune", 9)
    assert client.get(f"{TEAM}D07/link").status_code == 200
    team_page(client, "D07/link", x="y")
    assert client.get(f"/d/{first_key}").status_code == 404
    assert "Mairie" in client.get(f"{TEAM}?q=mairie").text
    assert "Commune" not in client.get(f"{TEAM}?q=mairie").text.partition("<table")[2]


def test_the_list_of_another_fair_is_not_found(
    client: FlaskClient, fair: Event, login: Login
) -> None:
    other = make_fair("ailleurs")
    db.session.add(Delegation(event_id=other.id, code="D55", name="Ailleurs"))
    login(client, "organiser", slug="foire")
    assert client.get(f"{TEAM}D55").status_code == 404


def test_codes_follow_each_other() -> None:
    assert rules.next_code([]) == "D01"
    assert rules.next_code(["D09", "X77", "Dx"]) == "D10"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. Mariama Diallo 631 12 34 56", ("Mariama", "Diallo", "", "631 12 34 56", "", "")),
        ("2) Aly", ("Aly", "", "", "", "", "")),
        ("Fanta\tF\t63123\t1990", ("Fanta", "", "F", "63123", "", "1990")),
        ("3;Binta Sow;H;vers 1961;Maire", ("Binta", "Sow", "M", "", "Maire", "vers 1961")),
        (
            "N° ; Nom ; Prénom ; Tél\n1 ; Diallo ; Mariama ; 631123456",
            ("Mariama", "Diallo", "", "631123456", "", ""),
        ),
        ("محمد كمارا ٦٣١١٢٣٤٥٦", ("محمد", "كمارا", "", "٦٣١١٢٣٤٥٦", "", "")),
    ],
)
def test_lines_are_read_as_people_write_them(text: str, expected: tuple[str, ...]) -> None:
    [cells] = lists.from_text(text).people
    assert tuple(cells[name] for name in lists.FIELDS) == expected
