"""The outbox: written with what it tells, sent over SMTP, patient with a server that fails."""

from __future__ import annotations

import threading
from datetime import datetime, timedelta

import pytest
from flask import Flask, abort
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock, delivery, messages, tasks
from fairapp.core.access import public
from fairapp.core.db import transaction
from fairapp.core.messages import Hold, Message, MessageStatus
from fairapp.core.tasks import Job
from tests.conftest import NOW, MakeApp
from tests.services import MailSink, free_port

Db = scoped_session[Session]


def queue(recipient: str = "m.bah@example.org", **options: object) -> int:
    words = {"subject": "Votre inscription", "body": "Bonjour M’Mah,\nà bientôt à Kindia."}
    with transaction():
        messages.queue_email(recipient, **{"at": NOW, **words, **options})  # type: ignore[arg-type]
        latest = select(Message.id).order_by(Message.id.desc()).limit(1)
        return messages.db.session.scalars(latest).one()


def message(db_session: Db, message_id: int) -> Message:
    db_session.rollback()
    return db_session.get_one(Message, message_id)


# -- sending --------------------------------------------------------------------------------------


def test_a_message_is_sent_once_with_its_accents(db_session: Db, smtp: MailSink) -> None:
    message_id = queue()
    assert message(db_session, message_id).status == MessageStatus.QUEUED
    tasks.run_pending()
    tasks.run_pending()
    sent = message(db_session, message_id)
    assert (sent.status, sent.sent_at, sent.attempts) == (MessageStatus.SENT, NOW, 1)
    assert len(smtp.messages) == 1
    mail = smtp.messages[0]
    assert mail["X-Recipients"] == mail["To"] == "m.bah@example.org"
    assert mail["From"] == "fairapp@example.org"
    assert mail["Subject"] == "Votre inscription"
    assert mail["Date"] and mail["Message-ID"].endswith("@example.org>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail.get_content().splitlines() == ["Bonjour M’Mah,", "à bientôt à Kindia."]


def test_subjects_in_any_script_arrive(db_session: Db, smtp: MailSink) -> None:
    for subject in ("Été à N’Zérékoré", "تسجيلك في المعرض", "ߒߞߏ"):
        queue(subject=subject, body=subject)
    tasks.run_pending()
    assert [m["Subject"] for m in smtp.messages] == [
        "Été à N’Zérékoré",
        "تسجيلك في المعرض",
        "ߒߞߏ",
    ]


def test_a_message_that_is_not_due_waits(db_session: Db, smtp: MailSink) -> None:
    message_id = queue(at=NOW + timedelta(hours=1))
    tasks.run_pending()
    assert smtp.messages == []
    with clock.stopped(NOW + timedelta(hours=1)):
        tasks.run_pending()
    assert len(smtp.messages) == 1
    assert message(db_session, message_id).status == MessageStatus.SENT


def test_two_workers_send_it_once(app: Flask, db_session: Db, smtp: MailSink) -> None:
    for n in range(6):
        queue(f"{n}@example.org")
    both = threading.Barrier(2)

    def worker() -> None:
        with app.app_context():
            both.wait()
            delivery.send_due()

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(m["To"] for m in smtp.messages) == [f"{n}@example.org" for n in range(6)]


# -- with its transaction -------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "count"), [(200, 1), (422, 0), (409, 0)])
def test_a_message_goes_with_the_request_that_wrote_it(
    make_app: MakeApp, app: Flask, db_session: Db, smtp: MailSink, status: int, count: int
) -> None:
    web = make_app(SMTP_URL=smtp.url)

    @web.post("/tell/<int:status>", endpoint="tell")
    @public
    def tell(status: int) -> tuple[str, int]:
        messages.queue_email("a@example.org", subject="S", body="B", at=NOW)
        if status == 409:
            abort(status)
        return "", status

    db_session.commit()
    assert web.test_client().post(f"/tell/{status}").status_code == status
    tasks.run_pending()
    assert len(smtp.messages) == count
    assert len(db_session.scalars(select(Message)).all()) == count
    assert len(db_session.scalars(select(Job)).all()) == count


# -- a server that fails --------------------------------------------------------------------------


def test_a_failing_server_is_tried_again_ever_later_until_given_up(
    db_session: Db, smtp: MailSink
) -> None:
    message_id = queue()
    at, waits = NOW, []
    with smtp.refusing("451 try again later"):
        for _ in range(delivery.MAX_ATTEMPTS):
            with clock.stopped(at):
                tasks.run_pending()
                waiting = message(db_session, message_id)
                assert "451" in waiting.error
                waits.append(waiting.due_at - at)
                at = waiting.due_at
    assert waits == [timedelta(minutes=2**n) for n in range(1, 9)]
    given_up = message(db_session, message_id)
    assert (given_up.status, given_up.attempts) == (MessageStatus.FAILED, 8)
    with clock.stopped(at + timedelta(days=1)):
        tasks.run_pending()
    assert smtp.messages == []


def test_a_server_that_comes_back_gets_the_message(db_session: Db, smtp: MailSink) -> None:
    message_id = queue()
    with smtp.refusing():
        tasks.run_pending()
    tasks.run_pending()
    assert smtp.messages == [], "not before its time"
    with clock.stopped(NOW + timedelta(minutes=2)):
        tasks.run_pending()
    sent = message(db_session, message_id)
    assert (sent.status, sent.error, sent.attempts) == (MessageStatus.SENT, "", 2)
    assert len(smtp.messages) == 1


def test_no_server_at_all_is_no_attempt(app: Flask, db_session: Db) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    message_id = queue()
    tasks.run_pending()
    waiting = message(db_session, message_id)
    assert (waiting.status, waiting.attempts) == (MessageStatus.QUEUED, 0)
    assert waiting.error


@pytest.mark.parametrize(
    "poison",
    [
        {"recipient": ""},
        {"recipient": "a@example.org\r\nBcc: everybody@example.org"},
    ],
)
def test_a_message_that_cannot_be_sent_holds_up_no_other(
    db_session: Db, smtp: MailSink, poison: dict[str, object]
) -> None:
    bad, good = queue(**poison), queue("next@example.org")  # type: ignore[arg-type]
    tasks.run_pending()
    assert message(db_session, good).status == MessageStatus.SENT
    assert [m["X-Recipients"] for m in smtp.messages] == ["next@example.org"]
    stuck = message(db_session, bad)
    assert stuck.status in {MessageStatus.QUEUED, MessageStatus.FAILED}
    assert stuck.error and stuck.attempts == 1
    assert "everybody@example.org" not in str([m.as_string() for m in smtp.messages])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\x0b", "\x85", "\u2028"])
def test_a_subject_adds_no_header(db_session: Db, smtp: MailSink, end: str) -> None:
    queue(subject=f"Bonjour{end}Bcc: everybody@example.org{end}{end}<b>corps</b>")
    tasks.run_pending()
    mail = smtp.messages[0]
    assert mail["X-Recipients"] == "m.bah@example.org"
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Bonjour Bcc: everybody@example.org <b>corps</b>"
    assert mail.get_content().splitlines()[0] == "Bonjour M’Mah,"


def test_a_worker_that_dies_while_sending_frees_the_message(db_session: Db, smtp: MailSink) -> None:
    message_id = queue()
    assert delivery._claim(message_id)  # and then the power went
    tasks.run_pending()
    assert smtp.messages == []
    with clock.stopped(NOW + timedelta(minutes=5)):
        tasks.run_pending()
    assert message(db_session, message_id).status == MessageStatus.SENT
    assert len(smtp.messages) == 1


# -- never to made-up addresses -------------------------------------------------------------------


@pytest.mark.parametrize("configured", [True, False])
def test_held_messages_are_never_sent(
    app: Flask, db_session: Db, smtp: MailSink, configured: bool
) -> None:
    """Those of a demonstration, and all of them while no server is named."""
    if not configured:
        app.config["SMTP_URL"] = ""
    message_id = queue(hold=configured)
    app.config["SMTP_URL"] = smtp.url
    with clock.stopped(NOW + timedelta(days=30)):
        tasks.run_pending()
    held = message(db_session, message_id)
    assert (held.status, held.attempts) == (MessageStatus.HELD, 0)
    assert held.error == (Hold.NO_ADDRESS if configured else Hold.NOT_CONFIGURED)
    assert smtp.messages == []
    assert db_session.scalars(select(Job)).all() == [], "nothing to do for the worker"


def test_a_batch_is_bounded_and_the_rest_follows(
    db_session: Db, smtp: MailSink, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivery, "BATCH", 3)
    for n in range(5):
        queue(f"{n}@example.org", at=NOW - timedelta(minutes=n))
    assert (delivery.send_due(), delivery.send_due(), delivery.send_due()) == (3, 2, 0)
    assert [m["To"][0] for m in smtp.messages] == list("43210"), "the longest due first"


def test_times_of_the_outbox_are_the_applications(db_session: Db, smtp: MailSink) -> None:
    message_id = queue()
    moment = datetime.fromisoformat("2026-12-02T08:40:00+00:00")
    with clock.stopped(moment):
        delivery.send_due()
    assert message(db_session, message_id).sent_at == moment
