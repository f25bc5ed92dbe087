"""What is final and what is tried again, how much goes at once, what a demonstration lets out."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core import clock, delivery, messages, tasks
from fairapp.core.db import transaction
from fairapp.core.messages import Hold, Message, MessageStatus
from tests.conftest import NOW
from tests.registration.people import make_fair
from tests.services import MailSink, free_port

Db = scoped_session[Session]


def queue(recipient: str = "m.bah@example.org", **options: object) -> bool:
    with transaction():
        return messages.queue_email(
            recipient,
            **{"subject": "Bonjour", "body": "À bientôt.", "at": NOW, **options},  # type: ignore[arg-type]
        )


def states(db_session: Db) -> dict[str, tuple[str, int]]:
    db_session.rollback()
    rows = db_session.execute(select(Message.recipient, Message.status, Message.attempts))
    return {recipient: (status, attempts) for recipient, status, attempts in rows}


def test_plain_and_html_travel_together(db_session: Db, smtp: MailSink) -> None:
    queue(subject="تسجيلك في المعرض", html='<p dir="rtl">مرحبًا</p>')
    tasks.run_pending()
    mail = smtp.messages[0]
    assert mail["Subject"] == "تسجيلك في المعرض"
    assert mail.get_content_type() == "multipart/alternative"
    plain, html = mail.iter_parts()
    assert (plain.get_content_type(), plain.get_content().strip()) == ("text/plain", "À bientôt.")
    assert (html.get_content_type(), html.get_content().strip()) == (
        "text/html",
        '<p dir="rtl">مرحبًا</p>',
    )


def test_what_can_be_said_once_is_written_once(db_session: Db, smtp: MailSink) -> None:
    assert queue(once="reminder:1")
    assert not queue(once="reminder:1")
    assert queue(once="reminder:2")
    assert queue() and queue(), "what has no name may be said again"
    tasks.run_pending()
    assert len(smtp.messages) == 4


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("550 5.1.1 no such user", MessageStatus.FAILED),
        ("450 4.2.1 mailbox busy", MessageStatus.QUEUED),
    ],
)
def test_a_refusal_for_good_fails_at_once_another_is_tried_again(
    db_session: Db, smtp: MailSink, answer: str, status: MessageStatus
) -> None:
    smtp.refused["bad@example.org"] = answer
    queue("bad@example.org")
    queue("good@example.org")
    tasks.run_pending()
    assert states(db_session) == {
        "bad@example.org": (status, 1),
        "good@example.org": (MessageStatus.SENT, 1),
    }
    refused = select(Message.error).where(Message.recipient == "bad@example.org")
    assert answer[:3] in str(db_session.scalar(refused))


def test_a_text_that_the_server_will_never_take_fails_at_once(
    db_session: Db, smtp: MailSink
) -> None:
    queue()
    with smtp.refusing("554 5.7.1 refused"):
        tasks.run_pending()
    assert states(db_session)["m.bah@example.org"] == (MessageStatus.FAILED, 1)


def test_a_failed_message_is_sent_when_the_team_asks(db_session: Db, smtp: MailSink) -> None:
    smtp.refused["m.bah@example.org"] = "550 no such user"
    queue()
    tasks.run_pending()
    smtp.refused.clear()
    with transaction():
        assert messages.try_again(at=NOW) == 1
        assert messages.try_again(at=NOW) == 0
    tasks.run_pending()
    assert states(db_session)["m.bah@example.org"] == (MessageStatus.SENT, 1)
    assert len(smtp.messages) == 1


def test_a_server_that_is_away_costs_one_message_a_minute(app: Flask, db_session: Db) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    for n in range(3):
        queue(f"{n}@example.org")
    assert delivery.send_due() == 0
    waiting = list(db_session.scalars(select(Message).order_by(Message.id)))
    assert [row.error.partition(":")[0] for row in waiting] == ["Unreachable", "", ""]
    assert [row.due_at for row in waiting] == [NOW + delivery.AWAY, NOW, NOW]


def test_three_days_without_internet_make_no_message_fail(
    app: Flask, db_session: Db, smtp: MailSink
) -> None:
    reachable, at = app.config["SMTP_URL"], NOW
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    queue()
    while at < NOW + timedelta(days=3):
        with clock.stopped(at):
            assert delivery.send_due() == 0
        at += timedelta(hours=1)
    assert states(db_session)["m.bah@example.org"] == (MessageStatus.QUEUED, 0)
    app.config["SMTP_URL"] = reachable
    with clock.stopped(at):
        assert delivery.send_due() == 1
    assert [mail["To"] for mail in smtp.messages] == ["m.bah@example.org"]


def test_text_messages_are_tried_while_e_mail_cannot_leave(app: Flask, db_session: Db) -> None:
    app.config["SMTP_URL"] = f"smtp://127.0.0.1:{free_port()}"
    app.config["SMS_URL"] = f"json://127.0.0.1:{free_port()}/?:to={{phone}}"
    queue()
    with transaction():
        messages.queue_sms("+224631234567", body="Bonjour", at=NOW)
    assert delivery.send_due() == 0
    errors = [row.error.partition(":")[0] for row in db_session.scalars(select(Message))]
    assert errors == ["Unreachable", "Unreachable"], "each was tried, and neither counts"
    assert set(states(db_session).values()) == {(MessageStatus.QUEUED, 0)}


def test_a_message_that_kills_its_worker_is_given_up(db_session: Db, smtp: MailSink) -> None:
    queue()
    message_id = db_session.scalars(select(Message.id)).one()
    at = NOW
    for _ in range(delivery.MAX_ATTEMPTS):
        with clock.stopped(at):
            assert delivery._claim(message_id)  # and then the power went
        at += delivery.STALE_AFTER
    with clock.stopped(at):
        delivery.send_due()
    assert states(db_session)["m.bah@example.org"] == (MessageStatus.FAILED, 8)
    assert smtp.messages == []


def test_what_is_taken_back_does_not_leave(db_session: Db, smtp: MailSink) -> None:
    queue("a@example.org")
    tasks.run_pending()
    queue("b@example.org", at=NOW + timedelta(hours=1))
    with transaction():
        assert messages.take_back() == 1
    with clock.stopped(NOW + timedelta(days=1)):
        tasks.run_pending()
    assert [m["To"] for m in smtp.messages] == ["a@example.org"]
    assert states(db_session)["b@example.org"] == (MessageStatus.CANCELLED, 0)


def test_a_demonstration_lets_nothing_out(app: Flask, db_session: Db, smtp: MailSink) -> None:
    """Whoever queues it, and whoever asks for it again."""
    fair = make_fair(is_demonstration=True)
    db_session.commit()
    queue(event_id=fair.id)
    with transaction():
        assert messages.try_again(at=NOW) == 0
    tasks.run_pending()
    assert smtp.messages == []
    row = db_session.scalars(select(Message)).one()
    assert (row.status, row.error) == (MessageStatus.HELD, Hold.DEMONSTRATION)


def test_what_waited_for_a_server_can_be_let_out(app: Flask, db_session: Db) -> None:
    queue("waits@example.org")
    queue("unsafe@example.org", hold=True)
    with transaction():
        assert messages.try_again(at=NOW) == 0, "still nothing to send by"
    app.config["SMTP_URL"] = "smtp://localhost"
    with transaction():
        assert messages.try_again(at=NOW) == 1
    assert states(db_session) == {
        "waits@example.org": (MessageStatus.QUEUED, 0),
        "unsafe@example.org": (MessageStatus.HELD, 0),
    }


def test_a_thousand_go_out_once_with_two_workers(
    app: Flask, db_session: Db, smtp: MailSink
) -> None:
    with transaction():
        for n in range(1000):
            messages.queue_email(f"p{n}@example.org", subject="S", body="B", at=NOW)
    waiting = func.count().filter(Message.status == MessageStatus.QUEUED)
    assert db_session.scalar(select(waiting)) == 1000
    both = threading.Barrier(2)

    def worker() -> None:
        with app.app_context():
            both.wait()
            while delivery.send_due():
                pass

    threads = [threading.Thread(target=worker) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert sorted(m["To"] for m in smtp.messages) == sorted(
        f"p{n}@example.org" for n in range(1000)
    )
    assert smtp.connections < 100, "a batch shares a connection"
    assert {state for state, _ in states(db_session).values()} == {MessageStatus.SENT}
