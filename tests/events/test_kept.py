"""Pages made once: what everybody gets from the shelf, and what makes a page anew."""

from __future__ import annotations

import gzip
from datetime import timedelta

import brotli
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from fairapp.core import audit, clock
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.events.shelf import Shelf
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import Session, SessionKind, Speaker
from fairapp.programme.parts import Part
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW, Login
from tests.programme.conftest import AddSession
from tests.programme.conftest import add_session as add_session
from tests.programme.conftest import fair as fair
from tests.statements import recorded

DAY = "/e/foire/programme?day=1"


def tag_of(client: FlaskClient, path: str = DAY, **headers: str) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == 200
    return answer.headers["ETag"]


def test_a_second_reader_costs_two_reads_and_gets_the_same(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", title="Ouverture")
    first = client.get(DAY)
    with recorded() as statements:
        second = client.get(DAY)
    assert (second.data, second.headers["ETag"]) == (first.data, first.headers["ETag"])
    assert len(statements) == 2
    assert second.headers["Cache-Control"] == "private, max-age=60"
    assert {"Cookie", "Accept-Encoding"} <= set(second.vary)
    with recorded() as statements:
        unchanged = client.get(DAY, headers={"If-None-Match": first.headers["ETag"]})
    assert (unchanged.status_code, unchanged.data, len(statements)) == (304, b"", 2)


@pytest.mark.parametrize("encoding", ["br", "gzip", ""])
def test_each_encoding_says_the_same(
    client: FlaskClient, fair: Event, add_session: AddSession, encoding: str
) -> None:
    add_session("a", "09:00", "10:00", title="Ouverture")
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    for _again in range(2):
        answer = client.get(DAY, headers={"Accept-Encoding": encoding or "identity"})
        assert answer.headers.get("Content-Encoding", "") == encoding
        assert "Ouverture" in unpack(answer.data).decode()


def test_each_language_has_its_own(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00")
    french = client.get(DAY)
    client.set_cookie("lang", "ar")
    arabic = client.get(DAY, headers={"If-None-Match": french.headers["ETag"]})
    assert (french.headers["Content-Language"], arabic.headers["Content-Language"]) == ("fr", "ar")
    assert 'dir="rtl"' in arabic.text


def test_a_publication_shows_at_once(client: FlaskClient, fair: Event) -> None:
    kind = db.session.query(SessionKind).first()
    assert kind is not None
    values = {
        "title": LocalizedText(fr="Ouverture"),
        "kind_id": kind.id,
        "starts_at": fair.utc(fair.days[0].date, NOW.time()),
        "minutes": 60,
    }
    draft = editing.create(fair, values, code="J1-01", actor=None, at=NOW)
    releases.publish(fair, actor=None, at=NOW)
    before = tag_of(client)
    assert "Ouverture" in client.get(DAY).text
    draft.title = LocalizedText(fr="Grande ouverture")
    assert tag_of(client) == before, "a draft is nobody's business"
    releases.publish(fair, actor=None, at=NOW)
    page = client.get(DAY, headers={"If-None-Match": before})
    assert "Grande ouverture" in page.text
    assert db.session.query(Draft).count() == 1


def test_what_the_team_changes_shows_at_once(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00")
    before = tag_of(client)
    fair.name = LocalizedText(fr="Foire des voisins")
    assert "Foire des voisins" in client.get(DAY).text
    fair.rooms[0].name = LocalizedText(fr="Salle des fêtes")
    audit.record("room.changed", fair.rooms[0], at=NOW)
    assert "Salle des fêtes" in client.get(DAY, headers={"If-None-Match": before}).text


def test_what_nobody_told_of_shows_within_a_minute(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00", title="Avant")
    assert "Avant" in client.get(DAY).text
    db.session.execute(update(Session).values(title=LocalizedText(fr="Après")))
    assert "Avant" in client.get(DAY).text
    with clock.stopped(NOW + timedelta(minutes=1)):
        assert "Après" in client.get(DAY).text


def test_a_minute_that_changes_nothing_keeps_the_tag(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00")
    tag = tag_of(client)
    with clock.stopped(NOW + timedelta(minutes=1)):
        assert client.get(DAY, headers={"If-None-Match": tag}).status_code == 304


def test_the_team_has_pages_of_its_own_and_leaves_none_behind(
    client: FlaskClient, fair: Event, add_session: AddSession, login: Login
) -> None:
    add_session("a", "09:00", "10:00", title="Avant")
    visitor = client.application.test_client()
    assert "/login" in visitor.get(DAY).text
    login(client, "organiser")
    # The first page after signing in notes so in the session, and is kept by nobody at all.
    client.get(DAY)
    own = client.get(DAY)
    assert "/login" not in own.text
    assert own.headers["Cache-Control"] == "private, no-cache"
    db.session.execute(update(Session).values(title=LocalizedText(fr="Après")))
    assert "Après" in client.get(DAY).text
    assert "/login" in visitor.get(DAY).text


def test_a_message_is_shown_to_one_and_kept_for_nobody(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00")
    with client.session_transaction() as session:
        session["_flashes"] = [("success", "Pour vous seul")]
    told = client.get(DAY)
    assert "Pour vous seul" in told.text
    assert told.headers["Cache-Control"] == "no-store"
    assert "Pour vous seul" not in client.get(DAY).text
    assert "Pour vous seul" not in client.application.test_client().get(DAY).text


def test_hosts_do_not_share_a_page(
    client: FlaskClient, fair: Event, add_session: AddSession
) -> None:
    add_session("a", "09:00", "10:00")
    tag_of(client)
    with recorded() as statements:
        client.get(DAY, headers={"Host": "elsewhere.example.org"})
    assert len(statements) > 2


def test_the_shelf_is_bounded_and_drops_what_was_read_first() -> None:
    shelf = Shelf(most=30)
    for name in "abc":
        shelf.keep(name, 1, name * 10)
    assert shelf.find("a", 1)
    shelf.keep("d", 1, "d" * 10)
    assert [name for name in "abcd" if shelf.find(name, 1)] == ["a", "c", "d"]
    assert shelf.find("a", 2) is None


def test_speakers_are_shown(fair: Event, client: FlaskClient, add_session: AddSession) -> None:
    speaker = Speaker(event=fair, name="Mme Camra")
    db.session.add(speaker)
    db.session.flush()
    add_session("a", "09:00", "10:00", parts=(Part(speaker.id),))
    assert "Camra" in client.get("/e/foire/programme/a").text
    speaker.name = "Mme Camara"
    audit.record("speaker.changed", speaker, at=NOW)
    assert "Camara" in client.get("/e/foire/programme/a").text
