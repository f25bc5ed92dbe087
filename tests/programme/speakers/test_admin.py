"""The team's pages of the people on the programme."""

from __future__ import annotations

import re

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.models import SessionKind, Speaker
from fairapp.programme.parts import Act, Part, PartRole
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW, Login
from tests.programme.conftest import DAY_1, at_fair, text
from tests.statements import recorded

SPEAKERS = "/staff/foire/programme/speakers/"
FORM = {
    "name": "S.E.M. Aboubacar Bah",
    "function-fr": "Ministre de la Sécurité",
    "function-ar": "وزير الأمن",
    "organisation": "Gouvernement",
    "represents": "",
    "office": "4",
    "biography-fr": "Commissaire de carrière.",
}


@pytest.fixture
def editor(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "programme")
    return client


def add(fair: Event, name: str, rank: int | None = None) -> Speaker:
    speaker = Speaker(event=fair, name=name, rank=rank)
    db.session.add(speaker)
    db.session.flush()
    return speaker


def names(page: str) -> list[str]:
    return re.findall(r'speakers/\d+"><bdi>(.*?)</bdi>', page)


def plan(fair: Event, speaker: Speaker, **values: object) -> None:
    kind = db.session.scalars(select(SessionKind).where(SessionKind.code == "table_ronde")).one()
    given = {
        "title": text("Ouverture"),
        "kind_id": kind.id,
        "starts_at": at_fair(fair, DAY_1, "09:00"),
        "parts": (Part(speaker.id, PartRole.MODERATOR),),
        **values,
    }
    editing.create(fair, given, actor=None, at=NOW)


def test_somebody_is_added_at_the_end_of_their_office(editor: FlaskClient, fair: Event) -> None:
    assert "Personne sur la liste" in editor.get(SPEAKERS).text
    for name, rank in (("Mme Camara", 4), ("M. Sow", 11), ("M. Diallo", None)):
        add(fair, name, rank)
    done = editor.post(SPEAKERS + "new", data=FORM)
    speaker = db.session.scalars(select(Speaker).where(Speaker.name == FORM["name"])).one()
    assert (done.status_code, done.location) == (303, f"{SPEAKERS}#speaker-{speaker.id}")
    assert speaker.rank == 402
    assert speaker.function == LocalizedText(fr="Ministre de la Sécurité", ar="وزير الأمن")
    page = editor.get(SPEAKERS).text
    assert names(page) == ["Mme Camara", FORM["name"], "M. Sow", "M. Diallo"]
    assert re.findall(r'<h2 class="office" id="office-(\d+)"', page) == ["4", "11", "0"]


def test_a_name_is_needed_and_what_was_typed_stays(editor: FlaskClient) -> None:
    page = editor.post(SPEAKERS + "new", data={**FORM, "name": " "})
    assert page.status_code == 422
    assert "Commissaire de carrière." in page.text
    assert "Entrez le nom." in page.text
    assert editor.post(SPEAKERS + "new", data={**FORM, "office": "16"}).status_code == 422


def test_other_words_keep_the_place_and_another_office_its_end(
    editor: FlaskClient, fair: Event
) -> None:
    minister, mayor = add(fair, "Mme Camara", 4), add(fair, "M. Sow", 11)
    deputy = add(fair, "M. Barry", 4)
    for office in ("4", "11"):
        data = {**FORM, "name": "M. Barry", "office": office}
        assert editor.post(f"{SPEAKERS}{deputy.id}", data=data).status_code == 303
        db.session.expire_all()
    assert (minister.rank, mayor.rank, deputy.rank) == (401, 1101, 1102)
    page = editor.get(f"{SPEAKERS}{deputy.id}").text
    assert re.search(r'<option selected value="11">', page)


def test_the_order_is_set_by_hand(editor: FlaskClient, fair: Event) -> None:
    for name in ("A", "B"):
        add(fair, name, 4)
    mayor = add(fair, "C", 11)
    db.session.commit()
    orders = []
    for direction in ("up", "up", "up", "down"):
        editor.post(f"{SPEAKERS}{mayor.id}/position", data={direction: "y"})
        orders.append("".join(names(editor.get(SPEAKERS).text)))
    assert orders == ["ACB", "CAB", "CAB", "ACB"]
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id))
    assert list(acts) == ["speaker.moved"] * 3


def test_what_each_does_when_is_said(editor: FlaskClient, fair: Event) -> None:
    speaker, idle = add(fair, "Mme Camara"), add(fair, "M. Sow")
    plan(fair, speaker)
    plan(
        fair,
        idle,
        title=text("Discours"),
        starts_at=None,
        parts=(),
        acts=(Act(text("Mot"), 5, speaker.id),),
    )
    page = editor.get(SPEAKERS).text
    row = page.split(f'id="speaker-{speaker.id}"')[1].split("</ul>")[0]
    assert "09:00</span> Ouverture · Modération" in row
    assert "sans horaire" in row
    assert "Discours" in row
    assert page.count("À aucune séance pour l’instant.") == 1


def test_whoever_has_a_part_stays(editor: FlaskClient, fair: Event) -> None:
    speaker = add(fair, "Mme Camara")
    plan(fair, speaker)
    releases.publish(fair, actor=None, at=NOW)
    address = f"{SPEAKERS}{speaker.id}/removal"
    page = editor.post(address)
    assert page.status_code == 422
    assert "Ouverture" in page.text
    (draft,) = db.session.scalars(select(editing.Draft))
    editing.change(draft, {"parts": ()}, version=draft.version, actor=None, at=NOW)
    assert editor.post(address).status_code == 422  # the public still reads the name
    releases.publish(fair, actor=None, at=NOW)
    assert editor.post(address).status_code == 303
    assert db.session.scalars(select(Speaker)).all() == []


def test_another_fairs_people_are_not_there(editor: FlaskClient, fair: Event) -> None:
    other = Event(slug="ailleurs", name=text("Ailleurs"), created_at=NOW, published_at=NOW)
    stranger = add(other, "Mme Camara")
    for path in ("", "/removal"):
        assert editor.get(f"{SPEAKERS}{stranger.id}{path}").status_code == 404
    assert editor.post(f"{SPEAKERS}{stranger.id}/position").status_code == 404


def test_the_list_takes_as_many_queries_for_three(editor: FlaskClient, fair: Event) -> None:
    counted = []
    for name in ("A", "B", "C"):
        plan(fair, add(fair, name))
        db.session.commit()
        with recorded() as seen:
            assert editor.get(SPEAKERS).status_code == 200
        counted.append(len(seen))
    assert counted[0] == counted[2]
