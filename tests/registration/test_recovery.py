"""Finding one's pass: what it tells to whom, and above all what it tells to nobody."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask, current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock, tasks
from fairapp.core.db import db
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.recovery import rules
from fairapp.registration.recovery.models import PassCode
from tests.conftest import NOW
from tests.registration.people import make_fair, register
from tests.services import MailSink
from tests.statements import recorded

Db = scoped_session[Session]
ASK = "/e/foire/find-my-pass"
MAIL = "m.diallo@example.org"
PHONE = "+224632123456"


@pytest.fixture(autouse=True)
def _channels(app: Flask, smtp: MailSink) -> None:
    app.config.update(PUBLIC_URL="https://foire.example.org", SMS_URL="json://127.0.0.1:9/{phone}")


def ask(client: FlaskClient, contact: str) -> str:
    answer = client.post(ASK, data={"contact": contact})
    assert answer.status_code == 303
    return str(answer.location)


def right(page: str) -> str:
    return rules.code_of(page.rpartition("/")[2], secret=str(current_app.config["SECRET_KEY"]))


def wrong(page: str) -> str:
    return f"{(int(right(page)) + 1) % 10**6:06}"


def names(text: str) -> list[str]:
    return re.findall(r'class="title"><bdi>(.*?)</bdi>', text)


def messages(db_session: Db) -> list[Message]:
    tasks.run_pending()
    db_session.rollback()
    query = select(Message).where(Message.kind == "pass_code").order_by(Message.id)
    return list(db_session.scalars(query))


def enter(client: FlaskClient, page: str, code: str) -> str:
    answer = client.post(page, data={"code": code})
    assert (answer.status_code, answer.location) == (303, page)
    shown = client.get(page)
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    return str(shown.text)


@pytest.mark.parametrize(
    ("known", "unknown"), [(MAIL, "x.diallo@example.org"), (PHONE, "+224632999888")]
)
def test_nobody_learns_who_is_registered(app: Flask, fair: Event, known: str, unknown: str) -> None:
    register(fair, email=MAIL, phone=PHONE)
    db.session.commit()
    seen = []
    for contact in (known, unknown):
        client = app.test_client()
        for limiter in app.extensions["limiter"]:
            limiter.reset()
        with recorded() as asked:
            answer = client.post(ASK, data={"contact": contact})
        with recorded() as looked:
            page = client.get(answer.location)
        key = answer.location.rpartition("/")[2]
        headers = [
            (name, re.sub("session=[^;]+", "session=…", value.replace(key, "KEY")))
            for name, value in [*answer.headers, *page.headers]
            if name not in {"Date", "Retry-After"} and not name.startswith("X-RateLimit")
        ]
        text = re.sub('(csrf_token" value=")[^"]+', r"\1…", page.text.replace(key, "KEY"))
        seen.append((answer.status_code, headers, answer.text.replace(key, "KEY"), text))
        seen[-1] += (len(asked), len(looked))  # type: ignore[assignment]
    assert seen[0] == seen[1]


def test_the_code_arrives_and_opens_the_pass(
    client: FlaskClient, fair: Event, smtp: MailSink
) -> None:
    person = register(fair, email="M.Diallo@example.org")
    page = ask(client, " M.DIALLO@Example.org ")
    tasks.run_pending()
    tasks.run_pending()
    (mail,) = [m for m in smtp.messages if right(page) in m["Subject"]]
    assert mail["X-Recipients"] == MAIL
    assert f"https://foire.example.org{page}" in mail.get_content()
    typed = " ".join(chr(0x660 + int(digit)) for digit in right(page))
    shown = enter(client, page, typed)
    assert names(shown) == ["Mariama Diallo"]
    assert f'href="/p/{person.pass_key}"' in shown


def test_only_the_hash_of_a_contact_stays(client: FlaskClient, fair: Event) -> None:
    register(fair, phone=PHONE)
    ask(client, "632 12 34 56")
    ask(client, "632 99 98 88")
    tasks.run_pending()
    db.session.rollback()
    jobs = db.session.scalars(select(tasks.Job).where(tasks.Job.kind == "recovery.send"))
    assert [(job.status, job.params) for job in jobs] == [("done", {})] * 2
    hashes = set(db.session.scalars(select(PassCode.contact_hash)))
    assert len(hashes) == 2 and not any("632" + "123456" in text for text in hashes)


def test_a_message_goes_to_the_contact_typed_and_to_no_other(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    register(fair, phone=f"{PHONE} / 634 98 76 54", email=MAIL)
    page = ask(client, "634987654")
    ask(client, "632999888")
    (sent,) = messages(db_session)
    assert (sent.channel, sent.recipient) == ("sms", "+224634987654")
    assert right(page) in sent.body


def test_a_shared_phone_shows_all_of_this_fair_only(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    for name in ("Mariama Diallo", "Alpha Bah", "Kadiatou Camara"):
        register(fair, name, phone=PHONE)
    register(make_fair("autre"), "Binta Sow", phone=PHONE)
    merged = register(fair, "Mariama Dialo", phone=PHONE)
    merged.status = "merged"
    page = ask(client, PHONE)
    other = client.get(page.replace("/foire/", "/autre/"))
    assert other.status_code == 302
    shown = enter(client, page, right(page))
    assert names(shown) == ["Alpha Bah", "Kadiatou Camara", "Mariama Diallo"]


def test_five_wrong_codes_end_it(client: FlaskClient, fair: Event) -> None:
    register(fair, email=MAIL)
    page = ask(client, MAIL)
    assert "data-code-over" not in enter(client, page, "12"), "no code at all is no attempt"
    for left in (4, 3, 2, 1):
        shown = enter(client, page, wrong(page))
        assert f"{left}" in shown and "data-code-over" not in shown
    assert "data-code-over" in enter(client, page, wrong(page))
    shown = enter(client, page, right(page))
    assert "data-code-over" in shown and names(shown) == []


def test_a_code_runs_out(client: FlaskClient, fair: Event) -> None:
    register(fair, email=MAIL)
    page = ask(client, MAIL)
    with clock.stopped(NOW + rules.VALID_FOR):
        shown = enter(client, page, right(page))
    assert "data-code-over" in shown and names(shown) == []


def test_a_code_is_used_once_and_shows_its_passes_for_a_while(
    app: Flask, client: FlaskClient, fair: Event
) -> None:
    register(fair, email=MAIL)
    page = ask(client, MAIL)
    enter(client, page, right(page))
    assert names(client.get(page).text), "coming back from a pass is no second use"
    assert names(enter(app.test_client(), page, right(page))) == []
    with clock.stopped(NOW + rules.VALID_FOR):
        assert names(client.get(page).text) == []


def test_one_contact_is_sent_five_codes_an_hour(client: FlaskClient, fair: Event) -> None:
    for _ in range(rules.PER_HOUR):
        ask(client, PHONE)
    assert client.post(ASK, data={"contact": "00224 632 12 34 56"}).status_code == 429
    ask(client, MAIL)
    with clock.stopped(NOW + timedelta(hours=1)):
        ask(client, PHONE)


def test_a_demonstration_and_a_late_worker_send_nothing(
    client: FlaskClient, db_session: Db, fair: Event, smtp: MailSink
) -> None:
    fair.is_demonstration = True
    register(fair, email=MAIL)
    ask(client, MAIL)
    assert [(m.status, m.error) for m in messages(db_session)] == [("held", "demonstration")]
    ask(client, MAIL)
    with clock.stopped(NOW + rules.VALID_FOR):
        assert len(messages(db_session)) == 1
    assert smtp.messages == []


@pytest.mark.parametrize("setting", ["SMS_URL", "PUBLIC_URL"])
def test_where_nothing_can_be_sent_all_read_the_same(
    app: Flask, client: FlaskClient, fair: Event, setting: str
) -> None:
    app.config[setting] = ""
    register(fair, phone=PHONE)
    for contact in (PHONE, "632 99 98 88"):
        page = client.post(ASK, data={"contact": contact})
        assert page.status_code == 200 and "data-cannot-reach" in page.text
    assert db.session.scalars(select(PassCode)).all() == []


@pytest.mark.parametrize("contact", ["", "632", "@", "a@b", "né", "\u0660" * 300, "'; --"])
def test_what_is_no_contact_is_asked_again(client: FlaskClient, fair: Event, contact: str) -> None:
    page = client.post(ASK, data={"contact": contact})
    assert page.status_code == 422 and 'id="contact-error"' in page.text


def test_old_codes_are_forgotten(client: FlaskClient, db_session: Db, fair: Event) -> None:
    page = ask(client, MAIL)
    with clock.stopped(NOW + rules.KEPT_FOR + timedelta(minutes=1)):
        tasks.run_pending()
    db_session.rollback()
    assert db_session.scalars(select(PassCode)).all() == []
    answer = client.get(page)
    assert (answer.status_code, answer.location) == (302, ASK)


def test_the_way_here_is_shown(client: FlaskClient, fair: Event) -> None:
    for path in ("/e/foire/", "/e/foire/register"):
        assert f'href="{ASK}"' in client.get(path).text
    fair.registration_closes_at = NOW - timedelta(days=1)
    assert f'href="{ASK}"' in client.get("/e/foire/register").text
