"""Ordering the report on its page; what is asked, made and refused."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from fairapp.checkin.models import Scan
from fairapp.core import clock, tasks
from fairapp.core.db import db
from fairapp.core.pdf import page_png
from fairapp.registration.models import Registration, Sex
from fairapp.reports.documents import evidence
from fairapp.reports.documents.models import Report
from fairapp.reports.participation import report_pdf
from fairapp.reports.participation.facts import gather
from fairapp.reports.participation.presence_tables import all_tables
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.conftest import Login
from tests.pdf_structure import alternative_texts, problems
from tests.reports.conftest import add_logo, came, local, pages_of, scanned, undone

INDEX = "/staff/journees/reports"
REPORT = f"{INDEX}/documents/attendance-report"
CHOICE = {"language": "en", "purpose": "donor", "note": "", "version": "full", "format": "json"}


@pytest.fixture
def reader(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "reports")
    client.set_cookie("lang", "en")
    return client


def made(client: FlaskClient, **choice: str) -> bytes:
    answer = client.post(REPORT, data={**CHOICE, **choice})
    assert answer.status_code == 302, answer.text
    tasks.run_pending()
    db.session.rollback()
    answer = client.post(f"{answer.location}/download")
    assert answer.status_code == 200
    content = answer.data
    answer.close()
    return content


def three_women_and_a_man(fair: Fair) -> None:
    for n, name in enumerate(("Mariama Diallo", "Aïssatou Bah", "Fanta Keïta")):
        came(fair, name, f"08:3{n}", sex=Sex.FEMALE, region="Conakry")
    came(fair, "Ibrahima Sow", "08:40", day=2, sex=Sex.MALE, region="Kindia")


def test_report_in_every_format_and_version(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)

    full = json.loads(made(reader))
    shared = json.loads(made(reader, version="shared"))

    assert full["days"][0]["women"] == 3
    assert full["days"][1]["men"] == 1
    assert (full["version"], shared["version"]) == ("full", "shared")
    assert "cube" in full and "cube" not in shared
    assert shared["days"][1]["men"] is shared["days"][1]["all"] is None
    assert shared["days"][-1]["all"] == 4
    report = db.session.scalars(select(Report).order_by(Report.id.desc()).limit(1)).one()
    assert (report.people, report.purpose, report.scans) == (4, "donor", 4)
    for form, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        assert made(reader, format=form, version="shared").startswith(start)


def test_report_in_print_names_its_number(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)

    document = made(reader, format="pdf", version="shared")

    report = db.session.scalars(select(Report)).one()
    number = "-".join(report.number[i : i + 4] for i in (0, 4, 8))
    pages = pages_of(document)
    assert number in pages[0] and number in pages[-1]
    assert report.scans_digest in pages[-1].replace(" ", "")
    assert problems(document) == []


def test_logos_stand_on_the_cover(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)
    without = alternative_texts(made(reader, format="pdf"))
    add_logo(fair)

    document = made(reader, format="pdf")

    assert alternative_texts(document) == ["Logo", *without]
    drawn = Image.open(io.BytesIO(page_png(document, dpi=254))).convert("RGB")
    red = [
        (x, y)
        for x in range(0, drawn.width, 10)
        for y in range(0, 800, 10)
        if drawn.getpixel((x, y)) == (192, 0, 0)
    ]
    width = max(x for x, _y in red) - min(x for x, _y in red)
    assert 540 <= width <= 560  # four times 14 mm
    assert problems(document) == []


def test_of_two_participants_nothing_is_shared(reader: FlaskClient, fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    came(fair, "Ibrahima Sow", "08:40")

    answer = reader.post(REPORT, data={**CHOICE, "version": "shared"})

    assert answer.status_code == 422
    assert "Fewer than three people came" in answer.text
    assert json.loads(made(reader))["days"][0]["all"] == 2


def test_two_versions_to_share_do_not_tell_what_came_between(
    reader: FlaskClient, fair: Fair
) -> None:
    """The second day adds one man from Kindia: five less four would tell him."""
    three_women_and_a_man(fair)
    came(fair, "Aly Bah", "08:41", sex=Sex.MALE, region="Kindia")
    first = json.loads(made(reader, version="shared"))
    came(fair, "Sékou Camara", "08:40", day=2, sex=Sex.MALE, region="Kindia")

    answer = reader.post(REPORT, data={**CHOICE, "version": "shared"})

    assert answer.status_code == 422
    assert f"A version to share is valid already: No. {first['number']}" in answer.text
    assert len(db.session.scalars(select(Report)).all()) == 1
    # The project's own version is not concerned.
    assert json.loads(made(reader))["days"][-1]["all"] == 6


def test_a_correction_of_a_person_makes_other_data_too(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)
    made(reader, version="shared")
    same = made(reader, version="shared", format="csv")
    assert same.startswith(b"\xef\xbb\xbf")
    person = db.session.scalars(select(Registration).filter_by(family_name="Sow")).one()
    person.sex = Sex.FEMALE
    db.session.commit()

    job = reader.post(REPORT, data={**CHOICE, "version": "shared"}).location
    tasks.run_pending()
    db.session.rollback()

    assert len(db.session.scalars(select(Report)).all()) == 2
    assert "A version to share is valid already" in reader.get(job).text


def test_one_that_was_called_back_gives_room_for_another(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)
    made(reader, version="shared")
    came(fair, "Sékou Camara", "08:40", day=2, sex=Sex.MALE, region="Kindia")
    old = db.session.scalars(select(Report)).one()
    page = f"{INDEX}/made/{old.job_id}"
    reader.post(f"{page}/withdrawal", data={"reason": "A phone came in late"})

    assert json.loads(made(reader, version="shared"))["days"][-1]["all"] == 5
    refused = reader.post(f"{page}/withdrawal/undo", follow_redirects=True)

    assert "A version to share is valid already" in refused.text
    db.session.refresh(old)
    assert old.withdrawn_at is not None
    again = reader.post(f"{page}/again", follow_redirects=True)
    assert "A version to share is valid already" not in again.text


def test_report_of_a_fair_without_anybody(reader: FlaskClient, fair: Fair) -> None:
    document = made(reader, format="pdf")

    assert problems(document) == []
    assert "Attendance report" in pages_of(document)[0]


def test_long_fair_is_set_in_several_tables(reader: FlaskClient, fair: Fair) -> None:
    week = make_fair(fair.db, "semaine", tuple(date(2026, 12, n) for n in range(7, 13)))
    for n in range(6):
        sex, region = (None, "") if n % 2 else (Sex.FEMALE, "Conakry")
        person = week.person(f"Aïssatou Bah {n}", sex=sex, region=region)
        for day in range(7, 8 + n):
            scanned(week.event, person, local(week.event, date(2026, 12, day), "09:00"))

    facts = gather(week.event, shared=False, until=clock.now())
    tables = {table.key: table for table in all_tables(facts)}
    told: list[tuple[int, int]] = []
    document = report_pdf.render(
        facts,
        list(tables.values()),
        evidence.take(week.event),
        lambda done, total: told.append((done, total)),
    )

    # Page by page, without a step back, of about as many as there are.
    pages, total = len(pages_of(document)), told[0][1]
    assert told == sorted(told) and told[-1] == (total, total)
    assert len(told) >= pages - 2
    assert abs(total - 12 - pages) <= 4
    assert {"category_1", "category_2", "region_1", "region_2"} <= set(tables)
    assert [column.key for column in tables["days"].columns] == ["women", "men", "not_given", "all"]
    assert tables["days"].lines[-2].numbers == (9, 0, 12, 21)
    assert tables["region_2"].lines[-1].numbers[-4:] == (3, 0, 3, 6)
    assert problems(document) == []


def test_corrections_are_counted(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)
    person = fair.person("Sékou Camara")
    moment = local(fair.event, DAYS[0], "09:00")
    undone(scanned(fair.event, person, moment), moment + timedelta(minutes=1))
    scanned(fair.event, person, moment, verdict="refused", is_entry=False)
    scanned(fair.event, person, moment, verdict="ask", override="Invité du préfet")
    scanned(fair.event, None, moment)
    late = moment + timedelta(hours=4)
    device = fair.device()
    scanned(fair.event, person, moment, received_at=late, device_id=device.id, offset_ms=3_600_000)
    scanned(fair.event, person, moment, method="paper", received_at=late)
    assert db.session.scalars(select(Scan)).all()

    words = " ".join(pages_of(made(reader, format="pdf")))

    for line in (
        "Scans undone 1",
        "Let in against the verdict 1",
        "Turned away 1",
        "Badges of nobody 1",
        "Received late 1",
        "Clocks put right 1",
        "Typed in from paper 1",
        "Outside the days of the fair 0",
    ):
        assert line in words, line
    assert "4 h 0 min at most" in words


def test_drawings_stand_on_the_page_of_figures(reader: FlaskClient, fair: Fair) -> None:
    three_women_and_a_man(fair)

    page = reader.get(f"{INDEX}/figures").text

    assert 'aria-label="Persons by region: Conakry 3; Kindia 1."' in page
    assert "style=" not in page.split("<main")[1]
