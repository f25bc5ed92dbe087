"""Several payments at once: pasted lines are shown before they are noted, and undone together."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_babel import force_locale
from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.core.db import db
from fairapp.reports.payments import many
from fairapp.reports.payments.models import Mode, Payment
from fairapp.reports.payments.people_page import Entry, entries
from tests.checkin.conftest import Fair
from tests.conftest import Login
from tests.reports.conftest import came
from tests.reports.payments.test_pages import PAID_ON, approve

pytestmark = pytest.mark.usefixtures("rates")
MANY = "/staff/journees/payments/many"


@pytest.fixture
def listed(fair: Fair, payer: User) -> list[Entry]:
    """Three people, in the order of the list: Aly, Fanta and Mariama."""
    for name in ("Aly Bah", "Fanta Condé", "Mariama Diallo"):
        came(fair, name, "08:00", region="Kindia")
    approve(fair, payer)
    return entries(fair.event)


@pytest.fixture
def finance(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "finance")
    client.set_cookie("lang", "en")
    return client


def sent(client: FlaskClient, rows: str, *, seen: str = "", mode: str = "mobile") -> str:
    values = {"rows": rows, "paid_mode": mode, "paid_on": PAID_ON, "paid_by": "Caissière"}
    return client.post(MANY, data={**values, "seen": seen}, follow_redirects=True).text


def promise(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def test_lines_are_read_as_they_are_pasted(listed: list[Entry]) -> None:
    reference = listed[2].line.reference
    text = f" 1\tMP2412.1 \r\n\n٢;MP 2412-2\n{reference.lower()} MP3\n"

    rows = many.read(text, listed, mode=Mode.MOBILE)

    assert [row.entry and row.entry.number for row in rows] == [1, 2, 3]
    assert [row.reference for row in rows] == ["MP2412.1", "MP 2412-2", "MP3"]
    assert not any(row.problem for row in rows)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("77 MP1", "Nobody on the list has this number."),
        ("Mariama MP1", "Nobody on the list has this number."),
        ("1 MP1\n01 MP2", "This person stands here twice."),
        ("1", "Type the reference of the transfer."),
        ("1 MP1\n2 MP1", "This reference stands here twice."),
        ("1 " + "9" * 61, "This reference is too long."),
    ],
)
def test_what_cannot_be_noted_says_why(
    app: Flask, listed: list[Entry], text: str, problem: str
) -> None:
    rows = many.read(text, listed, mode=Mode.MOBILE)
    with app.test_request_context(), force_locale("en"):
        assert str(rows[-1].problem) == problem


def test_cash_needs_no_reference(listed: list[Entry]) -> None:
    assert not any(row.problem for row in many.read("1\n2", listed, mode=Mode.CASH))


def test_names_are_seen_before_anything_is_noted(finance: FlaskClient, listed: list[Entry]) -> None:
    text = "1 MP1\n3 MP3"
    page = sent(finance, text)

    assert "BAH Aly" in page and "DIALLO Mariama" in page and "CONDÉ" not in page
    assert "Note 2 payments, 1,040,000" in page.replace("\u00a0", " ")
    assert db.session.scalars(select(Payment)).all() == []

    done = sent(finance, text, seen=promise(page))

    assert "2 payments are noted." in done
    made = db.session.scalars(select(Payment).order_by(Payment.id)).all()
    assert [(one.amount, one.reference, one.mode) for one in made] == [
        (520_000, "MP1", "mobile"),
        (520_000, "MP3", "mobile"),
    ]
    # Sent again, as by an impatient thumb: nobody is paid twice.
    again = sent(finance, text, seen=promise(page))
    assert "Nothing is left to pay to this person." in again
    assert len(db.session.scalars(select(Payment)).all()) == 2


def test_another_text_than_was_seen_is_shown_again(
    finance: FlaskClient, listed: list[Entry]
) -> None:
    seen = promise(sent(finance, "1 MP1"))
    page = sent(finance, "2 MP1", seen=seen)
    assert "CONDÉ Fanta" in page and db.session.scalars(select(Payment)).all() == []


def test_one_bad_line_keeps_all_from_being_noted(finance: FlaskClient, listed: list[Entry]) -> None:
    page = sent(finance, "1 MP1\n<b>9</b> MP2", seen="1:520000:MP1")
    assert "Nothing is noted yet" in page and "&lt;b&gt;9&lt;/b&gt;" in page
    assert "<b>9</b>" not in page and "1 MP1" in page
    assert db.session.scalars(select(Payment)).all() == []


def test_what_was_noted_together_is_undone_together(
    finance: FlaskClient, listed: list[Entry]
) -> None:
    page = sent(finance, "1\n2\n3", mode="cash")
    done = sent(finance, "1\n2\n3", mode="cash", seen=promise(page))
    [path] = re.findall(rf'action="({MANY}/\d+/withdrawal)"', done)

    undone = finance.post(path, follow_redirects=True).text

    assert "3 payments are taken back." in undone and "/withdrawal" not in undone
    made = db.session.scalars(select(Payment)).all()
    assert len(made) == 3 and all(one.withdrawn_at for one in made)
    assert finance.post(f"{MANY}/999/withdrawal").status_code == 404
    # All of them can be filled in again.
    filled = finance.get(f"{MANY}?fill=1").text
    assert all(f"{number} " in filled for number in (1, 2, 3))


def test_nothing_is_noted_before_the_list_is_approved(finance: FlaskClient, fair: Fair) -> None:
    came(fair, "Aly Bah", "08:00", region="Kindia")
    db.session.commit()
    assert "Nobody is paid before the list is approved." in finance.get(MANY).text
    page = sent(finance, "1", mode="cash")
    assert "Nobody is paid before the list is approved." in sent(
        finance, "1", mode="cash", seen="1:520000:"
    )
    assert "textarea" not in page
    assert db.session.scalars(select(Payment)).all() == []


def test_whoever_may_only_sign_does_not_pay(client: FlaskClient, fair: Fair, login: Login) -> None:
    login(client, "organiser")
    assert client.get(MANY).status_code == 403
    assert client.post(MANY).status_code == 403
