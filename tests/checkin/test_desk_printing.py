"""Badges printed at the reception one by one, as the server sees it."""

from __future__ import annotations

import itertools
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from fairapp.badges.models import Badge
from fairapp.badges.papers import papers
from fairapp.core import clock
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")

DESK = "/desk/journees/"
FRAGMENT = {"X-Fragment": "card"}


@pytest.fixture
def desk(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A browser at the reception."""
    login(client, "reception")
    return client


def send(client: FlaskClient, what: str, badge: Badge | int, **options: Any) -> TestResponse:
    number = badge if isinstance(badge, int) else badge.number
    db.session.commit()
    return client.post(f"{DESK}{what}", data={"badge": number}, **options)


def printed(badge: Badge) -> tuple[int, Any]:
    db.session.rollback()
    return badge.print_count, badge.printed_at


def test_without_script_a_tap_counts_and_leads_to_the_file_of_the_desks_size(
    desk: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Aminata Sylla"))
    assert "Small badge (A7, 74 × 105 mm)" in desk.get(DESK).text
    desk.get(f"{DESK}?paper=a7")
    answer = send(desk, "printings", badge)
    assert answer.location == f"/staff/journees/badges/{badge.number}/badge.pdf?size=a7"
    assert printed(badge) == (1, MORNING)


def test_script_is_told_what_is_at_the_printer_and_how_to_take_it_back(
    desk: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Aminata Sylla"))
    page = desk.get(f"{DESK}?q=sylla").text
    assert "Print the badge" in page and "Badge printed" not in page
    answer = send(desk, "printings", badge, headers=FRAGMENT)
    assert "The badge of Aminata Sylla is at the printer." in answer.text
    assert "Print again" in answer.text and "Badge printed" in answer.text

    answer = send(desk, "misprints", badge, headers=FRAGMENT)
    assert f"Badge no. {badge.number} counts as not printed." in answer.text
    assert "Print the badge" in answer.text
    assert printed(badge) == (0, None)


def test_what_is_taken_back_leaves_the_printing_before_it(desk: FlaskClient, fair: Fair) -> None:
    badge = fair.badge(fair.person())
    for minutes in (0, 5, 9):
        with clock.stopped(MORNING + timedelta(minutes=minutes)):
            send(desk, "printings", badge)
    for count, minutes in ((2, 5), (1, 0)):
        send(desk, "misprints", badge)
        assert printed(badge) == (count, MORNING + timedelta(minutes=minutes))
    send(desk, "misprints", badge)
    assert printed(badge) == (0, None)
    answer = send(desk, "misprints", badge, headers=FRAGMENT)
    assert "There is no printing to take back here." in answer.text
    assert printed(badge) == (0, None)


def test_what_was_printed_before_there_was_a_log_stays_printed(
    desk: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person(), printed_at=MORNING - timedelta(days=1), print_count=1)
    answer = send(desk, "misprints", badge, headers=FRAGMENT)
    assert "There is no printing to take back here." in answer.text
    send(desk, "printings", badge)
    assert "Print again" in send(desk, "misprints", badge, headers=FRAGMENT).text
    assert printed(badge) == (1, MORNING)


def test_badge_of_no_use_is_neither_printed_nor_counted(desk: FlaskClient, fair: Fair) -> None:
    lost = fair.badge(fair.person(), revoked_at=MORNING)
    assert "This badge is not valid." in send(desk, "printings", lost, headers=FRAGMENT).text
    assert printed(lost) == (0, None)
    picture = f"/staff/journees/badges/{lost.number}/paper.png"
    assert desk.get(picture).status_code == 404
    assert send(desk, "printings", fair.badge(blank=True)).status_code == 404
    # Of another fair, under a number that this one does not have.
    elsewhere = make_fair(fair.db, "autre")
    elsewhere.serial = itertools.count(99)
    foreign = elsewhere.badge()
    assert send(desk, "printings", foreign).status_code == 404
    assert printed(foreign) == (0, None)


def test_only_who_prints_badges_has_the_button(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    badge = fair.badge(fair.person("Aminata Sylla"))
    login(client, "scanner")
    assert send(client, "printings", badge).status_code == 403
    assert send(client, "misprints", badge).status_code == 403
    assert printed(badge) == (0, None)


@pytest.mark.parametrize(
    ("status", "prints"), [("confirmed", True), ("pending", False), ("cancelled", False)]
)
def test_badge_of_whoever_is_not_expected_is_not_offered(
    desk: FlaskClient, fair: Fair, status: str, prints: bool
) -> None:
    fair.badge(fair.person("Aminata Sylla", status=status))
    assert ("Print the badge" in desk.get(f"{DESK}?q=sylla").text) is prints


def test_every_paper_can_be_chosen_and_makes_a_page_of_its_size(
    desk: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Aminata Sylla"))
    db.session.commit()
    for key, paper in papers().items():
        page = desk.get(f"{DESK}?q=sylla&paper={key}").text
        assert f'<option value="{key}" selected>' in page
        found = re.search(r'data-print="([^"]+)" data-paper="([^"]+)"', page)
        assert found
        picture, sheet = (desk.get(address.replace("&amp;", "&")) for address in found.groups())
        assert f"size:{paper.paper_width:g}mm {paper.paper_height:g}mm;margin:0" in sheet.text
        assert "immutable" in sheet.headers["Cache-Control"]
        width, height = (int.from_bytes(picture.data[at : at + 4]) for at in (16, 20))
        inches = paper.paper_width / 25.4, paper.paper_height / 25.4
        assert (width, height) == pytest.approx(
            [(paper.dpi or 300) * side for side in inches], abs=2
        )
        assert picture.headers["Cache-Control"] == "private, no-store"
    assert desk.get("/badges/a6x4.css").status_code == 404
    assert desk.get(f"/staff/journees/badges/{badge.number}/paper.png?size=a0").status_code == 404
    # What was chosen last is still chosen.
    assert f'<option value="{key}" selected>' in desk.get(DESK).text
