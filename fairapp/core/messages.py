"""Outbox: e-mail and SMS are rows in the transaction of what they tell; the worker sends them.

So there is no mail for a registration that was rolled back, and none is lost when the process dies
between commit and queue. Demonstration fairs and channels that are not configured hold their
messages (`held`): nothing is ever sent to a made-up number.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import formatdate
from enum import StrEnum
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core import clock, tasks
from fairapp.core.db import Model, UTCDateTime, db, transaction

log = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 8


class Channel(StrEnum):
    """How a message travels."""

    EMAIL = "email"
    SMS = "sms"


class MessageStatus(StrEnum):
    """Life of a message."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    HELD = "held"


class Message(Model):
    """One message to one address."""

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_due", "status", "due_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    channel: Mapped[str] = mapped_column(String(10))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(200), default="")
    body: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text, default="")
    # What it tells (`registered`, `reminder` …) and about whom; and the announcement it belongs to.
    kind: Mapped[str] = mapped_column(String(30), default="")
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id", ondelete="CASCADE"), index=True
    )
    announcement_id: Mapped[int | None] = mapped_column(
        ForeignKey("announcement.id", ondelete="CASCADE"), index=True
    )
    # What can be said once only has a name here: `reminder:123`.
    once: Mapped[str | None] = mapped_column(String(80), unique=True)
    status: Mapped[str] = mapped_column(String(10))
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime] = mapped_column(UTCDateTime)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime)
    error: Mapped[str] = mapped_column(String(300), default="")


def queue_email(
    recipient: str,
    *,
    subject: str,
    body: str,
    at: datetime,
    event_id: int | None = None,
    hold: bool = False,
) -> Message:
    """Write an e-mail in the present transaction; `hold` keeps it from ever being sent."""
    held = hold or not current_app.config["SMTP_URL"]
    message = Message(
        event_id=event_id,
        channel=Channel.EMAIL,
        recipient=recipient,
        subject=subject,
        body=body,
        status=MessageStatus.HELD if held else MessageStatus.QUEUED,
        due_at=at,
        created_at=at,
    )
    db.session.add(message)
    if not held:
        tasks.start_once("messages.send", at=at)
    return message


@tasks.handler("messages.send")
def _send_job(job: tasks.Job, progress: tasks.Progress) -> None:
    send_due()


@tasks.every_minute
def send_due() -> int:
    """Send what is due; returns how many went out. A failure is tried again, ever later."""
    sent = 0
    for message_id in _due_ids():
        if _claim(message_id):
            sent += _send(message_id)
    return sent


def _due_ids() -> list[int]:
    due = select(Message.id).where(
        Message.status.in_((MessageStatus.QUEUED, MessageStatus.SENDING)),
        Message.due_at <= clock.now(),
    )
    return list(db.session.scalars(due.order_by(Message.due_at, Message.id).limit(BATCH)))


def _claim(message_id: int) -> bool:
    # The claim pushes due_at, so a worker that dies in the middle frees the message by itself.
    at = clock.now()
    with transaction():
        claimed = (
            update(Message)
            .where(
                Message.id == message_id,
                Message.status.in_((MessageStatus.QUEUED, MessageStatus.SENDING)),
                Message.due_at <= at,
            )
            .values(
                status=MessageStatus.SENDING,
                due_at=at + timedelta(minutes=5),
                attempts=Message.attempts + 1,
            )
        )
        return cast(CursorResult[Any], db.session.execute(claimed)).rowcount == 1


def _send(message_id: int) -> bool:
    message = db.session.get_one(Message, message_id)
    try:
        _deliver(message)
    except (OSError, smtplib.SMTPException) as error:
        _failed(message_id, error, for_good=False)
        return False
    except Exception as error:
        # One that cannot even be written down, as with a line end in its subject.
        _failed(message_id, error, for_good=True)
        return False
    with transaction():
        message = db.session.get_one(Message, message_id)
        message.status, message.sent_at, message.error = MessageStatus.SENT, clock.now(), ""
    return True


def _failed(message_id: int, error: Exception, *, for_good: bool) -> None:
    log.warning("message %s: %s", message_id, error)
    with transaction():
        message = db.session.get_one(Message, message_id)
        message.error = f"{type(error).__name__}: {error}"[:300]
        gave_up = for_good or message.attempts >= MAX_ATTEMPTS
        message.status = MessageStatus.FAILED if gave_up else MessageStatus.QUEUED
        message.due_at = clock.now() + timedelta(minutes=2**message.attempts)


def _deliver(message: Message) -> None:
    url = urlsplit(current_app.config["SMTP_URL"])
    mail = EmailMessage()
    mail["From"] = current_app.config["MAIL_FROM"]
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    # The same id at each attempt, so that a mailbox can recognise a repeated delivery.
    mail["Message-ID"] = f"<{message.id}.{int(message.created_at.timestamp())}@fairapp.invalid>"
    mail.set_content(message.body)
    secure = url.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with connect(url.hostname or "localhost", url.port or (465 if secure else 25), timeout=20) as s:
        if url.scheme == "smtp+starttls":
            s.starttls(context=ssl.create_default_context())
        if url.username:
            s.login(unquote(url.username), unquote(url.password or ""))
        s.send_message(mail)
