"""The team's pages of versions."""

from __future__ import annotations

import re

from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import Session
from fairapp.programme.releases import actions, queries
from fairapp.programme.signals import Audience, audience
from tests.conftest import NOW, Login
from tests.programme.conftest import DAY_1, at_fair, text
from tests.programme.releases.conftest import Plan
from tests.statements import recorded

VERSIONS = "/staff/foire/programme/versions/"


def change(draft: Draft, **values: object) -> None:
    editing.change(draft, values, version=draft.version, actor=None, at=NOW)


def fields(page: str) -> dict[str, str]:
    found = re.findall(r'<input[^>]*name="(number|fingerprint)"[^>]*value="([^"]*)"', page)
    return dict(found)


def test_what_the_next_version_changes_is_said_and_published(
    editor: FlaskClient, fair: Event, plan: Plan
) -> None:
    one, two = plan("09:00", title="Ouverture"), plan("11:00", title="Débat")
    first = editor.get(VERSIONS)
    assert "2 séances deviennent publiques." in first.text
    done = editor.post(VERSIONS, data=fields(first.text))
    assert (done.status_code, done.location) == (303, VERSIONS)
    change(one, starts_at=at_fair(fair, DAY_1, "10:00"), room_id=fair.rooms[1].id)
    change(two, is_cancelled=True)
    page = editor.get(VERSIONS).text
    for said in ("de 09:00 à 10:00 · <bdi>Grande salle</bdi> → <bdi>Scène</bdi>", "Annulé"):
        assert said in page
    assert "Publier la version 2" in page
    note = {"note-fr": "À cause de la pluie", "note-ar": "بسبب المطر"}
    page = editor.post(VERSIONS, data={**fields(page), **note}, follow_redirects=True).text
    assert "La version 2 est publiée." in page
    assert "À cause de la pluie" in page
    assert "1 annulée · 1 déplacée" in page
    release = queries.find(fair, 2)
    assert release is not None
    assert release.note == LocalizedText(fr="À cause de la pluie", ar="بسبب المطر")
    assert release.published_by_name == "Programme"


def test_a_second_tap_publishes_nothing_and_is_no_error(
    editor: FlaskClient, fair: Event, plan: Plan
) -> None:
    plan("09:00")
    sent = fields(editor.get(VERSIONS).text)
    answers = [editor.post(VERSIONS, data=sent) for _tap in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert queries.latest_number(fair) == 1
    assert "La version 1 est publiée." in editor.get(VERSIONS).text


def test_what_changed_since_the_page_was_read_is_shown_first(
    editor: FlaskClient, fair: Event, plan: Plan
) -> None:
    draft = plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, minutes=30)
    sent = fields(editor.get(VERSIONS).text)
    change(draft, minutes=45)
    page = editor.post(VERSIONS, data={**sent, "note-fr": "Plus court"})
    assert page.status_code == 422
    assert "a été modifié entre-temps" in page.text
    assert "Plus court" in page.text
    assert queries.latest_number(fair) == 1
    assert editor.post(VERSIONS, data=fields(page.text)).status_code == 303


def test_refusals_are_told_in_words(editor: FlaskClient, fair: Event, plan: Plan) -> None:
    plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    page = editor.get(VERSIONS).text
    assert "Rien n’a changé depuis la version 1." in page
    assert "Publier la version" not in page
    seen = queries.next_version(fair).seen
    sent = {"number": seen.number, "fingerprint": seen.fingerprint}
    page = editor.post(VERSIONS, data=sent)
    assert page.status_code == 422
    assert "Rien n’a changé depuis la dernière version." in page.text


def test_an_empty_timetable_leads_to_it(editor: FlaskClient, plan: Plan) -> None:
    plan(None)
    page = editor.get(VERSIONS).text
    assert "Rien à publier pour l’instant" in page
    assert fields(page) == {}


def test_who_is_told_and_warnings_stand_by_the_button(
    editor: FlaskClient, fair: Event, plan: Plan
) -> None:
    draft = plan("09:00")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, minutes=30)
    plan("09:00")
    answer = lambda event, changes, at: Audience(41, 2)  # noqa: E731  # blinker holds it weakly
    with audience.connected_to(answer):
        page = editor.get(VERSIONS).text
    assert "41 personnes qui ont une place réservée" in page
    assert "2 autres personnes n’ont pas de contact utilisable" in page
    assert "2 avertissements. Vous pouvez publier quand même." in page


def test_an_earlier_version_is_seen_and_taken_up_again(
    editor: FlaskClient, fair: Event, plan: Plan
) -> None:
    draft = plan("09:00", title="Ouverture")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, title=text("Clôture"))
    actions.publish(fair, actor=None, at=NOW)
    page = editor.get(f"{VERSIONS}1").text
    assert "Ouverture" in page
    assert "Clôture" not in page
    assert "version antérieure" in page
    asked = editor.get(f"{VERSIONS}1/restoration").text
    assert "remplacé pour 1 séance" in asked
    assert "ancien titre" in asked
    assert draft.title == text("Clôture")
    page = editor.post(f"{VERSIONS}1/restoration", follow_redirects=True).text
    assert "1 séance est de nouveau prévue comme dans la version 1." in page
    assert "Publier la version 3" in page
    db.session.refresh(draft)
    assert draft.title == text("Ouverture")
    assert db.session.scalars(select(Session.title)).all() == [text("Clôture")]
    acts = db.session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id.is_not(None)))
    assert list(acts) == ["programme.taken_up"]
    assert "déjà identique" in editor.get(f"{VERSIONS}1/restoration").text


def test_versions_that_are_not_there(editor: FlaskClient, fair: Event) -> None:
    for path in ("1", "0", "1/restoration"):
        assert editor.get(VERSIONS + path).status_code == 404


def test_only_editors_publish(client: FlaskClient, fair: Event, login: Login) -> None:
    login(client, "reception")
    assert client.get(VERSIONS).status_code == 403
    assert client.post(VERSIONS).status_code == 403


def test_many_versions_take_no_more_queries(editor: FlaskClient, fair: Event, plan: Plan) -> None:
    draft, counted = plan("09:00"), []
    for minutes in (30, 45, 50, 55):
        change(draft, minutes=minutes)
        actions.publish(fair, actor=None, at=NOW)
        db.session.commit()
        with recorded() as seen:
            assert editor.get(VERSIONS).status_code == 200
        counted.append(len(seen))
    assert counted[1] == counted[3]
