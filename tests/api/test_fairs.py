"""The fair, its programme, scans, figures and documents, as programs read them."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.api.rules import Scope
from fairapp.checkin import presence
from fairapp.checkin.models import Scan
from fairapp.core import clock, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from tests.api.conftest import DEMO, Program, Programs, let_in
from tests.conftest import DEMO_NOW

Db = scoped_session[Session]
AFTER = DEMO_NOW + timedelta(days=10)


def every_scan(program: Program, **query: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    page: dict[str, Any] = {"has_more": True, "cursor": ""}
    while page["has_more"]:
        asked = {"limit": 200, "cursor": page["cursor"], **query}
        page = program.get("/scans", query_string=asked).get_json()
        found += page["items"]
    return found


def test_a_fair_says_what_the_codes_mean(demo_program: Programs) -> None:
    told = demo_program(Scope.READ_EVENT).get().get_json()
    assert (told["slug"], told["timezone"]) == (DEMO, "Africa/Conakry")
    assert [day["date"] for day in told["days"]] == ["2026-12-02", "2026-12-03", "2026-12-04"]
    assert set(told["name"]) == {"fr", "en", "ar"}
    assert "invitation_key" not in json.dumps(told)


def test_the_programme_is_what_the_public_reads(demo_app: Flask, demo_program: Programs) -> None:
    told = demo_program(Scope.READ_PROGRAMME).get("/programme").get_json()
    public = demo_app.test_client().get(f"/e/{DEMO}/programme.json").get_json()
    assert [one["code"] for one in told["sessions"]] == [one["code"] for one in public["sessions"]]
    assert len(told["sessions"]) == 35
    assert told["version"] == public["version"]
    assert told["sessions"][3]["people"] == public["sessions"][3]["people"]


def test_scans_are_all_there_in_order_without_names(
    demo_session: Db, demo_program: Programs
) -> None:
    with clock.stopped(AFTER):
        found = every_scan(demo_program(Scope.READ_SCANS))
    uuids = list(demo_session.scalars(select(Scan.uuid).order_by(Scan.id)))
    assert [one["uuid"] for one in found] == uuids
    entries = [one for one in found if one["is_entry"]]
    undone = {one["undoes"] for one in found if one["undoes"]}
    count = select(func.count()).select_from(Scan).where(Scan.is_entry)
    assert len(entries) == demo_session.scalar(count)
    assert undone and undone <= set(uuids)
    assert {one["registration"] for one in entries} - {None}
    assert "name" not in found[0]


def test_odd_scans_are_found_and_gates_told_apart(demo_program: Programs) -> None:
    asked = demo_program(Scope.READ_SCANS)
    with clock.stopped(AFTER):
        every = every_scan(asked)
        gate = every[0]["checkpoint"]
        told = {
            "overridden": [one for one in every if one["override"]],
            "paper": [one for one in every if one["method"] == "paper"],
            "clock": [one for one in every if one["clock_doubtful"]],
            "twice": [
                one
                for one in every
                if (one["shown_verdict"], one["verdict"]) == ("admitted", "again")
            ],
        }
        assert {kind: every_scan(asked, to_check=kind) for kind in told} == told
        assert told["overridden"]
        there = [one for one in every if one["checkpoint"] == gate]
        assert 0 < len(there) < len(every)
        assert every_scan(asked, checkpoint=gate) == there


def test_the_latest_scans_come_when_none_can_come_before_them(
    demo_session: Db, demo_program: Programs
) -> None:
    asked = demo_program(Scope.READ_SCANS)
    last = demo_session.scalars(select(Scan).order_by(Scan.received_at.desc())).first()
    assert last is not None
    with clock.stopped(last.received_at + timedelta(seconds=19)):
        assert last.uuid not in {one["uuid"] for one in every_scan(asked)}
    with clock.stopped(last.received_at + timedelta(seconds=20)):
        assert last.uuid in {one["uuid"] for one in every_scan(asked)}


def test_figures_are_those_of_the_report(demo_session: Db, demo_program: Programs) -> None:
    asked = demo_program(Scope.READ_REPORTS)
    with clock.stopped(AFTER):
        told = asked.get("/figures").get_json()
        shared = asked.get("/figures?shared=true").get_json()
    event = demo_session.scalars(select(Event).where(Event.slug == DEMO)).one()
    persons = sum(row["persons"] for row in told["cube"] if not row["day"])
    assert persons == presence.unique_participants(event) == 400
    assert sum(row["persons"] for row in told["cube"] if row["day"]) == 994
    assert (told["version"], shared["version"]) == ("full", "shared")
    assert "cube" not in shared


def test_a_document_is_ordered_made_and_taken_away(
    demo_app: Flask, demo_session: Db, demo_program: Programs
) -> None:
    asked = demo_program(Scope.READ_REPORTS)
    order = {"kind": "scan-log", "choice": {"format": ["json"]}, "language": "en"}
    first, again = (asked.post("/documents", order, key="1") for _ in range(2))
    assert first.status_code == again.status_code == 202
    assert first.get_json() == again.get_json()
    made = first.get_json()
    assert (made["status"], made["file"], made["number"]) == ("queued", None, None)
    at = f"/documents/{made['id']}"
    early = asked.post(f"{at}/downloads")
    assert (early.status_code, early.get_json()["code"]) == (409, "not_made")
    tasks.run(made["id"])
    done = asked.get(at).get_json()
    assert (done["status"], done["title"], done["file"]["media_type"]) == (
        "done",
        "Scan log",
        "application/json",
    )
    assert asked.get("/documents").get_json()["items"][0] == done
    file = asked.post(f"{at}/downloads")
    assert hashlib.sha256(file.data).hexdigest() == done["file"]["sha256"]
    assert "attachment" in file.headers["Content-Disposition"]
    demo_session.expire_all()
    query = select(AuditEntry).where(AuditEntry.subject_id == made["id"]).order_by(AuditEntry.id)
    trail = demo_session.scalars(query)
    acts = [(e.action, e.actor_name[:6]) for e in trail if e.subject_type == "Job"]
    assert acts == [("report.ordered", "API – "), ("report.downloaded", "API – ")]


def test_every_kind_that_is_offered_can_be_ordered_as_it_is(
    demo_session: Db, demo_program: Programs
) -> None:
    asked = demo_program(Scope.READ_REPORTS)
    kinds = asked.get("/documents/kinds").get_json()["items"]
    assert {"attendance-report", "attendance-list", "scan-log"} <= {one["kind"] for one in kinds}
    for one in kinds:
        answer = asked.post("/documents", {"kind": one["kind"]})
        assert (answer.status_code, one["kind"]) == (202, one["kind"]), answer.get_json()


@pytest.mark.parametrize(
    ("order", "pointer"),
    [
        ({"kind": "nothing"}, "/kind"),
        ({"kind": "payment-list"}, "/kind"),
        ({"kind": "scan-log", "choice": {"format": ["exe"]}}, "/choice/format"),
        ({"kind": "scan-log", "choice": {"colour": ["red"]}}, "/choice/colour"),
        ({"kind": "scan-log", "choice": {"format": "json"}}, "/choice/format/value"),
        ({"kind": "scan-log", "purpose": "other"}, "/note"),
        ({"kind": "attendance-list", "choice": {"contacts": ["with"]}}, "/choice/contacts"),
    ],
)
def test_an_order_that_cannot_be_is_refused_with_its_place(
    demo_program: Programs, order: dict[str, Any], pointer: str
) -> None:
    answer = demo_program().post("/documents", order)
    assert answer.status_code == 422
    assert [error["pointer"] for error in answer.get_json()["errors"]] == [pointer]


def test_documents_for_people_alone_are_not_there(
    demo_app: Flask, demo_session: Db, demo_program: Programs
) -> None:
    """Payments name what somebody is paid and on which identity document."""
    event = demo_session.scalars(select(Event).where(Event.slug == DEMO)).one()
    params = {"kind": "payment-list", "choice": {"format": "pdf"}, "language": "fr"}
    hidden = tasks.start(
        "reports.document",
        event_id=event.id,
        params={**params, "purpose": "files", "note": ""},
        actor=None,
        at=DEMO_NOW,
    )
    demo_session.commit()
    asked = let_in(demo_app)
    ids = {one["id"] for one in asked.get("/documents").get_json()["items"]}
    assert hidden.id not in ids
    assert asked.get(f"/documents/{hidden.id}").status_code == 404
    assert asked.post(f"/documents/{hidden.id}/downloads").status_code == 404
    assert demo_session.get(Job, hidden.id) is not None
