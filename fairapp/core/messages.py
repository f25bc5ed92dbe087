"""Outbox: e-mail and SMS are rows in the transaction of what they tell; the worker sends them.

So there is no mail for a registration that was rolled back, and none is lost when the process dies
between commit and queue. Demonstration fairs and channels that are not configured hold their
messages (`held`, with the reason in `error`): nothing is ever sent to a made-up number.
`core.delivery` sends, by `core.smtp` and `core.sms`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, cast

from flask import current_app
from sqlalchemy import ForeignKey, Index, String, Text, column, select, table, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Mapped, mapped_column
from sqlalchemy.sql import ColumnElement

from fairapp.core import tasks
from fairapp.core.db import Model, UTCDateTime, db, insert_once

_EVENT = table("event", column("id"), column("is_demonstration"))


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
    # Taken back by the team before it left.
    CANCELLED = "cancelled"


class Hold(StrEnum):
    """Why a message is not sent; kept in `Message.error`."""

    DEMONSTRATION = "demonstration"
    # An address in it would be whatever host the request claimed to be for.
    NO_ADDRESS = "no_public_url"
    NOT_CONFIGURED = "not_configured"


class Unreachable(OSError):
    """The server is away or does not let us in; that is about no message in particular."""


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
    html: str = "",
    kind: str = "",
    event_id: int | None = None,
    registration_id: int | None = None,
    announcement_id: int | None = None,
    once: str | None = None,
    hold: bool = False,
) -> bool:
    """Write an e-mail in the present transaction; False when `once` says that it was written
    before. `hold` is for what holds an address of ours while there is no PUBLIC_URL."""
    values = {
        "channel": Channel.EMAIL,
        "recipient": recipient,
        # A header takes one line, whatever somebody typed as a name.
        "subject": " ".join(subject.split())[:200],
        "body": body,
        "html": html,
        "kind": kind,
        "registration_id": registration_id,
        "announcement_id": announcement_id,
        "once": once,
    }
    return _queue(values, event_id, at=at, hold=hold)


def queue_sms(
    recipient: str,
    *,
    body: str,
    at: datetime,
    kind: str = "",
    event_id: int | None = None,
    registration_id: int | None = None,
    announcement_id: int | None = None,
    once: str | None = None,
    hold: bool = False,
) -> bool:
    """Like `queue_email`, a text message to an E.164 number."""
    values = {
        "channel": Channel.SMS,
        "recipient": recipient,
        "body": body,
        "kind": kind,
        "registration_id": registration_id,
        "announcement_id": announcement_id,
        "once": once,
    }
    return _queue(values, event_id, at=at, hold=hold)


def is_configured(channel: str) -> bool:
    """Whether there is anything to send by."""
    return bool(current_app.config["SMTP_URL" if channel == Channel.EMAIL else "SMS_URL"])


def try_again(*conditions: ColumnElement[bool], at: datetime) -> int:
    """Queue failed messages anew, and those held until their channel was configured; returns how
    many. What a demonstration holds, or was written without PUBLIC_URL, never leaves."""
    waited = (Message.status == MessageStatus.HELD) & (Message.error == Hold.NOT_CONFIGURED)
    channels = [channel for channel in Channel if is_configured(channel)]
    again = (
        update(Message)
        .where((Message.status == MessageStatus.FAILED) | waited, *conditions)
        .where(Message.channel.in_(channels), ~_of_demonstration())
        .values(status=MessageStatus.QUEUED, attempts=0, due_at=at, error="")
    )
    count = _count(again)
    if count:
        tasks.start_once("messages.send", at=at)
    return count


def take_back(*conditions: ColumnElement[bool]) -> int:
    """Cancel messages that have not left; returns how many. One that is being sent goes out."""
    waiting = Message.status.in_((MessageStatus.QUEUED, MessageStatus.HELD))
    values = {"status": MessageStatus.CANCELLED, "error": ""}
    return _count(update(Message).where(waiting, *conditions).values(values))


def _queue(values: dict[str, Any], event_id: int | None, *, at: datetime, hold: bool) -> bool:
    reason = _hold_reason(values["channel"], event_id, hold=hold)
    values |= {"event_id": event_id, "due_at": at, "created_at": at, "error": reason}
    values["status"] = MessageStatus.HELD if reason else MessageStatus.QUEUED
    # Pending rows that it refers to have to be there first; an INSERT of our own flushes nothing.
    db.session.flush()
    is_new = insert_once(Message, values, key="once")
    if is_new and not reason:
        tasks.start_once("messages.send", at=at)
    return is_new


def _hold_reason(channel: str, event_id: int | None, *, hold: bool) -> str:
    # Looked up here and not left to callers: none of them can forget it.
    demonstration = select(_EVENT.c.is_demonstration).where(_EVENT.c.id == event_id)
    if event_id is not None and db.session.scalar(demonstration):
        return Hold.DEMONSTRATION
    if hold:
        return Hold.NO_ADDRESS
    return "" if is_configured(channel) else Hold.NOT_CONFIGURED


def _of_demonstration() -> ColumnElement[bool]:
    demonstrations = select(_EVENT.c.id).where(_EVENT.c.is_demonstration)
    return Message.event_id.is_not(None) & Message.event_id.in_(demonstrations)


def _count(statement: Any) -> int:
    return cast(CursorResult[Any], db.session.execute(statement)).rowcount
