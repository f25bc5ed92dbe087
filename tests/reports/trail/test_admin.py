"""The log as organisers read, search and take it along."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair
from tests.conftest import Login
from tests.statements import recorded

LOG = "/staff/journees/log"


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """Somebody who may read the log."""
    login(client, "organiser")
    return client


def texts(page: str) -> list[str]:
    """Each entry of a page in plain words."""
    found = re.findall(r'<li id="e\d+">(.*?)</li>', page, re.S)
    return [" ".join(re.sub(r"<[^>]+>", " ", one).split()) for one in found]


def note(fair: Fair, action: str, subject: Any = None, **told: Any) -> AuditEntry:
    told = {"at": MORNING, "event_id": fair.event.id, **told}
    entry = audit.record(action, subject, **told)
    db.session.flush()
    return entry


def test_an_entry_says_who_did_what_to_whom_and_what_was_before(
    organiser: FlaskClient, fair: Fair
) -> None:
    person, actor = fair.person("Hadja Kanté"), fair.user("reception", "Ibrahima Sow")
    changed = audit.changes(
        {"locality": "Labé", "days": [1], "phone_raw": "631 00 00 01"},
        {"locality": "Kindia", "days": [1, 2], "phone_raw": "631 00 00 02"},
        withheld={"phone_raw"},
    )
    note(fair, "registration.corrected", person, actor=actor, details=changed)
    page = organiser.get(f"{LOG}?lang=en").text
    assert texts(page) == [
        "08:30 Details corrected · Hadja Kanté Lives in Labé became → Kindia Days 1 became → 1, 2"
        " Phone changed; not repeated here Ibrahima Sow · All about this : Hadja Kanté"
    ]
    assert "<del><bdi>Labé</bdi></del>" in page and "<ins><bdi>Kindia</bdi></ins>" in page
    assert f'href="/desk/journees/people/{person.reference}"' in page or person.reference in page
    assert "631" not in page


@pytest.mark.parametrize(
    ("action", "details", "shown"),
    [
        ("room.changed", {"name": [{"fr": "A"}, {"fr": "B"}]}, "Name A became → B"),
        ("speaker.moved", {"name": "Mme Bah", "rank": [4, 3]}, "Place in the order 4 became → 3"),
        (
            "signup.seats_set",
            {"was": {"capacity": 2}, "is": {"capacity": None}},
            "Places 2 became → –",
        ),
        (
            "registration.approved",
            {"was": "pending", "is": "confirmed", "since": "2026-11-16T09:00:00+00:00"},
            "Standing To be confirmed became → Has a place",
        ),
        ("event.created", {"slug": "f", "days": ["2026-12-02", "2026-12-03"]}, "Address f Days"),
        ("team.role_given", {"role": "scanner"}, "Role Gate"),
        ("unknown.act", {"some_thing": True}, "unknown.act some thing yes"),
    ],
)
def test_each_form_of_details_is_readable(
    action: str, details: dict[str, Any], shown: str, organiser: FlaskClient, fair: Fair
) -> None:
    note(fair, action, details=details)
    (told,) = texts(organiser.get(f"{LOG}?lang=en").text)
    assert shown in told
    assert "2026-11-16T09" not in told


def test_what_people_typed_is_no_markup_and_long_texts_are_folded(
    organiser: FlaskClient, fair: Fair
) -> None:
    text = "<script>alert(1)</script>" + "é" * 300
    note(fair, "report.withdrawn", details={"reason": text})
    page = organiser.get(LOG).text
    assert "<script>alert" not in page and '<details class="told">' in page


def test_it_is_searched_by_person_author_group_record_period_and_address(
    organiser: FlaskClient, fair: Fair
) -> None:
    person, other = fair.person("Hadja Kanté"), fair.person("Aly Soumah")
    badge, actor = fair.badge(person), fair.user("reception", "Ibrahima Sow")
    note(fair, "registration.corrected", person, details={"n": "a"})
    note(fair, "badges.printed", badge, actor=actor, details={"n": "b"})
    note(fair, "scan_undone", details={"registration_id": person.id, "n": "c"})
    note(fair, "registration.corrected", other, details={"n": "d"})
    later = note(fair, "room.added", at=MORNING + timedelta(days=1), details={"n": "e"})
    db.session.execute(
        AuditEntry.__table__.insert().values(  # as another address would be recorded
            at=MORNING, event_id=fair.event.id, actor_name="", action="room.added",
            subject_type="", details={"n": "f"}, address="10.0.0.7",
        )
    )  # fmt: skip

    def found(query: str) -> str:
        page = organiser.get(f"{LOG}?lang=en&{query}").text
        return "".join(sorted(re.findall(r"<dt>n</dt><dd><bdi>(\w)", page)))

    assert found("") == "abcdef"
    assert found("q=kante") == "abc"
    assert found(f"q={person.reference}") == "abc"
    assert found("q=ibrahima") == "b"
    assert found("q=nobody") == ""
    assert found(f"who={actor.id}") == "b"
    assert found("group=people") == "ad"
    assert found("group=badges&q=kante") == "b"
    assert found(f"about=Registration:{other.id}") == "d"
    assert found("since=2026-12-03") == "e"
    assert found("until=2026-12-02") == "abcdf"
    assert found("address=10.0") == "f"
    assert later.id and found("group=programme") == "ef"
    for nonsense in ("who=x", "about=;drop:1", "about=A:99999999999999", "before=-1", "group=x"):
        assert found(nonsense) == "abcdef", nonsense
    page = organiser.get(f"{LOG}?lang=en&since=2026-12-03&until=2026-12-01")
    assert page.status_code == 200 and "The last day is before the first one." in page.text


def test_pages_go_on_from_an_entry_and_ask_the_same_of_the_database(
    organiser: FlaskClient, fair: Fair
) -> None:
    organiser.get(LOG)

    def asked() -> int:
        with recorded() as statements:
            assert organiser.get(LOG).status_code == 200
        return len(statements)

    note(fair, "registration.corrected", fair.person("A Bah"))
    one = asked()
    for number in range(119):
        note(fair, "registration.corrected", fair.person(f"N{number} Bah"))
    assert asked() == one
    seen: list[str] = []
    address: str | None = LOG
    while address:
        page = organiser.get(address).text
        assert len(texts(page)) <= 50
        seen += re.findall(r'<li id="(e\d+)">', page)
        more = re.search(r'<a href="([^"]+)" rel="next">', page)
        address = more.group(1).replace("&amp;", "&") if more else None
    assert len(seen) == len(set(seen)) == 120


def test_taking_it_along_is_in_the_log_with_the_digest_of_the_file(
    organiser: FlaskClient, fair: Fair
) -> None:
    note(fair, "registration.corrected", fair.person("=Hadja Kanté"), details={"reason": "=1+1"})
    note(fair, "room.added", details={"code": "R1"})
    made = {}
    for suffix in ("csv", "xlsx", "json"):
        sent = {"format": suffix, "purpose": "donor", "note": ""}
        answer = organiser.post(f"{LOG}?lang=en&group=people", data=sent)
        assert answer.status_code == 200
        assert f"{suffix}" in answer.headers["Content-Disposition"]
        made[suffix] = answer.data
    rows = list(csv.reader(io.StringIO(made["csv"].decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2 and "'=Hadja Kanté" in rows[1]
    sheet = load_workbook(io.BytesIO(made["xlsx"])).active
    assert sheet is not None and sheet.max_row == 2
    told = json.loads(made["json"])
    assert told["filter"] == {"group": "people"}
    assert [entry["details"] for entry in told["entries"]] == [{"reason": "=1+1"}]
    taken = db.session.scalars(select(AuditEntry).filter_by(action="audit.exported")).all()
    digests = {entry.details["format"]: entry.details["sha256"] for entry in taken}
    assert digests == {s: hashlib.sha256(content).hexdigest() for s, content in made.items()}
    assert {(e.details["purpose"], e.details["entries"], e.actor_name) for e in taken} == {
        ("donor", 1, "Organiser")
    }


def test_a_file_without_a_purpose_is_not_given(organiser: FlaskClient, fair: Fair) -> None:
    note(fair, "room.added")
    answer = organiser.post(f"{LOG}?lang=en", data={"format": "csv", "purpose": "other"})
    assert answer.status_code == 422 and "Say what the log is for." in answer.text
    assert not db.session.scalars(select(AuditEntry).filter_by(action="audit.exported")).all()


def test_accounts_and_backups_are_for_administrators(
    organiser: FlaskClient, fair: Fair, login: Login
) -> None:
    note(fair, "room.added")
    audit.record("backup.made", at=MORNING, details={"file": "fairapp.age"})
    assert organiser.get("/staff/log").status_code == 403
    assert "fairapp.age" not in organiser.get(LOG).text
    login(organiser, "administrator")
    page = organiser.get("/staff/log?lang=en").text
    assert "Backup made" in page and "Room added" not in page
    sent = {"format": "json", "purpose": "files"}
    answer = organiser.post("/staff/log", data=sent)
    assert [entry["action"] for entry in answer.get_json()["entries"]] == ["backup.made"]


def test_what_was_erased_says_so(organiser: FlaskClient, fair: Fair) -> None:
    person = fair.person("Hadja Kanté")
    note(fair, "registration.corrected", person, details={"reason": "says too much"})
    audit.blank(AuditEntry.subject_id == person.id)
    page = organiser.get(f"{LOG}?lang=en").text
    assert "says too much" not in page
    assert "What was told here has been erased with the person." in page


def test_an_empty_log_says_what_will_be_there(organiser: FlaskClient) -> None:
    assert "Nothing has happened yet" in organiser.get(f"{LOG}?lang=en").text
