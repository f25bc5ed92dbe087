"""Sending what the outbox holds, patiently and once.

A message is claimed by a conditional UPDATE, so two workers never send the same one. What remains
is a process that dies after the server took a message and before that is written down: it is then
sent again, with the same Message-ID. No protocol of e-mail closes that window.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.engine import CursorResult

from fairapp.core import clock, sms, smtp, tasks
from fairapp.core.db import db, transaction
from fairapp.core.messages import Channel, Message, MessageStatus, Unreachable

log = logging.getLogger(__name__)

BATCH = 50
MAX_ATTEMPTS = 8
# A worker that has not come back to a message for so long is taken for dead.
STALE_AFTER = timedelta(minutes=5)
# When a message is tried again that found nobody there.
AWAY = timedelta(minutes=5)


@tasks.handler("messages.send")
def send_all(job: tasks.Job, progress: tasks.Progress) -> None:
    """Send everything that is due now, however much it is."""
    sent = 0
    while more := send_due():
        sent += more
        progress(sent, sent)


def send_due() -> int:
    """Send some of what is due; returns how many went out. A failure is tried again, ever later."""
    _give_up()
    return sum(_send_by(channel) for channel in Channel)


# For those whose time has come, and those whose worker died.
tasks.every_minute(send_due)


def _send_by(channel: Channel) -> int:
    sent = 0
    with smtp.Post() as post:
        for message_id in _due_ids(channel):
            attempt = _claim(message_id)
            if attempt is None:
                continue
            try:
                _deliver(message_id, post)
            except Unreachable as error:
                # It would be the same for each: one message tries a minute, the others wait.
                _put_back(message_id, attempt, error)
                break
            except Exception as error:
                _failed(message_id, attempt, error)
            else:
                _sent(message_id, attempt)
                sent += 1
    return sent


def _due_ids(channel: Channel) -> list[int]:
    due = select(Message.id).where(_is_due(clock.now()), Message.channel == channel)
    return list(db.session.scalars(due.order_by(Message.due_at, Message.id).limit(BATCH)))


def _is_due(at: datetime) -> ColumnElement[bool]:
    waiting = (MessageStatus.QUEUED, MessageStatus.SENDING)
    return Message.status.in_(waiting) & (Message.due_at <= at)


def _claim(message_id: int) -> int | None:
    """Which attempt this is; None when somebody else has the message."""
    # The claim pushes due_at, so a worker that dies in the middle frees the message by itself.
    at = clock.now()
    values = {
        "status": MessageStatus.SENDING,
        "due_at": at + STALE_AFTER,
        "attempts": Message.attempts + 1,
    }
    with transaction():
        claimed = update(Message).where(Message.id == message_id, _is_due(at)).values(values)
        if cast(CursorResult[Any], db.session.execute(claimed)).rowcount != 1:
            return None
        return db.session.scalar(select(Message.attempts).where(Message.id == message_id))


def _deliver(message_id: int, post: smtp.Post) -> None:
    message = db.session.get_one(Message, message_id)
    # The connection to the database is given back: a slow server would hold it for nothing.
    db.session.expunge(message)
    db.session.rollback()
    if message.channel == Channel.SMS:
        sms.send(message.recipient, message.body)
    else:
        post.send(message)


def _sent(message_id: int, attempt: int) -> None:
    _note(message_id, attempt, status=MessageStatus.SENT, sent_at=clock.now(), error="")


def _failed(message_id: int, attempt: int, error: Exception) -> None:
    log.warning("message %s: %s", message_id, error)
    is_over = smtp.is_final(error) or attempt >= MAX_ATTEMPTS
    _note(
        message_id,
        attempt,
        status=MessageStatus.FAILED if is_over else MessageStatus.QUEUED,
        due_at=clock.now() + timedelta(minutes=2**attempt),
        error=_words(error),
    )


def _put_back(message_id: int, attempt: int, error: Exception) -> None:
    """The attempt does not count: three days without Internet must make no message fail."""
    log.info("message %s waits: %s", message_id, error)
    _note(
        message_id,
        attempt,
        status=MessageStatus.QUEUED,
        attempts=attempt - 1,
        due_at=clock.now() + AWAY,
        error=_words(error),
    )


def _note(message_id: int, attempt: int, **values: Any) -> None:
    # A worker that was thought dead must not speak for the one that took its message over.
    own = update(Message).where(
        Message.id == message_id,
        Message.attempts == attempt,
        Message.status == MessageStatus.SENDING,
    )
    with transaction():
        db.session.execute(own.values(values))


def _give_up() -> None:
    """Tell of a message that has taken its worker with it at each attempt."""
    dead = (Message.status == MessageStatus.SENDING) & (Message.due_at <= clock.now())
    worn_out = update(Message).where(dead, Message.attempts >= MAX_ATTEMPTS)
    error = f"its worker stopped {MAX_ATTEMPTS} times"
    with transaction():
        db.session.execute(worn_out.values(status=MessageStatus.FAILED, error=error))


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
