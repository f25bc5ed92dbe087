"""What is the same for every document: its number and evidence, withdrawal, the check page."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from playwright.sync_api import expect
from sqlalchemy import select

from fairapp.core import clock, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.reports.documents import evidence
from fairapp.reports.documents.models import Report
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.conftest import Login, OpenPage
from tests.reports.conftest import came, local, scanned, undone
from tests.services import LiveServer

INDEX = "/staff/journees/reports"
LOG = f"{INDEX}/documents/scan-log"
CHOICE = {"format": "csv", "language": "en", "purpose": "donor", "note": "Mission of 5 December"}


@pytest.fixture
def reader(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "reports")
    client.set_cookie("lang", "en")
    return client


def made(client: FlaskClient, **choice: str) -> str:
    """Order a scan log and have it made; the address of its page."""
    answer = client.post(LOG, data={**CHOICE, **choice})
    assert answer.status_code == 302, answer.text
    tasks.run_pending()
    db.session.rollback()
    return str(answer.location)


def taken(client: FlaskClient, address: str) -> bytes:
    answer = client.post(f"{address}/download")
    assert answer.status_code == 200
    content = answer.data
    answer.close()
    return content


def latest() -> Report:
    return db.session.scalars(select(Report).order_by(Report.id.desc()).limit(1)).one()


def shown(report: Report) -> str:
    return evidence.display(report.number)


def test_digest_can_be_worked_out_from_the_exported_log(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00")
    scan = scanned(fair.event, fair.person("Ibrahima Sow"), local(fair.event, DAYS[1], "09:00"))
    undone(scan, local(fair.event, DAYS[1], "09:01"))
    other = make_fair(fair.db, slug="autre")
    scanned(other.event, other.person("Autre Foire"), local(other.event, DAYS[0], "09:00"))

    rows = list(
        csv.reader(io.StringIO(taken(reader, made(reader)).decode("utf-8-sig")), delimiter=";")
    )

    assert [len(rows), rows[-1][-1]] == [5, rows[-2][0]]
    lines = "".join(f"{';'.join(row)}\n" for row in rows[1:])
    report = latest()
    assert hashlib.sha256(lines.encode()).hexdigest() == report.scans_digest == report.digest
    assert (report.scans, report.people, report.purpose) == (4, 2, "donor")
    assert report.file_digest == hashlib.sha256(taken(reader, reader_address(report))).hexdigest()


def reader_address(report: Report) -> str:
    return f"{INDEX}/made/{report.job_id}"


def test_same_log_in_every_format(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00")
    rows = list(
        csv.reader(io.StringIO(taken(reader, made(reader)).decode("utf-8-sig")), delimiter=";")
    )[1:]

    log = json.loads(taken(reader, made(reader, format="json")))
    book = load_workbook(io.BytesIO(taken(reader, made(reader, format="xlsx"))))

    assert [list(scan.values()) for scan in log["scans"]] == rows
    assert (log["count"], log["sha256"]) == (2, latest().scans_digest)
    assert log["number"] != shown(latest())
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:I3"
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(2, values_only=True)] == rows


def test_made_again_it_says_the_same_until_the_data_change(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    address = made(reader)
    first = latest()

    again = reader.post(f"{address}/again").location
    tasks.run_pending()
    second = latest()

    assert second.number != first.number
    assert (second.digest, second.scans) == (first.digest, 1)
    assert taken(reader, again) == taken(reader, address)
    assert f"Says the same as {shown(first)}." in reader.get(again).text
    assert "received since" not in reader.get(address).text
    came(fair, "Ibrahima Sow", "08:40")
    assert "1 more has been received since" in reader.get(address).text
    reader.post(f"{address}/again")
    tasks.run_pending()
    assert latest().digest != first.digest


def test_anybody_checks_a_number_and_a_file(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    content = taken(reader, made(reader))
    number = shown(latest())
    stranger = reader.application.test_client()
    stranger.set_cookie("lang", "en")

    typed = stranger.get("/check/", query_string={"number": number.lower().replace("-", " ")})
    page = stranger.get(typed.location)

    assert "This document was issued by the fair" in page.text
    for said in (number, "Scan log", latest().title):
        assert said in page.text
    assert latest().scans_digest in re.sub(r"</?span>|\s", "", page.text)
    for secret in ("Mariama", "Reports", "Mission of 5 December"):
        assert secret not in page.text

    def compare(data: bytes) -> str:
        file = {"file": (io.BytesIO(data), "presence.csv")}
        return stranger.post(f"/check/{number}", data=file).text

    same, other = '<div data-answer="same">', '<div data-answer="other">'
    assert same in compare(content)
    assert other not in compare(content)
    assert other in compare(content + b" ")
    assert same not in compare(content + b" ")
    assert same not in page.text
    assert "Choose the file" in compare(b"")


@pytest.mark.browser
def test_browser_compares_a_file_without_sending_it(
    open_page: OpenPage, live_server: LiveServer, login: Login, client: FlaskClient, fair: Fair
) -> None:
    login(client, "reports")
    content = taken(client, made(client))
    page = open_page(360, 740)
    page.goto(f"{live_server.url}/check/{shown(latest())}")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.method))

    for data, answer in ((content, "same"), (content + b" ", "other"), (content, "same")):
        file = {"name": "a.csv", "mimeType": "text/csv", "buffer": data}
        page.set_input_files("#file", files=[file])  # type: ignore[list-item]
        page.locator("form[data-digest] button").click()
        expect(page.locator(f"[data-answer={answer}]")).to_be_visible()
        expect(page.locator("[data-answer]:visible")).to_have_count(1)
    assert sent == []


@pytest.mark.parametrize("wrong", ["1234", "AAAA-AAAA-AAA!", "x" * 300, "<b>"])
def test_what_is_no_number_gets_its_message(client: FlaskClient, fair: Fair, wrong: str) -> None:
    client.set_cookie("lang", "en")
    page = client.get("/check/", query_string={"number": wrong})
    assert "A number has twelve letters and digits" in page.text
    assert "<b>" not in page.text.partition("<main")[2]


def test_unknown_number_is_not_found(client: FlaskClient, fair: Fair) -> None:
    client.set_cookie("lang", "en")
    answer = client.get("/check/2222-2222-2222")
    assert answer.status_code == 404
    assert "No document has this number" in answer.text
    assert client.post("/check/2222-2222-2222").status_code == 404


def test_withdrawn_document_says_so_until_that_is_undone(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    address = made(reader)
    check = f"/check/{shown(latest())}"

    refused = reader.post(f"{address}/withdrawal", data={"reason": " "})
    assert refused.status_code == 422
    assert "Say why" in refused.text
    reader.post(f"{address}/withdrawal", data={"reason": "Made before the phones had sent"})

    page = reader.get(check)
    assert "Withdrawn: do not use this document" in page.text
    assert "Made before the phones had sent" in page.text
    assert "Withdrawn by Reports:" in reader.get(address).text
    again = reader.post(f"{address}/withdrawal", data={"reason": "Twice"}, follow_redirects=True)
    assert "already been withdrawn" in again.text
    reader.post(f"{address}/withdrawal/undo")
    assert "Withdrawn" not in reader.get(check).text
    acts = select(AuditEntry.action).where(AuditEntry.subject_type == "Report")
    assert list(db.session.scalars(acts.order_by(AuditEntry.id))) == [
        "report.withdrawn",
        "report.reinstated",
    ]


def test_documents_of_other_fairs_and_unknown_kinds_are_not_found(
    reader: FlaskClient, fair: Fair, login: Login
) -> None:
    address = made(reader)
    make_fair(fair.db, slug="autre")
    login(reader, "reports", slug="autre")

    elsewhere = address.replace("/journees/", "/autre/")
    for path in ("", "/progress"):
        assert reader.get(f"{elsewhere}{path}").status_code == 404
    for path in ("/download", "/again", "/withdrawal", "/withdrawal/undo"):
        assert reader.post(f"{elsewhere}{path}").status_code == 404
    assert reader.get("/staff/autre/reports/documents/nothing").status_code == 404


def test_job_that_runs_twice_issues_one_document(reader: FlaskClient, fair: Fair) -> None:
    from fairapp.core.tasks import Job

    made(reader)
    job = db.session.scalars(select(Job)).one()
    job.status, job.heartbeat_at = "running", clock.now() - timedelta(hours=1)
    db.session.commit()

    tasks.run_pending()
    db.session.rollback()

    assert len(list(db.session.scalars(select(Report)))) == 1
    assert db.session.scalars(select(Job)).one().status == "done"


def test_what_is_read_is_of_one_moment(fair: Fair) -> None:
    """Scans that another connection commits meanwhile are not seen."""
    came(fair, "Mariama Diallo", "08:31")
    db.session.commit()
    event = fair.event
    values = {
        "uuid": "c0ffee00-0000-4000-8000-000000000000",
        "event_id": event.id,
        "checkpoint_id": 1,
        "direction": "in",
        "method": "qr",
        "verdict": "admitted",
        "reason": "",
        "is_entry": True,
        "override": "",
        "device_verdict": "",
        "offset_ms": 0,
        "clock_doubtful": False,
        "raw": "",
        **dict.fromkeys(("scanned_at", "at", "received_at"), clock.now()),
    }
    from fairapp.checkin.models import Scan

    with evidence.one_moment():
        before = evidence.take(event)
        with db.engine.connect() as other:
            other.execute(Scan.__table__.insert().values(values))
            other.commit()
        assert evidence.take(event).scans_digest == before.scans_digest
    assert evidence.take(event).scans == before.scans + 1
