"""The pages about what was printed, blank and swapped badges."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.badges import queries
from fairapp.badges.models import Badge, Printing
from fairapp.core import tasks
from fairapp.core.db import db
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import Login

ROOT = "/staff/journees/badges"


@pytest.fixture
def people(fair: Fair) -> list[Badge]:
    made = [fair.badge(fair.person(f"Aly{number} Sow{number}")) for number in range(9)]
    fair.db.commit()
    return made


def made(staff: FlaskClient, **choice: str) -> str:
    address = str(staff.post(f"{ROOT}/batches", data={"layout": "a6x4", **choice}).location)
    with staff.application.app_context():
        tasks.run_pending()
    return address


def names(pdf: bytes) -> list[list[str]]:
    """Of each page, who is on it."""
    document = pypdfium2.PdfDocument(io.BytesIO(pdf))
    texts = [page.get_textpage().get_text_bounded().split() for page in document]
    return [[word for word in words if word.startswith("Aly")] for words in texts]


def logged(staff: FlaskClient) -> list[tuple[str, str, int]]:
    with staff.application.app_context():
        entries = db.session.scalars(select(Printing).order_by(Printing.id))
        return [(entry.reason, entry.pages, entry.count) for entry in entries]


def test_empty_log_says_how_it_is_filled(staff: FlaskClient) -> None:
    page = staff.get(f"{ROOT}/printings")
    assert page.status_code == 200
    assert "<table" not in page.text


def test_marked_batch_is_in_the_log_and_can_be_taken_back(
    staff: FlaskClient, people: list[Badge]
) -> None:
    address = made(staff)
    staff.post(f"{address}/printing")
    page = staff.get(f"{ROOT}/printings")
    assert address in page.text
    assert staff.post(f"{ROOT}/printings/1/cancellation").status_code == 302
    with staff.application.app_context():
        badge = db.session.get_one(Badge, people[0].id)
        assert (badge.printed_at, badge.print_count) == (None, 0)
    assert "cancellation" not in staff.get(f"{ROOT}/printings").text
    assert f"{address}/printing" in staff.get(address).text
    again = staff.post(f"{ROOT}/printings/1/cancellation", follow_redirects=True)
    assert 'role="alert"' in again.text


def test_some_sheets_are_printed_again(staff: FlaskClient, people: list[Badge]) -> None:
    address = made(staff)
    whole = staff.get(f"{address}/sheets.pdf")
    answer = staff.post(f"{address}/reprints", data={"pages": "2-3"})
    assert answer.status_code == 302
    pdf = staff.get(answer.location)
    assert pdf.mimetype == "application/pdf"
    assert names(pdf.data) == names(whole.data)[1:]
    assert logged(staff) == [("pages", "2-3", 5)]
    whole.close()
    # The batch as a whole is still to be marked.
    assert f"{address}/printing" in staff.get(address).text


@pytest.mark.parametrize("pages", ["", "x", "4", "2-9", "9, 1", "0", "3-1", "<b>", "9" * 50])
def test_sheets_that_are_not_there_are_told_beside_the_field(
    staff: FlaskClient, people: list[Badge], pages: str
) -> None:
    address = made(staff)
    answer = staff.post(f"{address}/reprints", data={"pages": pages})
    assert answer.status_code == 422
    assert 'id="pages-error"' in answer.text
    assert logged(staff) == []
    if pages:
        assert staff.get(f"{address}/sheets.pdf", query_string={"pages": pages}).status_code == 404


def test_groups_are_set_apart_on_paper(staff: FlaskClient, fair: Fair, people: list[Badge]) -> None:
    fair.badge(fair.person("Aly10 Bah", "officiel"))
    fair.db.commit()
    query = {"order": "category", "separators": "y", "layout": "a6x4"}
    assert 'name="separators" value="y"' in staff.get(ROOT, query_string=query).text
    address = made(staff, **query)
    pdf = staff.get(f"{address}/sheets.pdf").data
    assert [len(page) for page in names(pdf)] == [0, 4, 4, 1, 0, 1]
    told = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "9 badges" in told
    # The sheet before the last group, and the badge behind it.
    answer = staff.post(f"{address}/reprints", data={"pages": "5, 6"})
    assert names(staff.get(answer.location).data) == [[], ["Aly10"]]
    assert logged(staff) == [("pages", "5, 6", 1)]


def test_badges_are_chosen_by_name_and_number(staff: FlaskClient, people: list[Badge]) -> None:
    page = staff.get(ROOT, query_string={"first": "sow3", "last": "sow5"})
    assert 'name="first" value="sow3"' in page.text
    assert '<b class="num">3 badges' in page.text
    page = staff.get(ROOT, query_string={"numbers": f"{people[0].number}, 8-99"})
    assert '<b class="num">3 badges' in page.text
    wrong = staff.get(ROOT, query_string={"numbers": "all"})
    assert wrong.status_code == 200
    assert 'id="numbers-error"' in wrong.text
    assert "preview.png" not in wrong.text
    assert staff.get(f"{ROOT}/preview.png?numbers=all").status_code == 404


def test_blank_badges_are_made_and_printed(staff: FlaskClient, people: list[Badge]) -> None:
    assert staff.get(f"{ROOT}/blanks").status_code == 200
    answer = staff.post(f"{ROOT}/blanks", data={"count": "5", "category": "officiel"})
    assert answer.status_code == 302
    with staff.application.app_context():
        tasks.run_pending()
        stock = select(Badge).where(Badge.is_blank_stock).order_by(Badge.id)
        blanks = list(db.session.scalars(stock))
        assert [badge.number for badge in blanks] == [10, 11, 12, 13, 14]
    document = pypdfium2.PdfDocument(staff.get(f"{answer.location}/sheets.pdf").data)
    words = " ".join(page.get_textpage().get_text_bounded() for page in document).split()
    assert [word for word in words if word in {"10", "11", "12", "13", "14"}] == [
        *("10", "11", "12", "13"),
        "14",
    ]
    # Of the category they were made for.
    assert words.count("Officiels") == 5


@pytest.mark.parametrize("count", ["", "0", "501", "x"])
def test_number_of_blanks_is_checked(staff: FlaskClient, count: str) -> None:
    answer = staff.post(f"{ROOT}/blanks", data={"count": count})
    assert answer.status_code == 422
    assert 'id="count-error"' in answer.text
    with staff.application.app_context():
        assert db.session.scalar(select(Badge)) is None


def test_swapped_badges_are_put_right_and_back(staff: FlaskClient, people: list[Badge]) -> None:
    one, other = people[:2]
    holders = [one.registration_id, other.registration_id]

    def now() -> list[int | None]:
        with staff.application.app_context():
            found = [db.session.get_one(Badge, badge.id) for badge in (one, other)]
            return [badge.registration_id for badge in found]

    assert staff.get(f"{ROOT}/swap").status_code == 200
    numbers = {"one": str(one.number), "other": str(other.number)}
    answer = staff.post(f"{ROOT}/swap", data=numbers)
    assert answer.status_code == 302
    assert now() == holders[::-1]
    assert "Aly1" in staff.get(answer.location).text
    staff.post(f"{ROOT}/swap", data=numbers)
    assert now() == holders


@pytest.mark.parametrize(("one", "other"), [("1", "1"), ("1", "999"), ("x", "2"), ("1", "")])
def test_swap_of_what_is_not_there(
    staff: FlaskClient, people: list[Badge], one: str, other: str
) -> None:
    answer = staff.post(f"{ROOT}/swap", data={"one": one, "other": other})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text


def test_log_of_another_fair_is_not_touched(
    staff: FlaskClient, people: list[Badge], fair: Fair
) -> None:
    with staff.application.app_context():
        other = make_fair(db.session, "elsewhere")
        badge = other.badge()
        from fairapp.badges import actions

        actions.mark_printed(badge, actor=None, at=badge.issued_at)
        db.session.commit()
        key = db.session.scalars(select(Printing.id)).one()
        assert queries.find(other.event, badge.number) is not None
    assert staff.post(f"{ROOT}/printings/{key}/cancellation").status_code == 404
    assert "<table" not in staff.get(f"{ROOT}/printings").text


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_pages_are_made_in_every_language(
    staff: FlaskClient, people: list[Badge], language: str
) -> None:
    address = made(staff)
    staff.post(f"{address}/printing")
    for page in (f"{ROOT}/printings", f"{ROOT}/blanks", f"{ROOT}/swap", address):
        answer = staff.get(page, query_string={"lang": language})
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text


@pytest.mark.parametrize("page", ["printings", "blanks", "swap"])
def test_other_roles_see_none_of_it(
    client: FlaskClient, login: Login, fair: Fair, page: str
) -> None:
    fair.db.commit()
    login(client, "scanner", slug="journees")
    assert client.get(f"{ROOT}/{page}").status_code == 403
