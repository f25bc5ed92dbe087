"""The pages for those who print."""

from __future__ import annotations

import io

import pikepdf
import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image

from fairapp.badges import queries
from fairapp.badges.models import Badge
from fairapp.badges.queries import Selection
from fairapp.core import tasks
from fairapp.core.db import db
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import Login

ROOT = "/staff/journees/badges"


@pytest.fixture
def people(fair: Fair) -> list[Badge]:
    names = ("Aly Sow", "Aïcha Bah", "Sékou Keïta", "Fanta Diallo", "Éva Camara")
    made = [fair.badge(fair.person(name)) for name in names]
    fair.db.commit()
    return made


def start(staff: FlaskClient, **choice: str) -> str:
    answer = staff.post(f"{ROOT}/batches", data=choice)
    assert answer.status_code == 302
    return str(answer.location)


def read_codes(picture: bytes) -> set[str]:
    found = zxingcpp.read_barcodes(Image.open(io.BytesIO(picture)))
    return {code.text.rsplit("/", 1)[1] for code in found}


# -- sheets ---------------------------------------------------------------------------------------


def test_page_without_badges_says_what_to_do(staff: FlaskClient) -> None:
    page = staff.get(ROOT)
    assert page.status_code == 200
    assert "preview.png" not in page.text
    assert f"{ROOT}/batches" not in page.text
    assert staff.get(f"{ROOT}/preview.png").status_code == 404


def test_page_counts_what_is_chosen(staff: FlaskClient, people: list[Badge]) -> None:
    page = staff.get(ROOT, query_string={"layout": "a7x8"})
    assert "layout=a7x8" in page.text
    assert 'width="297"' in page.text
    assert 'name="layout" value="a7x8"' in page.text.replace('type="hidden" ', "")


def test_nonsense_in_the_address_is_the_usual_sheet(
    staff: FlaskClient, people: list[Badge]
) -> None:
    page = staff.get(ROOT, query_string=dict.fromkeys(("layout", "language", "order"), "x' OR 1"))
    assert page.status_code == 200
    assert 'width="210"' in page.text


def test_unknown_category_is_nobody_rather_than_everybody(
    staff: FlaskClient, people: list[Badge]
) -> None:
    page = staff.get(ROOT, query_string={"category": "x' OR 1"})
    assert page.status_code == 200
    assert "preview.png" not in page.text


def test_preview_is_the_first_sheet(staff: FlaskClient, people: list[Badge]) -> None:
    answer = staff.get(f"{ROOT}/preview.png?layout=a6x4")
    assert answer.mimetype == "image/png"
    assert answer.headers["Cache-Control"] == "private, no-store"
    by_id = {badge.id: badge.token for badge in people}
    with staff.application.app_context():
        event = db.session.get_one(Badge, people[0].id).event
        ids = queries.badge_ids(event, Selection())
    assert read_codes(answer.data) == {by_id[key] for key in ids[:4]}


def test_sheets_are_made_looked_at_and_printed(staff: FlaskClient, people: list[Badge]) -> None:
    address = start(staff, layout="a7x8")
    waiting = staff.get(address)
    assert "http-equiv" in waiting.text
    assert "<progress" in waiting.text
    assert staff.get(f"{address}/progress").json == {"done": 0, "total": 0, "over": False}
    assert staff.get(f"{address}/sheets.pdf").status_code == 404

    with staff.application.app_context():
        assert tasks.run_pending() == 1
    assert staff.get(f"{address}/progress").json == {"done": 5, "total": 5, "over": True}
    ready = staff.get(address)
    assert "http-equiv" not in ready.text
    pdf = staff.get(f"{address}/sheets.pdf")
    assert pdf.headers["Content-Disposition"].startswith(
        "attachment; filename=badges-journees-a7x8"
    )
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        assert len(document.pages) == 1
    pdf.close()
    picture = staff.get(f"{address}/first.png").data
    assert read_codes(picture) == {badge.token for badge in people}

    assert f"{address}/printing" in ready.text
    assert staff.post(f"{address}/printing").status_code == 302
    assert f"{address}/printing" not in staff.get(address).text
    unprinted = staff.get(ROOT, query_string={"unprinted": "y"})
    assert "preview.png" not in unprinted.text
    assert address in unprinted.text


def test_choice_of_nobody_goes_back_with_a_message(staff: FlaskClient, people: list[Badge]) -> None:
    answer = staff.post(f"{ROOT}/batches", data={"category": "officiel"}, follow_redirects=True)
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text


def test_failed_sheets_can_be_tried_again(
    staff: FlaskClient, people: list[Badge], monkeypatch: pytest.MonkeyPatch
) -> None:
    def break_down(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    address = start(staff, layout="a7x8", language="en")
    monkeypatch.setattr("fairapp.badges.tasks.render_sheets", break_down)
    with staff.application.app_context():
        tasks.run_pending()
    page = staff.get(address)
    assert "no space left" not in page.text
    assert f'action="{ROOT}/batches"' in page.text
    assert 'name="layout" value="a7x8"' in page.text.replace('type="hidden" ', "")


def test_sheets_of_another_fair_are_not_shown(
    staff: FlaskClient, people: list[Badge], fair: Fair
) -> None:
    address = start(staff)
    with staff.application.app_context():
        tasks.run_pending()
    make_fair(fair.db, "elsewhere").user("badges")
    fair.db.commit()
    number = address.rsplit("/", 1)[1]
    for tail in ("", "/progress", "/sheets.pdf", "/first.png"):
        assert staff.get(f"/staff/elsewhere/badges/batches/{number}{tail}").status_code == 403
    login_elsewhere = staff.application.test_client()
    with staff.session_transaction() as mine, login_elsewhere.session_transaction() as theirs:
        theirs.update(mine)
    assert login_elsewhere.get(f"{ROOT}/batches/999").status_code == 404


@pytest.mark.parametrize("role", ["scanner", "reports"])
def test_other_roles_print_nothing(
    client: FlaskClient, login: Login, fair: Fair, people: list[Badge], role: str
) -> None:
    login(client, role, slug="journees")
    for address in (ROOT, f"{ROOT}/preview.png", f"{ROOT}/{people[0].number}/badge.pdf"):
        assert client.get(address).status_code == 403
    assert client.post(f"{ROOT}/batches").status_code == 403


# -- one badge ------------------------------------------------------------------------------------


def test_one_badge_is_found_and_printed(staff: FlaskClient, people: list[Badge]) -> None:
    number = people[3].number
    page = staff.get(ROOT, query_string={"q": "diallo fanta"})
    assert f'href="{ROOT}/{number}"' in page.text
    assert staff.get(f"{ROOT}/{number}").status_code == 200
    pdf = staff.get(f"{ROOT}/{number}/badge.pdf?size=a7")
    with pikepdf.open(io.BytesIO(pdf.data)) as document:
        width, height = (float(edge) for edge in document.pages[0].mediabox[2:])
    assert (round(width / 72 * 25.4), round(height / 72 * 25.4)) == (74, 105)
    picture = staff.get(f"{ROOT}/{number}/badge.png").data
    assert read_codes(picture) == {people[3].token}
    staff.post(f"{ROOT}/{number}/printing")
    with staff.application.app_context():
        assert db.session.get_one(Badge, people[3].id).print_count == 1


@pytest.mark.parametrize("address", ["/999", "/999/badge.pdf", "/999/replacement", "/0"])
def test_badge_that_is_not_there(staff: FlaskClient, address: str) -> None:
    assert staff.get(ROOT + address).status_code == 404


def test_size_that_is_not_there(staff: FlaskClient, people: list[Badge]) -> None:
    assert staff.get(f"{ROOT}/{people[0].number}/badge.pdf?size=a0").status_code == 404


def test_lost_badge_is_replaced_after_saying_what_that_means(
    staff: FlaskClient, people: list[Badge]
) -> None:
    address = f"{ROOT}/{people[0].number}/replacement"
    assert staff.get(address).status_code == 200
    assert staff.post(address).status_code == 422
    answer = staff.post(address, data={"reason": "lost", "note": "marché Madina"})
    assert answer.status_code == 302
    with staff.application.app_context():
        old = db.session.get_one(Badge, people[0].id)
        assert old.revoked_reason == "lost: marché Madina"
        (new, _) = queries.history(old)
        assert answer.location.endswith(f"/{new.number}")
    again = staff.post(address, data={"reason": "lost"})
    assert again.status_code == 422


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_pages_are_made_in_every_language(
    staff: FlaskClient, people: list[Badge], language: str
) -> None:
    for address in ("", f"/{people[0].number}", f"/{people[0].number}/replacement"):
        page = staff.get(ROOT + address, query_string={"lang": language})
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text
