"""A session's page: people, acts, documents, and where it was before."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.storage import StoredFile, store
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.models import SessionKind, SessionStatus, Speaker
from fairapp.programme.parts import Act, Document, Part, PartRole
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW
from tests.programme.conftest import DAY_1, AddSession, at_fair, text

PAGE = "/e/foire/programme/a"
CONTENT = b"%PDF-1.7 a guide"


@pytest.fixture
def speaker(fair: Event) -> Speaker:
    speaker = Speaker(
        event_id=fair.id,
        name="S.E.M. Camara & fils",
        function=text("Ministre"),
        organisation="Gouvernement",
        represents="le Premier ministre",
        biography=text("Né à Kindia.\n\nVit à Conakry."),
    )
    db.session.add(speaker)
    db.session.flush()
    return speaker


@pytest.fixture
def guide(fair: Event) -> StoredFile:
    return store(CONTENT, name="guide.html", mimetype="text/html", event_id=fair.id)


def main_of(client: FlaskClient, path: str = PAGE) -> str:
    return client.get(path).text.partition("<main")[2]


def test_people_stand_under_what_they_do(
    client: FlaskClient, fair: Event, add_session: AddSession, speaker: Speaker
) -> None:
    team = Speaker(event_id=fair.id, name="Régie du plateau")
    db.session.add(team)
    db.session.flush()
    roles = (Part(speaker.id, PartRole.MODERATOR), Part(team.id, PartRole.TEAM))
    add_session("a", "09:00", "10:00", parts=roles)
    page = main_of(client)
    assert "Modération" in page
    for words in (
        "S.E.M. Camara &amp; fils",
        "Ministre",
        "Gouvernement",
        "représentant le Premier ministre",
        "<p>Vit à Conakry.</p>",
    ):
        assert words in page
    assert "Régie" not in page


def test_acts_have_their_hour_until_one_has_no_length(
    client: FlaskClient, fair: Event, add_session: AddSession, speaker: Speaker
) -> None:
    acts = (
        Act(text("Hymne"), 5, company="Fanfare", needs="Deux micros"),
        Act(text("Discours"), 0, speaker=speaker.id),
        Act(text("Danse"), 10, performers="Aminata Sylla"),
    )
    add_session("a", "09:00", "10:00", acts=acts)
    page = main_of(client).partition("Déroulé")[2]
    hours = [part.partition(">")[2][:5] for part in page.split("<time ")[1:3]]
    assert hours == ["09:00", "09:05"]
    assert page.index("Fanfare") < page.index("Camara") < page.index("Aminata Sylla")
    assert "Deux micros" not in page
    assert page.partition("Danse")[0].count("<time ") == 2


def test_interpretation_stands_beside_the_languages(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", languages="fr", interpretation="en ff")
    assert "Interprétation\u00a0: anglais et peul" in main_of(client)


def test_a_file_is_told_by_language_and_size_and_comes_as_an_attachment(
    client: FlaskClient, fair: Event, add_session: AddSession, guide: StoredFile
) -> None:
    documents = (
        Document(text("Ailleurs"), url="https://example.org/a", language="en"),
        Document(text("Guide"), file=guide.id, language="fr"),
        Document(text("Piège"), url="javascript:alert(1)"),
    )
    add_session("a", "09:00", "10:00", documents=documents)
    page = main_of(client)
    assert 'href="https://example.org/a"' in page
    assert "Anglais" in page and "Français · 1" in page
    assert "Piège" not in page
    answer = client.get(f"{PAGE}/documents/2")
    assert answer.data == CONTENT
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "private, no-store"
    answer.close()
    for number in (0, 1, 3, 4):
        assert client.get(f"{PAGE}/documents/{number}").status_code == 404


def test_a_file_is_there_only_while_its_session_is_public(
    client: FlaskClient, fair: Event, add_session: AddSession, guide: StoredFile
) -> None:
    session = add_session("a", "09:00", "10:00", documents=(Document(text("Guide"), guide.id),))
    with client.get(f"{PAGE}/documents/1") as answer:
        assert answer.status_code == 200
    session.status = SessionStatus.DRAFT
    assert client.get(f"{PAGE}/documents/1").status_code == 404


def test_no_file_of_another_fair_and_none_that_is_gone(
    client: FlaskClient, fair: Event, add_session: AddSession, guide: StoredFile
) -> None:
    other = Event(slug="autre", name=text("Autre"), created_at=NOW, published_at=NOW)
    db.session.add(other)
    db.session.flush()
    theirs = store(b"secret", name="liste.csv", mimetype="text/csv", event_id=other.id)
    documents = (Document(text("Liste"), theirs.id), Document(text("Guide"), guide.id))
    add_session("a", "09:00", "10:00", documents=documents)
    assert "Liste" not in main_of(client)
    assert client.get(f"{PAGE}/documents/1").status_code == 404
    guide.path.unlink()
    assert client.get(f"{PAGE}/documents/2").status_code == 404


def test_what_was_moved_tells_where_it_was_before(client: FlaskClient, fair: Event) -> None:
    kind = db.session.query(SessionKind).first()
    assert kind is not None
    starts_at = at_fair(fair, DAY_1, "09:00")
    values = {
        "title": LocalizedText(fr="Débat"),
        "kind_id": kind.id,
        "room_id": fair.rooms[0].id,
        "starts_at": starts_at,
        "minutes": 60,
    }
    draft = editing.create(fair, values, code="a", actor=None, at=NOW)
    releases.publish(fair, actor=None, at=NOW)
    assert "Auparavant" not in main_of(client)
    draft.starts_at, draft.room_id = starts_at + timedelta(hours=2), fair.rooms[1].id
    db.session.flush()
    db.session.expire(draft, ["room"])
    releases.publish(fair, actor=None, at=NOW)
    page = main_of(client)
    before = page.partition("Auparavant")[2].partition("</s>")[0]
    assert "mercredi 2 décembre, 09:00 – 10:00 · Grande salle" in before
    assert "11:00 – 12:00" in page and "Scène" in page
    version = main_of(client, "/e/foire/programme").partition('class="soft small version"')[2]
    assert "Version 2 du 16 nov." in version
