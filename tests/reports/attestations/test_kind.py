from __future__ import annotations

from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.demo.sources import generator, matrix
from fairapp.events.models import Event
from fairapp.reports.attestations import actions, listing
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.evidence import display
from fairapp.reports.documents.models import Report
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import Login
from tests.reports.attestations.conftest import AFTER, present
from tests.reports.conftest import pages_of

NEW = "/staff/journees/reports/documents/attestations"


@pytest.fixture
def reader(client: FlaskClient, fair: Fair, login: Login, after: datetime) -> FlaskClient:
    login(client, "reports")
    client.set_cookie("lang", "en")
    return client


def made(client: FlaskClient) -> tuple[Report, list[str]]:
    """The document as it is issued now, and the text of its pages."""
    answer = client.post(NEW, data={"format": "pdf", "language": "en", "purpose": "signing"})
    assert answer.status_code in {302, 303}, answer.text
    tasks.run_pending()
    db.session.rollback()
    report = db.session.scalars(db.select(Report).order_by(Report.id.desc())).first()
    assert report is not None
    assert report.file is not None
    return report, pages_of(report.file.path.read_bytes())


def test_everybody_entitled_has_a_page_and_a_number(reader: FlaskClient, fair: Fair) -> None:
    present(fair, "Mariama Diallo")
    present(fair, "Awa Bah", 1, 2, 3)
    present(fair, "Ibrahima Sow", 1)
    revoked = actions.issue(present(fair, "Alpha Barry"), DAYS[:2], at=AFTER)
    actions.revoke(revoked, "Erreur", actor=fair.user("organiser"), at=AFTER)

    report, (listed, *pages) = made(reader)

    assert report.people == 2
    assert ["Awa Bah" in pages[0], "Mariama Diallo" in pages[1], len(pages)] == [True, True, 2]
    assert "Sow" not in listed
    assert "Barry" not in listed
    valid = [one for one in db.session.scalars(db.select(Attestation)) if one.is_valid]
    assert {display(one.number) in listed for one in valid} == {True}
    assert report.scans_digest in listed


def test_made_again_from_the_same_data_it_says_the_same(reader: FlaskClient, fair: Fair) -> None:
    person = present(fair)

    first, pages = made(reader)
    second, again = made(reader)

    assert first.digest == second.digest
    assert pages[1:] == again[1:]
    actions.say_name(person, "Mariam Diallo", at=AFTER)
    third, _pages = made(reader)
    assert third.digest != first.digest


def test_without_anybody_the_list_is_empty(reader: FlaskClient) -> None:
    report, pages = made(reader)

    assert report.people == 0
    assert "Nobody is entitled yet" in pages[0]


def test_the_demonstration_fair_has_as_many_as_its_figures_say(demo_app: Flask) -> None:
    with demo_app.app_context():
        event = db.session.scalars(db.select(Event)).one()
        rows = listing.rows(event)

    needed = generator()["eligible_for_attestation_2_of_3_days"]
    assert [row.is_entitled for row in rows] == [True] * needed
    patterns = matrix("daypattern").values()
    whole = sum(row["123"] for row in patterns)
    assert sum(len(row.days) == 3 for row in rows) == whole
