"""Asking for a code, sending it, using it.

Asking does the same work whoever asks: it counts, adds a row and starts a job. Whether anybody is
registered with the contact is looked up by the worker, where nobody can watch the time it takes.
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta
from typing import Any, cast

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, update
from sqlalchemy.engine import CursorResult

from fairapp.core import messages, sms, tasks
from fairapp.core.addresses import absolute
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.messages import Channel, Message
from fairapp.events.models import Event
from fairapp.registration.recovery import queries, rules
from fairapp.registration.recovery.models import PassCode

SEND = "recovery.send"
_KIND = "pass_code"


def can_reach(event: Event, contact: str) -> bool:
    """Whether codes go out by this way at all; the same for everybody who writes such a contact.

    A demonstration shows how it would be, though it holds what it writes.
    """
    if event.is_demonstration:
        return True
    return bool(current_app.config["PUBLIC_URL"]) and messages.is_configured(_channel(contact))


def ask(event: Event, contact: str, *, language: str, at: datetime) -> PassCode:
    """Have a code sent to `contact` if anybody is registered with it."""
    secret, key = _secret(), secrets.token_urlsafe(16)
    contact_hash = rules.contact_hash(contact, event.id, secret=secret)
    if queries.asked_lately(event, contact_hash, at=at) >= rules.PER_HOUR:
        raise DomainError(
            "too_many_codes",
            _l("Several codes were asked for already. Look for the last one, or wait an hour."),
            field="contact",
        )
    code = PassCode(
        event_id=event.id,
        key=key,
        contact_hash=contact_hash,
        code_hash=rules.code_hash(rules.code_of(key, secret=secret), key, secret=secret),
        created_at=at,
        expires_at=at + rules.VALID_FOR,
    )
    db.session.add(code)
    # The worker takes the contact out of the job as soon as it has been read.
    params = {"key": key, "contact": contact, "language": language}
    tasks.start(SEND, event_id=event.id, params=params, actor=None, at=at)
    return code


def send(event: Event, key: str, contact: str, *, language: str, at: datetime) -> bool:
    """Write the message with the code; False when there is nobody to write to or it is too late."""
    code = queries.find(event, key)
    if code is None or at >= code.expires_at or not queries.passes(code):
        return False
    facts: dict[str, Any] = {"event": event, "code": rules.code_of(key, secret=_secret())}
    options: dict[str, Any] = {
        **{"kind": _KIND, "event_id": event.id, "once": f"{_KIND}:{code.id}", "at": at},
        "hold": not current_app.config["PUBLIC_URL"],
    }
    with force_locale(language):
        if not rules.is_email(contact):
            return messages.queue_sms(contact, body=_text(**facts), **options)
        name = event.name.in_language(language)
        subject = _("%(code)s is your code for %(event)s", code=facts["code"], event=name)
        url = absolute("recovery.enter", slug=event.slug, key=key)
        body = render_template("emails/pass_code.txt", url=url, **facts)
    return messages.queue_email(contact, subject=subject, body=body, **options)


def use(code: PassCode, typed: str, *, at: datetime) -> bool:
    """Try six digits; True once, for the right ones. Counted first, so that nobody tries twice at
    the same moment for the price of one."""
    open_still = (
        *(PassCode.id == code.id, PassCode.used_at.is_(None), PassCode.expires_at > at),
        PassCode.attempts < rules.MAX_ATTEMPTS,
    )
    counted = update(PassCode).where(*open_still).values(attempts=PassCode.attempts + 1)
    if cast(CursorResult[Any], db.session.execute(counted)).rowcount != 1:
        return False
    typed_hash = rules.code_hash(typed, code.key, secret=_secret())
    if not hmac.compare_digest(typed_hash, code.code_hash):
        return False
    code.used_at = at
    db.session.flush()
    return True


def forget_old(*, at: datetime) -> None:
    """Delete codes of yesterday, and keep back messages whose code has run out."""
    db.session.execute(delete(PassCode).where(PassCode.created_at < at - rules.KEPT_FOR))
    messages.take_back(Message.kind == _KIND, Message.created_at < at - rules.VALID_FOR)


def _text(*, event: Event, code: str) -> str:
    text = _(
        "%(code)s is your code to find your pass for %(event)s. Good for %(minutes)s minutes. "
        "Give it to nobody.",
        code=code,
        event=event.name,
        minutes=rules.VALID_FOR // timedelta(minutes=1),
    )
    return sms.plain(text)


def _channel(contact: str) -> Channel:
    return Channel.EMAIL if rules.is_email(contact) else Channel.SMS


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
