"""What the public sees of versions."""

from __future__ import annotations

import re
from datetime import timedelta

from flask.testing import FlaskClient
from sqlalchemy import delete

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import SessionKind
from fairapp.programme.releases import actions
from tests.conftest import NOW
from tests.programme.conftest import DAY_1, at_fair, text
from tests.programme.releases.conftest import Plan

VERSIONS = "/e/foire/programme/versions"


def change(draft: Draft, **values: object) -> None:
    editing.change(draft, values, version=draft.version, actor=None, at=NOW)


def test_changes_are_told_by_version_the_latest_first(
    client: FlaskClient, fair: Event, plan: Plan
) -> None:
    assert "pas encore publié" in client.get(VERSIONS).text
    draft, gone = plan("09:00", title="Ouverture"), plan("11:00", title="Débat")
    actions.publish(fair, actor=None, at=NOW)
    change(draft, starts_at=at_fair(fair, DAY_1, "10:00")), change(gone, is_held=True)
    note = LocalizedText(fr="À cause de la pluie")
    actions.publish(fair, note=note, actor=None, at=NOW + timedelta(days=1))
    page = client.get(VERSIONS).text
    assert re.findall(r'<h2 id="version-(\d)"', page) == ["2", "1"]
    for said in ("mardi 17 novembre", "À cause de la pluie", "de 09:00 à 10:00", "Débat"):
        assert said in page
    assert '<a href="/e/foire/programme/S01">Ouverture</a>' in page
    assert "/programme/S02" not in page
    assert re.findall(rf'href="{VERSIONS}/(\d)"', page) == ["1"]
    assert '<meta name="robots" content="noindex">' in page


def test_an_earlier_version_is_shown_and_marked(
    client: FlaskClient, fair: Event, plan: Plan
) -> None:
    draft, gone = plan("09:00", title="Ouverture"), plan("11:00", title="Débat", room=1)
    actions.publish(fair, actor=None, at=NOW)
    change(draft, title=text("Cérémonie"), is_cancelled=True), change(gone, is_held=True)
    actions.publish(fair, actor=None, at=NOW)
    page = client.get(f"{VERSIONS}/1").text
    assert "Ce programme n’est plus valable." in page
    assert '<meta name="robots" content="noindex">' in page
    titles = re.findall(r'<h3 class="title[^"]*">(.*?)</h3>', page)
    assert titles == ['<a href="/e/foire/programme/S01">Ouverture</a>', "Débat"]
    assert "Annulé" not in page
    present = client.get(f"{VERSIONS}/2").text
    assert "plus valable" not in present
    assert re.findall(r'<h3 class="title off">', present)
    assert client.get(f"{VERSIONS}/3").status_code == 404


def test_notes_of_the_team_are_in_no_version_that_is_shown(
    client: FlaskClient, fair: Event, plan: Plan
) -> None:
    plan("09:00", note="Ministre attendu", needs="Deux micros")
    actions.publish(fair, actor=None, at=NOW)
    for path in ("", "/1"):
        page = client.get(VERSIONS + path).text
        assert "Ministre" not in page
        assert "micros" not in page


def test_what_is_gone_since_keeps_its_code(client: FlaskClient, fair: Event, plan: Plan) -> None:
    draft = plan("09:00", title="Ouverture", room=1)
    other = SessionKind(
        event_id=fair.id, code="a_part", name=text("À part"), colour="#28518f", icon="x", position=9
    )
    db.session.add(other)
    db.session.flush()
    change(draft, kind_id=other.id)
    actions.publish(fair, actor=None, at=NOW)
    kind = db.session.query(SessionKind).filter_by(code="theatre").one()
    change(draft, kind_id=kind.id, room_id=None)
    actions.publish(fair, actor=None, at=NOW)
    db.session.execute(delete(SessionKind).where(SessionKind.id == other.id))
    fair.rooms.remove(fair.rooms[1])
    db.session.commit()
    page = client.get(f"{VERSIONS}/1").text
    assert "a part" in page
    assert '<p class="where">SC</p>' in page
