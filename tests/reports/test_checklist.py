"""What features give to the checklist: the team, the programme, badges, phones, documents."""

from __future__ import annotations

from datetime import UTC, datetime

from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.demo.load import SLUG
from fairapp.events import checklist
from fairapp.events.checklist import State
from fairapp.events.models import Event
from fairapp.programme.models import Session as ProgrammeSession
from fairapp.reports.board_rooms import running
from fairapp.reports.documents.models import Report
from tests.conftest import Login

Db = scoped_session[Session]
EVE = datetime(2026, 11, 30, 9, tzinfo=UTC)
AFTER = datetime(2026, 12, 6, 9, tzinfo=UTC)
AT_TEN = datetime(2026, 12, 3, 10, tzinfo=UTC)


def _lines(at: datetime) -> dict[str, tuple[State, str]]:
    event = db.session.scalars(select(Event)).one()
    with force_locale("en"):
        return {
            str(item.label): (item.state, str(item.note))
            for group in checklist.groups(event, at)
            for item in group.items
        }


def test_each_feature_tells_how_it_stands(demo_client: FlaskClient) -> None:
    with demo_client.application.app_context():
        eve, after = _lines(EVE), _lines(AFTER)
        assert eve["Programme published"] == (State.DONE, "")
        assert eve["A team at the gates and at the reception"] == (State.DONE, "")
        assert eve["A second organiser"] == (State.OPTIONAL, "")
        assert eve["Phones that scan"] == (State.DONE, "")
        assert eve["Attendance lists"] == (State.LATER, "")
        assert after["Attendance lists"] == (State.MISSING, "")
        assert after["Payment list signed"] == (State.MISSING, "")
        state, note = after["Scans looked through"]
        assert state == State.MISSING
        assert note.endswith("scans to check")


def test_a_list_that_was_withdrawn_is_missing_again(
    db_session: Db, demo_client: FlaskClient
) -> None:
    with demo_client.application.app_context():
        event = db.session.scalars(select(Event)).one()
        made = {"number": "4KX72222", "choice": {}, "language": "fr", "title": "Liste", "people": 1}
        digests = dict.fromkeys(("scans_digest", "digest", "file_digest"), "0" * 64)
        report = Report(event_id=event.id, kind="attendance-list", **made, **digests)
        report.data_at, report.scans, report.purpose, report.made_by_name = AFTER, 1, "sign", "A"
        db.session.add(report)
        db.session.flush()
        assert _lines(AFTER)["Attendance lists"][0] == State.DONE
        report.withdrawn_at = AFTER
        db.session.flush()
        assert _lines(AFTER)["Attendance lists"][0] == State.MISSING
        db.session.rollback()


def test_messages_that_failed_are_counted(demo_client: FlaskClient) -> None:
    with demo_client.application.app_context():
        event = db.session.scalars(select(Event)).one()
        line = "No message that could not be sent"
        assert _lines(EVE)[line] == (State.DONE, "")
        failed = Message(event_id=event.id, channel="sms", recipient="+224631000000", body="…")
        failed.status, failed.due_at, failed.created_at = "failed", EVE, EVE
        db.session.add(failed)
        db.session.flush()
        assert _lines(EVE)[line] == (State.MISSING, "1 left")
        db.session.rollback()


def test_the_board_tells_how_full_running_sessions_are(demo_client: FlaskClient) -> None:
    with demo_client.application.app_context():
        event = db.session.scalars(select(Event)).one()
        found = running(event, AT_TEN)
        times = db.session.scalars(
            select(ProgrammeSession.code).where(
                ProgrammeSession.starts_at <= AT_TEN, ProgrammeSession.ends_at > AT_TEN
            )
        )
        assert {row.code for row in found} == set(times)
        assert found
        watched = {gate.watches for gate in event.checkpoints}
        assert all((row.count is None) == (row.code not in watched) for row in found)
        assert running(event, AFTER) == ()


def test_after_the_fair_the_board_leads_to_what_is_missing(
    demo_client: FlaskClient, login: Login
) -> None:
    login(demo_client, "organiser")
    with clock.stopped(AFTER):
        page = demo_client.get(f"/staff/{SLUG}/?lang=en").text
    assert f'href="/staff/{SLUG}/reports/documents/attendance-list"' in page
    assert f'href="/staff/{SLUG}/checklist#opening"' in page
    assert "The whole checklist" in page
