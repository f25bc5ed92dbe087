"""What a fair still needs, and the buttons that open and end it."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import audit, clock, tasks
from fairapp.core.backups import nightly
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, checklist
from fairapp.events.checklist import State, When
from fairapp.events.models import Event
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

Db = scoped_session[Session]
SLUG = "foire-aux-savoirs-2026"


@pytest.fixture
def draft(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW, is_draft=True)
    db_session.commit()
    return event


def _state(event: Event, label: str) -> State:
    with force_locale("en"):
        items = [item for group in checklist.groups(event, NOW) for item in group.items]
        return next(item.state for item in items if str(item.label) == label)


def test_lines_follow_what_is_there(draft: Event) -> None:
    assert _state(draft, "What is done with personal data") == State.MISSING
    draft.privacy_notice = LocalizedText(fr="Rien.")
    assert _state(draft, "What is done with personal data") == State.DONE
    assert _state(draft, "Dates") == State.MISSING
    draft.settled = ["dates"]
    assert _state(draft, "Dates") == State.DONE
    assert _state(draft, "A limit of places") == State.OPTIONAL
    draft.capacity = 20
    assert _state(draft, "A limit of places") == State.DONE
    assert _state(draft, "An entrance where badges are scanned") == State.DONE
    for gate in draft.checkpoints:
        gate.is_entrance = False
    assert _state(draft, "An entrance where badges are scanned") == State.MISSING
    assert _state(draft, "Registration opened") == State.MISSING


def test_only_languages_that_are_offered_want_translations(draft: Event) -> None:
    draft.name = LocalizedText(fr="Foire", en="Fair", ar="معرض")
    draft.place = LocalizedText(fr="Ici", en="Here")
    assert _state(draft, "Texts in each language") == State.MISSING
    draft.languages = ["fr", "en"]
    assert _state(draft, "Texts in each language") == State.DONE


def test_what_is_not_due_is_for_later(draft: Event) -> None:
    after = next(g for g in checklist.groups(draft, NOW) if g.when == When.AFTER)
    assert not after.is_due
    assert {item.state for item in after.items} == {State.LATER}
    late = draft.registration_closes_at
    assert late is not None
    after = next(g for g in checklist.groups(draft, late) if g.when == When.AFTER)
    assert State.MISSING in {item.state for item in after.items}


def test_the_page_opens_and_closes_registration(
    client: FlaskClient, db_session: Db, draft: Event, login: Login
) -> None:
    login(client, "organiser")

    def act(name: str) -> str:
        answer = client.post(f"/staff/{SLUG}/standing?lang=en", data={"act": name})
        assert answer.status_code == 303
        db_session.expire_all()
        return client.get(f"/staff/{SLUG}/checklist?lang=en").text

    assert "A draft: only the team sees it" in client.get(f"/staff/{SLUG}/checklist?lang=en").text
    assert "Registration is open" in act("open")
    assert draft.published_at == NOW
    assert "Public; online registration is closed" in act("shut")
    assert "A draft: only the team sees it" in act("withdraw")
    with clock.stopped(NOW + timedelta(minutes=1)):
        act("open")
        assert "This fair is closed" in act("close")
        refused = client.post(f"/staff/{SLUG}/standing?lang=en", data={"act": "open"})
        assert refused.status_code == 422
        assert "Open it again first" in refused.text
        assert "Registration is open" in act("reopen")
    assert client.post(f"/staff/{SLUG}/standing", data={"act": "burn"}).status_code == 400


def _copy_line(event: Event, at: datetime) -> tuple[State, str]:
    with force_locale("en"):
        items = [item for group in checklist.groups(event, at) for item in group.items]
        line = next(item for item in items if str(item.label).startswith("A sealed copy"))
        return line.state, str(line.note)


def test_copies_of_the_data_are_told_and_who_sees_to_them(app: Flask, draft: Event) -> None:
    draft.published_at = NOW
    state, note = _copy_line(draft, NOW)
    assert state == State.OPTIONAL, "a laptop, to try"
    app.config["PUBLIC_URL"] = "https://fair.example.org"
    assert _copy_line(draft, NOW) == (State.MISSING, note)
    assert "There is no copy yet." in note and "BACKUP_RECIPIENT" in note
    app.config.update(BACKUP_TO="/copies", BACKUP_RECIPIENT="age1…")
    state, note = _copy_line(draft, NOW)
    assert (state, "tonight" in note) == (State.MISSING, True)
    audit.record(nightly.MADE, at=NOW, details={"file": "fairapp.age"})
    made = _copy_line(draft, NOW + timedelta(hours=30))
    assert made == (State.DONE, "Last copy: 16 November 2026, 09:00.")
    state, note = _copy_line(draft, NOW + timedelta(days=2))
    assert state == State.MISSING and note.startswith("Last copy: 16 November 2026, 09:00.")
    tonight = NOW + timedelta(hours=17)
    failed = tasks.start(nightly.KIND, event_id=None, params={}, actor=None, at=tonight)
    failed.status = tasks.JobStatus.FAILED
    db.session.flush()
    state, note = _copy_line(draft, NOW + timedelta(hours=20))
    assert (state, "could not be written on 17 November 2026" in note) == (State.MISSING, True)
    draft.is_demonstration = True
    with pytest.raises(StopIteration):
        _copy_line(draft, NOW)
