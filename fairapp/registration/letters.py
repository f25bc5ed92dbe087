"""Letters to people who registered, in their language: by e-mail, else as a text message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import ColumnElement

from fairapp.core import messages, sms
from fairapp.core.addresses import absolute
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.core.messages import Channel
from fairapp.registration.letter_words import Letter as Letter
from fairapp.registration.letter_words import Words, words_of
from fairapp.registration.models import Registration

# What is left of a name in a text message, of which every 160 characters cost.
_SHORT = 40


class Reader(Protocol):
    """Whom we write to: a `Registration`, or a row of these columns."""

    email: Any
    phone: Any
    phone_doubtful: Any
    language: Any


def tell(registration: Registration, letter: Letter, *, at: datetime) -> None:
    """Queue `letter`; nothing for whoever can be reached neither way. One reminder a person.

    Without PUBLIC_URL it is held: the address in it would be whatever host the request claimed.
    """
    once = f"{letter}:{registration.id}" if letter == Letter.REMINDER else None
    write(registration, letter, lambda: words_of(registration, letter), at=at, once=once)


def write(
    registration: Registration,
    kind: str,
    words: Callable[[], Words],
    *,
    at: datetime,
    once: str | None = None,
) -> None:
    """Like `tell`, what `words` gives when it is called in the person's language; with `once`, a
    name for it, never a second time."""
    channel = channel_of(registration)
    with force_locale(language_of(registration)):
        written = words()
        if channel == Channel.EMAIL:
            _send_email(registration, kind, written, at=at, once=once)
        elif channel == Channel.SMS:
            _send_text(registration, kind, written, at=at, once=once)


def language_of(registration: Reader) -> str:
    """The language to write to this person in."""
    return str(registration.language) if registration.language in LANGUAGES else DEFAULT


def channel_of(registration: Reader) -> Channel | None:
    """How this person is reached: by e-mail, else by text; None when neither finds them."""
    if registration.email:
        return Channel.EMAIL
    return Channel.SMS if takes_text(registration) else None


def takes_text(registration: Reader) -> bool:
    """Whether a text message finds this person. A doubtful number may be a stranger's, who would
    be given the pass."""
    is_usable = bool(registration.phone) and not registration.phone_doubtful
    return is_usable and messages.is_configured(Channel.SMS)


def reachable() -> ColumnElement[bool]:
    """Condition: a letter finds this person."""
    by_email = Registration.email != ""
    if not messages.is_configured(Channel.SMS):
        return by_email
    return by_email | ((Registration.phone != "") & ~Registration.phone_doubtful)


def _send_email(
    registration: Registration, kind: str, words: Words, *, at: datetime, once: str | None
) -> None:
    shown = {
        "words": words,
        "registration": registration,
        "event": registration.event,
        "pass_url": _pass_url(registration),
    }
    messages.queue_email(
        registration.email,
        subject=words.subject,
        body=render_template("emails/letter.txt", **shown),
        html=render_template("emails/letter.html", **shown),
        at=at,
        kind=kind,
        event_id=registration.event_id,
        registration_id=registration.id,
        once=once,
        hold=not current_app.config["PUBLIC_URL"],
    )


def _send_text(
    registration: Registration, kind: str, words: Words, *, at: datetime, once: str | None
) -> None:
    # Families share phones: the name comes first.
    name = registration.full_name[:_SHORT]
    news = _("%(label)s: %(value)s", label=name, value=words.news)
    messages.queue_sms(
        registration.phone,
        body=sms.plain(f"{news} {_pass_url(registration)}"),
        at=at,
        kind=kind,
        event_id=registration.event_id,
        registration_id=registration.id,
        once=once,
        hold=not current_app.config["PUBLIC_URL"],
    )


def _pass_url(registration: Registration) -> str:
    return absolute("passes.show", pass_key=registration.pass_key)
