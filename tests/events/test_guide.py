"""The guide: a fair from its name to its registration, each step kept."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
import tinyhtml5
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session
from werkzeug.datastructures import MultiDict

from fairapp.core.i18n import LocalizedText
from fairapp.events import actions
from fairapp.events.models import Admission, Event
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW, register

Db = scoped_session[Session]
NAME = {"name-fr": "Foire aux savoirs", "name-ar": "معرض المعارف", "languages": ["fr", "ar"]}
GUIDE = "/staff/foire-aux-savoirs-2027/guide"


@pytest.fixture
def draft(client: FlaskClient, db_session: Db, login: Login) -> Event:
    login(client, "administrator")
    answer = client.post("/staff/new", data=NAME)
    assert (answer.status_code, answer.location) == (303, f"{GUIDE}/dates")
    return db_session.scalars(select(Event)).one()


def test_from_the_first_step_on_there_is_a_draft_with_what_can_be_proposed(
    client: FlaskClient, draft: Event
) -> None:
    assert draft.published_at is None
    assert draft.name == LocalizedText(fr="Foire aux savoirs", ar="معرض المعارف")
    assert draft.languages == ["fr", "ar"]
    assert draft.settled == ["name"]
    # Three days from a Wednesday, two months ahead.
    assert [day.date.isoformat() for day in draft.days] == [
        "2027-01-13",
        "2027-01-14",
        "2027-01-15",
    ]
    assert len(draft.categories) == 14
    assert "Administrator" in client.get("/staff/foire-aux-savoirs-2027/team").text
    for page in ("", "checklist", "settings"):
        assert client.get(f"/staff/foire-aux-savoirs-2027/{page}").status_code == 200


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name-fr": " ", "name-ar": ""}, "name"),
        ({"name-en": "x" * 201}, "name"),
        ({"languages": []}, "languages"),
        ({"languages": ["xx"]}, "languages"),
        ({"slug": "Foire à Kindia"}, "slug"),
        ({"slug": "new"}, "slug"),
        ({"slug": "taken"}, "slug"),
    ],
)
def test_what_is_wrong_with_the_name_stands_at_its_field(
    client: FlaskClient, db_session: Db, login: Login, change: dict[str, str], field: str
) -> None:
    actions.create_event(NEW, actor=None, at=NOW).slug = "taken"
    db_session.commit()
    login(client, "administrator")
    answer = client.post("/staff/new", data={**NAME, **change})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert len(db_session.scalars(select(Event)).all()) == 1


def test_only_administrators_create_fairs(
    client: FlaskClient, db_session: Db, login: Login
) -> None:
    actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    login(client, "organiser")
    assert client.get("/staff/new").status_code == 403
    assert client.post("/staff/new", data=NAME).status_code == 403


def _send(client: FlaskClient, step: str, data: Mapping[str, object], go: str = "next") -> str:
    answer = client.post(f"{GUIDE}/{step}", data=MultiDict({**data, "go": go}))
    assert answer.status_code == 303, answer.text
    return str(answer.location)


DATES = {"first_day": "2027-02-03", "last_day": "2027-02-04", "timezone": "Africa/Dakar"}


def test_each_step_is_kept_on_the_way_on_and_on_the_way_back(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    assert _send(client, "dates", DATES) == f"{GUIDE}/place"
    place = {"city": "Kindia", "place-fr": "Maison des jeunes"}
    assert _send(client, "place", place, "back") == f"{GUIDE}/dates"
    db_session.expire_all()
    assert [day.date.day for day in draft.days] == [3, 4]
    assert (draft.timezone, draft.city) == ("Africa/Dakar", "Kindia")
    assert draft.settled == ["name", "dates", "place"]
    assert f'href="{GUIDE}/dates"' in client.get(f"{GUIDE}/place").text, "it can be skipped back to"


def test_an_address_that_was_proposed_takes_the_year_of_the_fair(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    dates = {**DATES, "first_day": "2026-12-30", "last_day": "2026-12-31"}
    assert _send(client, "dates", dates) == "/staff/foire-aux-savoirs-2026/guide/place"
    answer = client.post("/staff/foire-aux-savoirs-2026/guide/dates", data=DATES)
    assert answer.location == "/staff/foire-aux-savoirs-2026/guide/place", "given by then"


def test_dates_of_a_fair_that_is_used_stay(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    register(db_session, draft)
    db_session.commit()
    assert 'name="first_day"' not in client.get(f"{GUIDE}/dates").text
    assert _send(client, "dates", DATES) == f"{GUIDE}/place"
    db_session.expire_all()
    assert draft.days[0].date.isoformat() == "2027-01-13"


def _rows(client: FlaskClient, step: str) -> dict[str, str]:
    """What the step's form would send as it stands."""
    page = tinyhtml5.parse(
        client.get(f"{GUIDE}/{step}?lang=fr").text, namespace_html_elements=False
    )
    data: dict[str, str] = {}
    for field in (field for tag in ("input", "select") for field in page.iter(tag)):
        name, kind = field.get("name", ""), field.get("type", "text")
        if not name.startswith("rows-"):
            continue
        if field.tag == "select":
            chosen = [
                option for option in field.iter("option") if option.get("selected") is not None
            ]
            data[name] = (chosen or list(field.iter("option")))[0].get("value")
        elif kind != "checkbox" or field.get("checked") is not None:
            data[name] = field.get("value", "")
    return data


def test_categories_are_ticked_renamed_exchanged_limited_and_added(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    data = _rows(client, "categories")
    codes = {
        value: name.rpartition("-")[0] for name, value in data.items() if name.endswith("code")
    }
    ong, femmes, public = codes["ong"], codes["femmes"], codes["public"]
    del data[f"{public}-kept"]
    data[f"{ong}-letter"], data[f"{femmes}-letter"] = "f", "O"
    data[f"{ong}-name-fr"], data[f"{ong}-capacity"] = "ONG", "40"
    data["rows-14-name-fr"], data["rows-14-letter"] = "Anciens", "Z"
    assert _send(client, "categories", data) == f"{GUIDE}/rooms"
    db_session.expire_all()
    kept = {category.code: category for category in draft.categories}
    assert len(kept) == 14
    assert "public" not in kept
    assert (kept["ong"].letter, kept["femmes"].letter, kept["ong"].capacity) == ("F", "O", 40)
    assert kept["ong"].name.fr == "ONG"
    assert kept["anciens"].letter == "Z"
    assert kept["staff"].admission == Admission.INVITED
    assert not kept["staff"].is_counted
    # What was taken off is offered again, under the code that it had.
    again = _rows(client, "categories")
    row = next(name.rpartition("-")[0] for name, value in again.items() if value == "public")
    again[f"{row}-kept"] = "y"
    _send(client, "categories", again)
    db_session.expire_all()
    assert "public" in {category.code for category in draft.categories}


@pytest.mark.parametrize(
    ("field", "value"),
    [("letter", "D"), ("letter", ""), ("colour", "#ffff00"), ("name-fr", ""), ("capacity", "-1")],
)
def test_what_is_wrong_with_a_category_stands_at_its_row(
    client: FlaskClient, db_session: Db, draft: Event, field: str, value: str
) -> None:
    data = _rows(client, "categories")
    data["rows-0-name-en"] = data["rows-0-name-ar"] = ""
    data[f"rows-0-{field}"] = value
    answer = client.post(f"{GUIDE}/categories", data=data)
    assert answer.status_code == 422
    name = f"rows-0-{field.partition('-')[0]}"
    assert f'id="{name}-error"' in answer.text
    assert f'href="#{name}"' in answer.text
    db_session.expire_all()
    assert draft.categories[0].letter == "A"


def test_a_fair_keeps_a_category(client: FlaskClient, db_session: Db, draft: Event) -> None:
    data = {k: v for k, v in _rows(client, "categories").items() if not k.endswith("kept")}
    assert client.post(f"{GUIDE}/categories", data=data).status_code == 422
    db_session.expire_all()
    assert len(draft.categories) == 14


def test_a_category_with_people_in_it_stays(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    register(db_session, draft)
    db_session.commit()
    data = _rows(client, "categories")
    del data["rows-0-kept"]
    answer = client.post(f"{GUIDE}/categories?lang=en", data=data)
    assert answer.status_code == 422
    assert "People are registered in this category" in answer.text


def test_rooms_are_proposed_named_and_emptied(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    data = _rows(client, "rooms")
    assert data["rows-0-name-fr"] == "Grande salle"
    data["rows-1-name-fr"] = data["rows-1-name-en"] = data["rows-1-name-ar"] = ""
    more = client.post(f"{GUIDE}/rooms", data={**data, "more": "y"})
    assert more.status_code == 200
    assert 'name="rows-6-name-fr"' in more.text, "three rows more, and nothing typed is lost"
    assert _send(client, "rooms", data) == f"{GUIDE}/checkpoints"
    db_session.expire_all()
    assert [(str(room.name), room.capacity) for room in draft.rooms] == [
        ("Grande salle", 300),
        ("Podium", None),
    ]
    data = _rows(client, "rooms")
    data["rows-0-name-fr"], data["rows-0-capacity"] = "Grand amphi", "0"
    assert client.post(f"{GUIDE}/rooms", data=data).status_code == 422
    data["rows-0-capacity"] = "250"
    _send(client, "rooms", data)
    db_session.expire_all()
    assert (draft.rooms[0].name.fr, draft.rooms[0].capacity) == ("Grand amphi", 250)


def test_checkpoints_are_renamed_added_and_removed(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    data = _rows(client, "checkpoints")
    for language in ("fr", "en", "ar"):
        data[f"rows-1-name-{language}"] = ""
    data["rows-0-name-fr"], data["rows-3-name-fr"] = "Portail", "Entrée des artistes"
    assert _send(client, "checkpoints", data) == f"{GUIDE}/opening"
    db_session.expire_all()
    gates = [(gate.code, gate.name.fr, gate.is_entrance) for gate in draft.checkpoints]
    assert gates == [
        ("G1", "Portail", True),
        ("T1", "Accueil", True),
        ("entree_des_artis", "Entrée des artistes", True),
    ]


def test_the_last_step_ends_on_the_checklist_or_opens_at_once(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    opening = {"registration_opens_at": "2027-01-02T08:00", "capacity": "300", "contact": ""}
    checklist = "/staff/foire-aux-savoirs-2027/checklist"
    assert _send(client, "opening", opening) == checklist
    db_session.expire_all()
    assert (draft.published_at, draft.capacity) == (None, 300)
    assert _send(client, "opening", opening, "open") == checklist
    db_session.expire_all()
    assert draft.published_at == draft.registration_opens_at == NOW
    assert client.get("/e/foire-aux-savoirs-2027/register").status_code == 200


def test_an_unknown_step_is_unknown(client: FlaskClient, draft: Event) -> None:
    assert client.get(f"{GUIDE}/elsewhere").status_code == 404
