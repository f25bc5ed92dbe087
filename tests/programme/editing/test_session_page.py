"""The form of a session: everything about it, without a script; two people at once; its end."""

from __future__ import annotations

import io
import re
import zipfile
from html import unescape

import pytest
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from fairapp.core.storage import StoredFile
from fairapp.core.uploads import MAX_BYTES
from fairapp.events.models import Event
from fairapp.programme.editing import actions, queries
from fairapp.programme.models import SessionKind, Speaker
from fairapp.programme.parts import Act, Document, Part
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW, Client
from tests.programme.conftest import DAY_1, DAY_2, at_fair, text
from tests.programme.editing.conftest import AT, Plan

PDF = b"%PDF-1.7 un guide"


class Fatou:
    """Another organiser."""

    id, name = None, "Fatou Camara"


@pytest.fixture
def kind(db_session, fair: Event) -> SessionKind:
    return db_session.scalar(select(SessionKind).where(SessionKind.code == "table_ronde"))


@pytest.fixture
def filled(fair: Event, kind: SessionKind) -> dict:
    """A form that says what a session needs."""
    return {
        "title-fr": "Table ronde",
        "kind": str(kind.id),
        "day": "1",
        "start": "09:30",
        "minutes": "90",
        "room": str(fair.rooms[0].id),
        "languages": "fr",
    }


def fields_of(page: str) -> MultiDict:
    """What a browser would send back, files left out."""
    form = page[page.index('enctype="multipart/form-data"') :]
    form = form[: form.index("</form>")]
    found: MultiDict = MultiDict()
    for tag in re.findall(r"<input[^>]*>", form):
        name, value = re.search(r' name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        is_ticked = "checkbox" not in tag or " checked" in tag
        if name and is_ticked and 'type="file"' not in tag:
            found.add(name[1], unescape(value[1]) if value else "")
    for name, inside in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>\s*(.*?)</textarea>', form, re.S
    ):
        found.add(name, unescape(inside))
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected value="([^"]*)"', inside)
        found.add(name, chosen[1] if chosen else "")
    return found


def test_a_session_is_planned_with_all_that_it_is(
    planner: Client, fair: Event, filled: dict, db_session
) -> None:
    barry = Speaker(event=fair, name="S.E.M. Mamadou Barry", rank=4)
    db_session.add(barry)
    db_session.commit()
    sent = {
        **filled,
        "languages": ["fr", "sus"],
        "interpretation": "ar",
        "capacity": "80",
        "takes_sign_up": "y",
        "parts-0-speaker": str(barry.id),
        "parts-0-role": "moderator",
        "parts-1-name": "  Mme  Aïssatou Diallo ",
        "parts-1-role": "speaker",
        "acts-0-title-fr": "Allocution",
        "acts-0-minutes": "10",
        "acts-0-speaker": str(barry.id),
        "acts-1-company": "Les Étoiles",
        "acts-1-needs": "2 micros",
        "documents-0-title-fr": "Guide",
        "documents-0-language": "fr",
        "documents-0-url": "https://example.org/guide",
        "documents-1-upload": (io.BytesIO(PDF), "docs/le guide.PDF"),
        "note": "Presse au premier rang",
    }
    answer = planner.post(f"{AT}sessions/new", data=sent)
    assert (answer.status_code, answer.location) == (303, f"{AT}?day=1#s-S01")
    draft = queries.find(fair, "S01")
    assert draft is not None
    diallo = db_session.scalar(select(Speaker).where(Speaker.name == "Mme Aïssatou Diallo"))
    file = db_session.scalar(select(StoredFile))
    assert (file.name, file.mimetype, file.event_id) == ("le guide.pdf", "application/pdf", fair.id)
    assert draft.starts_at == at_fair(fair, DAY_1, "09:30")
    assert (draft.minutes, draft.capacity, draft.takes_sign_up) == (90, 80, True)
    assert (draft.languages, draft.interpretation) == ("fr sus", "ar")
    assert draft.parts == (Part(barry.id, "moderator"), Part(diallo.id))
    assert draft.acts == (
        Act(title=text("Allocution"), minutes=10, speaker=barry.id),
        Act(company="Les Étoiles", needs="2 micros"),
    )
    assert draft.documents == (
        Document(text("Guide"), None, "https://example.org/guide", "fr"),
        Document(file=file.id),
    )
    # Opened and saved without a change, it is what it was.
    page = planner.get(f"{AT}sessions/S01").text
    assert planner.post(f"{AT}sessions/S01", data=fields_of(page)).status_code == 303
    db_session.refresh(draft)
    assert draft.version == 1


def test_an_empty_place_of_the_grid_fills_the_form(planner: Client, fair: Event) -> None:
    fields = fields_of(planner.get(f"{AT}sessions/new?day=2&room=SC&start=855").text)
    assert (fields["day"], fields["start"]) == ("2", "14:15")
    assert fields["room"] == str(fair.rooms[1].id)
    assert planner.get(f"{AT}sessions/new?day=x&room=y&start=99999").status_code == 200


def test_the_end_may_be_said_instead_of_the_length(planner: Client, filled: dict, fair) -> None:
    planner.post(f"{AT}sessions/new", data={**filled, "until": "11:15"})
    draft = queries.find(fair, "S01")
    assert draft is not None and draft.minutes == 105


def test_what_has_neither_day_nor_hour_is_parked(planner: Client, filled: dict, fair) -> None:
    answer = planner.post(f"{AT}sessions/new", data={**filled, "day": "", "start": ""})
    assert answer.status_code == 303
    assert queries.find(fair, "S01").starts_at is None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title-fr": ""}, "title"),
        ({"kind": ""}, "kind"),
        ({"start": ""}, "start"),
        ({"day": ""}, "day"),
        ({"start": "25:99"}, "start"),
        ({"until": "09:00"}, "until"),
        ({"minutes": ""}, "minutes"),
        ({"minutes": "2"}, "minutes"),
        ({"capacity": "0"}, "capacity"),
        ({"acts-0-title-fr": "Chant", "acts-0-minutes": "-3"}, "acts-0-minutes"),
        ({"documents-0-title-fr": "Guide"}, "documents-0-upload"),
        ({"documents-0-url": "http://example.org/g"}, "documents-0-url"),
        ({"documents-0-url": "javascript:alert(1)"}, "documents-0-url"),
    ],
)
def test_an_error_stands_beside_its_field_and_nothing_typed_is_lost(
    planner: Client, filled: dict, fair: Event, wrong: dict, field: str
) -> None:
    sent = {**filled, "parts-0-name": "Mme Aïssatou Diallo", "note": "Presse", **wrong}
    answer = planner.post(f"{AT}sessions/new", data=sent)
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    fields = fields_of(answer.text)
    typed = {n: v for n, v in sent.items() if n not in {"languages"}}
    assert {name: fields.get(name, "") for name in typed} == typed
    assert queries.drafts(fair) == []
    assert planner.get(AT).status_code == 200


def test_nobody_is_made_twice(planner: Client, filled: dict, fair: Event, db_session) -> None:
    db_session.add(Speaker(event=fair, name="Mme Aïssatou Diallo"))
    names = {"parts-0-name": "mme aïssatou  DIALLO", "parts-1-name": "Mme Aïssatou Diallo"}
    planner.post(f"{AT}sessions/new", data={**filled, **names})
    (speaker,) = db_session.scalars(select(Speaker))
    assert queries.find(fair, "S01").parts == (Part(speaker.id),)


def test_rows_are_moved_and_added_without_a_script(planner: Client, filled: dict) -> None:
    typed = {
        **filled,
        "acts-0-title-fr": "Hymne",
        "acts-1-title-fr": "Allocution",
        "acts-1-minutes": "x",
    }
    page = planner.post(f"{AT}sessions/new", data={**typed, "move": "acts-1-up"})
    assert page.status_code == 200
    fields = fields_of(page.text)
    assert (fields["acts-0-title-fr"], fields["acts-0-minutes"]) == ("Allocution", "x")
    assert (fields["acts-1-title-fr"], fields["title-fr"]) == ("Hymne", "Table ronde")
    more = fields_of(planner.post(f"{AT}sessions/new", data={**typed, "more": "parts"}).text)
    assert sum(name.endswith("-name") and name.startswith("parts-") for name in more) == 5
    for order in ("acts-9-up", "acts-x-up", "title-0-up", "acts-0-up", "-", "acts"):
        page = planner.post(f"{AT}sessions/new", data={**typed, "move": order})
        assert fields_of(page.text)["acts-0-title-fr"] == "Hymne"


def test_two_people_at_once_see_both_and_choose(
    planner: Client, plan: Plan, fair: Event, db_session
) -> None:
    draft = plan("Atelier", "09:00")
    mine = fields_of(planner.get(f"{AT}sessions/S01").text)
    theirs = {"title": text("Atelier pratique"), "minutes": 45, "note": "Écran"}
    actions.change(draft, theirs, version=1, actor=Fatou(), at=NOW)
    db_session.commit()
    mine["title-fr"], mine["start"] = "Grand atelier", "10:00"
    page = planner.post(f"{AT}sessions/S01", data=mine)
    assert page.status_code == 409
    assert "Fatou Camara" in page.text
    db_session.refresh(draft)
    assert (draft.version, draft.title) == (2, text("Atelier pratique"))
    # Mine is in the form, theirs beside it; what I never touched is left to them.
    fields = fields_of(page.text)
    assert (fields["title-fr"], fields["start"], fields["minutes"]) == (
        "Grand atelier",
        "10:00",
        "60",
    )
    assert "Atelier pratique" in page.text
    assert sorted(fields.getlist("leave")) == ["minutes", "note"]
    assert planner.post(f"{AT}sessions/S01", data=fields).status_code == 303
    db_session.refresh(draft)
    assert (draft.version, draft.title, draft.minutes, draft.note) == (
        *(3, text("Grand atelier")),
        *(45, "Écran"),
    )
    assert draft.starts_at == at_fair(fair, DAY_1, "10:00")


def test_a_third_change_is_told_again(planner: Client, plan: Plan, db_session) -> None:
    draft = plan("Atelier", "09:00")
    mine = fields_of(planner.get(f"{AT}sessions/S01").text)
    mine["note"] = "Micro"
    actions.change(draft, {"minutes": 45}, version=1, actor=Fatou(), at=NOW)
    db_session.commit()
    again = fields_of(planner.post(f"{AT}sessions/S01", data=mine).text)
    actions.change(draft, {"minutes": 50}, version=2, actor=Fatou(), at=NOW)
    db_session.commit()
    assert planner.post(f"{AT}sessions/S01", data=again).status_code == 409


def archive(**members: str) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as made:
        for name, inside in members.items():
            made.writestr(name.replace("__", "/").replace("_", "."), inside)
    return content.getvalue()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"<script>alert(1)</script>", "guide.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "plan.png"),
        (b"", "vide.pdf"),
        (b"PK\x03\x04 rien", "guide.docx"),
        (archive(word__document_xml="<w/>", word__vbaProject_bin="x"), "guide.docx"),
        (archive(evil_html="<p>"), "guide.odt"),
        (PDF + b"0" * MAX_BYTES, "lourd.pdf"),
    ],
)
def test_a_file_is_judged_by_its_content(
    planner: Client, filled: dict, fair: Event, content: bytes, name: str, db_session
) -> None:
    sent = {**filled, "documents-0-upload": (io.BytesIO(content), name)}
    answer = planner.post(f"{AT}sessions/new", data=sent)
    assert answer.status_code == 422
    assert 'id="documents-0-upload-error"' in answer.text
    assert "choisir à nouveau les fichiers" in answer.text
    assert list(db_session.scalars(select(StoredFile))) == []


def test_office_documents_are_taken(planner: Client, filled: dict, db_session) -> None:
    odt = archive(mimetype="application/vnd.oasis.opendocument.text")
    sent = {
        **filled,
        "documents-0-upload": (io.BytesIO(archive(word__document_xml="<w/>")), "a.zip"),
        "documents-1-upload": (io.BytesIO(odt), "../../b"),
    }
    assert planner.post(f"{AT}sessions/new", data=sent).status_code == 303
    names = db_session.scalars(select(StoredFile.name).order_by(StoredFile.id))
    assert list(names) == ["a.docx", "b.odt"]


def test_a_document_is_kept_replaced_taken_away_and_only_ones_own(
    planner: Client, plan: Plan, fair: Event, db_session, filled: dict
) -> None:
    plan("Autre", "15:00")
    upload = {"documents-0-upload": (io.BytesIO(PDF), "guide.pdf")}
    planner.post(f"{AT}sessions/new", data={**filled, **upload})
    (own,) = queries.find(fair, "S02").documents
    found = planner.get(f"{AT}sessions/S02/files/{own.file}")
    assert found.data == PDF
    assert found.headers["Content-Disposition"].startswith("attachment")
    # Another session cannot hand it out by naming it.
    assert planner.get(f"{AT}sessions/S01/files/{own.file}").status_code == 404
    stolen = fields_of(planner.get(f"{AT}sessions/S01").text)
    stolen["documents-0-kept"] = str(own.file)
    assert planner.post(f"{AT}sessions/S01", data=stolen).status_code == 422
    fields = fields_of(planner.get(f"{AT}sessions/S02").text)
    assert fields["documents-0-kept"] == str(own.file)
    fields["documents-0-is_removed"] = "y"
    planner.post(f"{AT}sessions/S02", data=fields)
    db_session.expire_all()
    assert queries.find(fair, "S02").documents == ()


def test_seats_that_are_taken_are_said(planner: Client, plan: Plan) -> None:
    from fairapp.programme.signals import seats

    plan("Atelier", "09:00", takes_sign_up=True, capacity=10)

    def twelve(event: Event) -> dict[str, int]:
        return {"S01": 12}

    with seats.connected_to(twelve):
        page = planner.get(f"{AT}sessions/S01").text
    assert "12 personnes ont déjà une place" in page


def test_what_nobody_has_seen_is_removed_once_asked(planner: Client, plan: Plan, fair) -> None:
    plan("Atelier", "09:00")
    page = planner.get(f"{AT}sessions/S01/removal").text
    assert "Personne n’est prévenu" in page
    late = planner.post(f"{AT}sessions/S01/removal", data={"version": "0"})
    assert late.status_code == 422
    assert planner.post(f"{AT}sessions/S01/removal", data={"version": "1"}).status_code == 303
    assert queries.drafts(fair) == []


def test_what_was_published_is_cancelled_and_restored_never_removed(
    planner: Client, plan: Plan, fair: Event, db_session
) -> None:
    draft = plan("Atelier", "09:00")
    releases.publish(fair, actor=None, at=NOW)
    assert planner.post(f"{AT}sessions/S01/removal", data={"version": "1"}).status_code == 422
    assert "/removal" not in planner.get(f"{AT}sessions/S01").text
    assert "barrée" in planner.get(f"{AT}sessions/S01/cancellation").text
    planner.post(f"{AT}sessions/S01/cancellation", data={"version": "1"})
    db_session.refresh(draft)
    assert draft.is_cancelled
    planner.post(f"{AT}sessions/S01/cancellation", data={"version": "2", "restore": "yes"})
    db_session.refresh(draft)
    assert not draft.is_cancelled


def test_a_session_of_another_day_is_moved_by_form(
    planner: Client, plan: Plan, fair, db_session
) -> None:
    draft = plan("Atelier", "09:00")
    fields = fields_of(planner.get(f"{AT}sessions/S01").text)
    fields["day"], fields["start"] = "2", "14:15"
    fields["room"] = str(fair.rooms[1].id)
    assert planner.post(f"{AT}sessions/S01", data=fields).status_code == 303
    db_session.refresh(draft)
    assert draft.starts_at == at_fair(fair, DAY_2, "14:15")
    assert draft.room_id == fair.rooms[1].id
