from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient

from fairapp.core import clock, tasks
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.reports.directory.entries import Audience, Entry, Group, Order, arrange, directory
from fairapp.reports.directory.paper import stretches
from fairapp.reports.documents.models import Report
from tests.checkin.conftest import Fair
from tests.conftest import Login
from tests.pdf_structure import embedded_files, problems
from tests.reports.attestations.conftest import AFTER
from tests.reports.conftest import came, pages_of

NEW = "/staff/journees/reports/documents/directory"
CONTACT = {"phone": "+224631234567", "email": "m@example.org"}


@pytest.fixture
def people(fair: Fair) -> dict[str, Any]:
    """Somebody for each pair of consents, all with contacts; one who agreed and never came."""
    both = {"share_name": True, "contact_after": True}
    made = {
        "both": came(fair, "Mariama Diallo", "08:30", **both, **CONTACT, organisation="Police"),
        "name": came(fair, "Awa Bah", "08:30", share_name=True, **CONTACT, organisation="POLICE"),
        "contact": came(fair, "Alpha Barry", "08:30", contact_after=True, **CONTACT),
        "none": came(fair, "Ibrahima Sow", "08:30", **CONTACT),
        "absent": fair.person("Fanta Keita", **both, **CONTACT),
        "staff": came(fair, "Aly Camara", "08:30", category="staff", **both),
    }
    fair.db.flush()
    return made


def names(fair: Fair, audience: Audience) -> list[str]:
    return [entry.name for entry in directory(fair.event, audience, Order.NAME).entries]


def made(client: FlaskClient, **choice: str) -> tuple[Report, bytes]:
    values = {"format": "pdf", "language": "en", "purpose": "partners", "audience": "partners"}
    with clock.stopped(AFTER):
        answer = client.post(NEW, data={**values, "order": "organisation", **choice})
        assert answer.status_code in {302, 303}, answer.text
        tasks.run_pending()
        db.session.rollback()
        report = db.session.scalars(db.select(Report).order_by(Report.id.desc())).first()
        assert report is not None
        file = client.post(f"{answer.location}/download")
    assert file.status_code == 200
    return report, bytes(file.data)


def test_each_directory_takes_its_own_consent(fair: Fair, people: dict[str, Any]) -> None:
    assert names(fair, Audience.PARTNERS) == ["BAH Awa", "DIALLO Mariama"]
    assert names(fair, Audience.TEAM) == ["BARRY Alpha", "DIALLO Mariama"]


def test_the_partners_get_no_contact(fair: Fair, people: dict[str, Any]) -> None:
    listed = directory(fair.event, Audience.PARTNERS, Order.NAME)

    assert {entry.contact for entry in listed.entries} == {""}
    assert listed.left_out == 2
    team = directory(fair.event, Audience.TEAM, Order.NAME)
    assert {entry.email for entry in team.entries} == {"m@example.org"}


def test_a_doubtful_number_and_a_child_are_left_out(fair: Fair, people: dict[str, Any]) -> None:
    people["both"].phone_doubtful = True
    people["name"].birth_year = 2015
    fair.db.flush()

    assert names(fair, Audience.PARTNERS) == ["DIALLO Mariama"]
    team = directory(fair.event, Audience.TEAM, Order.NAME).entries
    (entry,) = [one for one in team if one.name == "DIALLO Mariama"]
    assert (entry.phone, entry.email) == ("", "m@example.org")


def test_spellings_of_an_organisation_are_one_group_and_none_is_last(
    fair: Fair, people: dict[str, Any]
) -> None:
    people["none"].share_name = True
    fair.db.flush()

    groups = directory(fair.event, Audience.PARTNERS, Order.ORGANISATION).groups

    assert [len(group.entries) for group in groups] == [2, 1]
    assert groups[0].heading == "POLICE"
    by_category = directory(fair.event, Audience.PARTNERS, Order.CATEGORY).groups
    assert [group.heading for group in by_category] == ["ONG et associations"]


def test_portions_keep_everybody_under_a_heading() -> None:
    entry = Entry("A", "B", "", "", "", "", 1)
    groups = [Group("x", (entry,) * 5), Group("y", (entry,)), Group("z", (entry,) * 3)]

    portions = stretches(groups, 4)

    shape = [[(group.heading, len(group.entries)) for group in part] for part in portions]
    assert shape == [[("x", 4)], [("x", 1), ("y", 1), ("z", 2)], [("z", 1)]]
    assert arrange([], Order.NAME) == []


def test_it_is_made_in_each_format_and_taking_it_is_written_down(
    client: FlaskClient, fair: Fair, people: dict[str, Any], login: Login
) -> None:
    login(client, "organiser")
    client.set_cookie("lang", "en")

    report, pdf = made(client)
    assert problems(pdf) == []
    (inside,) = embedded_files(pdf).values()
    text = " ".join(pages_of(pdf))
    for words in ("DIALLO Mariama", "BAH Awa", "2 other participants", report.scans_digest):
        assert words in text
    assert "SOW" not in text
    assert "631" not in text

    _report, content = made(client, format="csv")
    assert content == inside
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert [row[:2] for row in rows[1:]] == [["Bah", "Awa"], ["Diallo", "Mariama"]]
    assert "Phone" not in rows[0]

    report, content = made(client, format="xlsx", audience="team", purpose="files")
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[1]][-2:] == ["Phone", "E-mail"]
    assert sheet.max_row == 3
    query = db.select(AuditEntry).where(AuditEntry.action == "report.downloaded")
    taken = list(db.session.scalars(query.order_by(AuditEntry.id)))
    assert [entry.details["purpose"] for entry in taken] == ["partners", "partners", "files"]


def test_who_takes_the_consent_back_is_not_in_the_next_one(
    client: FlaskClient, fair: Fair, people: dict[str, Any], login: Login
) -> None:
    login(client, "organiser")
    first, _pdf = made(client)
    mariama = db.session.merge(people["both"])
    mariama.share_name = False
    db.session.commit()

    second, pdf = made(client)

    assert (first.people, second.people) == (2, 1)
    assert first.digest != second.digest
    assert "DIALLO" not in " ".join(pages_of(pdf))


def test_contacts_are_not_offered_to_who_may_not_see_them(
    client: FlaskClient, fair: Fair, people: dict[str, Any], login: Login
) -> None:
    login(client, "reports")
    client.set_cookie("lang", "en")

    assert "For the organisers" not in client.get(NEW).text
    refused = client.post(
        NEW,
        data={
            **{"format": "csv", "language": "en", "purpose": "files"},
            **{"audience": "team", "order": "name"},
        },
    )
    assert refused.status_code == 422


def test_empty_directory_says_so(client: FlaskClient, fair: Fair, login: Login) -> None:
    login(client, "organiser")
    client.set_cookie("lang", "en")

    report, pdf = made(client)

    assert report.people == 0
    assert "Nobody who came has agreed" in pages_of(pdf)[0]
