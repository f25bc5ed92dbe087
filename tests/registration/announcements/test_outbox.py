"""The page of messages: found from any side, in pages that stand still, acted on one by one."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from fairapp.core import messages
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.messages import Hold, Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration.announcements import outbox
from fairapp.registration.announcements.outbox import Filter
from fairapp.registration.models import Registration
from tests.conftest import Login
from tests.registration.announcements.saying import URL
from tests.registration.people import AT, make_fair, register
from tests.statements import recorded

SENT, FAILED, HELD = MessageStatus.SENT, MessageStatus.FAILED, MessageStatus.HELD
QUEUED, CANCELLED = MessageStatus.QUEUED, MessageStatus.CANCELLED


@pytest.fixture
def team(client: FlaskClient, fair: Event, login: Login) -> FlaskClient:
    login(client, "organiser", slug="foire")
    return client


def write(
    fair: Event,
    recipient: str = "a@example.org",
    status: str = SENT,
    *,
    person: Registration | None = None,
    error: str = "",
    body: str = "Bonjour",
    kind: str = "reminder",
) -> int:
    told: dict[str, Any] = {"at": AT, "kind": kind, "event_id": fair.id, "body": body}
    told["registration_id"] = person.id if person else None
    if recipient.startswith("+"):
        messages.queue_sms(recipient, **told)
    else:
        messages.queue_email(recipient, subject=f"À {recipient}", **told)
    message = db.session.scalars(select(Message).order_by(Message.id.desc()).limit(1)).one()
    message.status, message.error = status, error
    db.session.flush()
    return message.id


def status(key: int) -> str:
    db.session.expire_all()
    return db.session.get_one(Message, key).status


def shown(page: str) -> list[int]:
    return [int(key) for key in re.findall(r'data-message="(\d+)"', page)]


def chips(page: str) -> dict[str, int]:
    found = re.findall(r'class="chip"[^>]*>([^<]+)<span class="num">(\d+)</span>', page)
    return {label: int(count) for label, count in found}


def test_an_empty_page_says_what_comes_here(team: FlaskClient) -> None:
    page = team.get(URL)
    assert page.status_code == 200 and 'class="empty"' in page.text


def test_each_chip_says_how_many_it_would_show(team: FlaskClient, fair: Event) -> None:
    write(fair)
    write(fair, status=FAILED, error="SMTPRecipientsRefused: x", kind="changed")
    write(fair, "+224632123456", FAILED, error="OSError: x")
    write(make_fair("ailleurs"), status=FAILED)
    counts = outbox.counts(fair, Filter(status=FAILED))
    assert counts.status == {SENT: 1, FAILED: 2}
    assert counts.channel == {"email": 1, "sms": 1}
    assert counts.kind == {"changed": 1, "reminder": 1}
    assert counts.total == 2
    page = team.get(f"{URL}?status=failed&channel=sms").text
    assert len(shown(page)) == 1
    assert chips(page)["Échec"] == 1 and chips(page)["E-mail"] == 1
    assert "Le service de SMS ne l’a pas accepté." in page


def test_found_by_recipient_and_by_person(team: FlaskClient, fair: Event) -> None:
    person = register(fair, "Fatoumata Binta Diallo", phone="632 12 34 56")
    db.session.query(Message).delete()
    mine = write(fair, "x_y@example.org", person=person)
    text = write(fair, "+224632999999")
    other = write(fair, "xzy@example.org")
    for query, expected in (
        ("fatoumata", [mine]),
        ("F/mata diallo", [mine]),
        ("X_Y@example", [mine]),
        ("32 99 99", [text]),
        ("example.org", [other, mine]),
        ("%", []),
        ("'; --", []),
    ):
        page = team.get(URL, query_string={"q": query})
        assert shown(page.text) == expected, query
    assert 'class="empty"' in page.text


def test_pages_stand_still_while_new_ones_come_in(
    team: FlaskClient, fair: Event, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "PAGE", 2)
    a, b, c, d, e = (write(fair) for _ in range(5))
    first = team.get(URL).text
    assert shown(first) == [e, d] and 'rel="prev"' not in first
    older = f"{URL}?before={d}"
    assert older in first
    f = write(fair)
    page = team.get(older).text
    assert shown(page) == [c, b], "nothing twice, nothing missed"
    assert shown(team.get(f"{URL}?before={b}").text) == [a]
    assert 'rel="next"' not in team.get(f"{URL}?before={b}").text
    assert shown(team.get(f"{URL}?after={c}").text) == [e, d]
    assert shown(team.get(f"{URL}?after={e}").text) == [f]


@pytest.mark.parametrize("number", ["0", "-1", "x", "99999999999999", ""])
def test_addresses_that_mean_nothing_show_the_list(
    team: FlaskClient, fair: Event, number: str
) -> None:
    key = write(fair)
    page = team.get(f"{URL}?before={number}&announcement={number}&status=x&kind=x&channel=x")
    assert shown(page.text) == [key]


def test_ticked_ones_are_sent_again_and_taken_back(
    app: Flask, team: FlaskClient, fair: Event
) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    failed, other = (write(fair, status=FAILED, error="x") for _ in range(2))
    waits, left = write(fair, status=HELD, error=Hold.NOT_CONFIGURED), write(fair)
    everybody = [failed, waits, left]
    page = team.post(URL, data={"message": everybody, "do": "again"}, follow_redirects=True)
    assert "2 messages" in page.text
    assert [status(key) for key in (*everybody, other)] == [QUEUED, QUEUED, SENT, FAILED]
    team.post(URL, data={"message": everybody, "do": "back"})
    assert [status(key) for key in (*everybody, other)] == [CANCELLED, CANCELLED, SENT, FAILED]
    acts = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts[-2:] == ["messages.sent_again", "messages.taken_back"]


def test_all_that_is_shown_and_no_more(app: Flask, team: FlaskClient, fair: Event) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    person = register(fair, "Ann Sow", email="ann@example.org")
    db.session.query(Message).delete()
    mine = write(fair, "ann@example.org", FAILED, person=person, error="x")
    other, foreign = write(fair, status=FAILED), write(make_fair("ailleurs"), status=FAILED)
    team.post(f"{URL}?q=ann", data={"all": "y", "do": "again"})
    assert [status(key) for key in (mine, other, foreign)] == [QUEUED, FAILED, FAILED]
    team.post(URL, data={"message": [foreign], "do": "back", "all": "y"})
    assert [status(key) for key in (mine, other, foreign)] == [CANCELLED, FAILED, FAILED]


def test_nothing_ticked_does_nothing(team: FlaskClient, fair: Event) -> None:
    key = write(fair, status=QUEUED)
    for data in ({"do": "back"}, {"do": "back", "message": ["x", "-1", "99999999999999"]}):
        page = team.post(URL, data=data, follow_redirects=True)
        assert 'class="notice warning"' in page.text
    assert status(key) == QUEUED


def test_a_demonstration_offers_nothing_to_send(app: Flask, team: FlaskClient, fair: Event) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    fair.is_demonstration = True
    key = write(fair, status=FAILED, error="x")
    assert 'value="again"' not in team.get(URL).text + team.get(f"{URL}{key}").text
    team.post(URL, data={"message": key, "do": "again"})
    assert status(key) == FAILED


@pytest.mark.parametrize(
    ("state", "error", "said"),
    [
        (HELD, Hold.DEMONSTRATION, "démonstration"),
        (HELD, Hold.NO_ADDRESS, "PUBLIC_URL"),
        (HELD, Hold.NOT_CONFIGURED, "Rien n’est configuré"),
        (
            FAILED,
            "SMTPRecipientsRefused: {'a@example.org': (550, b'no such user')}",
            "n’accepte pas",
        ),
        (QUEUED, "Unreachable: ConnectionRefusedError", "injoignable"),
        (FAILED, "ValueError: strange", "n’a pas pu être envoyé"),
    ],
)
def test_one_message_says_why_it_has_not_left(
    team: FlaskClient, fair: Event, state: str, error: str, said: str
) -> None:
    key = write(fair, status=state, error=error)
    page = team.get(f"{URL}{key}").text
    assert said in page and "a@example.org" in page
    if state != HELD:
        assert error.partition(":")[0] in page


def test_one_message_is_acted_on_from_its_page(app: Flask, team: FlaskClient, fair: Event) -> None:
    app.config["SMTP_URL"] = "smtp://localhost"
    key = write(fair, status=FAILED, error="x")
    data = {"from": "message", "message": key}
    answer = team.post(URL, data={**data, "do": "again"})
    assert answer.location.endswith(f"{URL}{key}")
    assert status(key) == QUEUED
    team.post(URL, data={**data, "do": "back"})
    assert status(key) == CANCELLED


def test_secrets_of_recipients_are_not_shown(team: FlaskClient, fair: Event) -> None:
    person = register(fair, email="a@example.org")
    letter = db.session.scalars(select(Message.id)).one()
    code = write(fair, body="Votre code : 123456", kind="pass_code", status=FAILED)
    text = write(
        fair, "+224632123456", body="Ann: https://x.example.org/p/abcdefgh12", person=person
    )
    page = team.get(f"{URL}{letter}").text
    assert "Bonjour Mariama Diallo" in page and person.pass_key not in page and "/p/…" in page
    pages = (
        page + team.get(URL).text + team.get(f"{URL}{code}").text + team.get(f"{URL}{text}").text
    )
    assert "123456" not in pages.replace("+224632123456", "") and "abcdefgh12" not in pages


def test_other_fairs_messages_are_not_here(team: FlaskClient, fair: Event) -> None:
    key = write(make_fair("ailleurs"))
    assert team.get(f"{URL}{key}").status_code == 404
    assert shown(team.get(URL).text) == []


def test_a_person_s_page_shows_what_became_of_each(team: FlaskClient, fair: Event) -> None:
    person = register(fair, email="a@example.org")
    db.session.query(Message).delete()
    key = write(fair, status=FAILED, person=person, error="SMTPRecipientsRefused: x")
    page = team.get(f"/staff/foire/registrations/{person.reference}").text
    assert f'href="{URL}{key}"' in page and "Échec" in page and "n’accepte pas" in page


def test_the_page_asks_the_same_of_the_database_for_one_row_and_for_three(
    team: FlaskClient, fair: Event
) -> None:
    counts = []
    for number in (1, 2):
        for n in range(number):
            person = register(fair, f"Aly Bah{number}{n}")
            write(fair, status=HELD, error=Hold.NOT_CONFIGURED, person=person)
        db.session.commit()
        with recorded() as statements:
            page = team.get(URL).text
        counts.append((len(shown(page)), len(statements)))
    assert [rows for rows, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]
