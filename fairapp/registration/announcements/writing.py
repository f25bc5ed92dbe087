"""An announcement as one person reads it, and its way into the outbox.

People share phones and mailboxes: a family, a focal point and a whole delegation. Words that are
the same for all go to each address once, which spares the family the cost and the annoyance of five
copies. Words that name somebody or open somebody's pass are that person's own and are never merged:
one of the five would read the name, and hold the pass, of another.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Protocol

from flask import current_app, render_template
from flask_babel import force_locale

from fairapp.core import messages, sms
from fairapp.core.addresses import absolute
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Channel
from fairapp.registration import letters
from fairapp.registration.announcements import rules
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.announcements.queries import address_of
from fairapp.registration.models import Registration

KIND = "announcement"


class Said(Protocol):
    """Subject and text; an `Announcement` is one, and a form that is being filled in."""

    @property
    def subject(self) -> LocalizedText: ...

    @property
    def body(self) -> LocalizedText: ...


@dataclass(frozen=True, slots=True)
class Written:
    """One person's copy. `pass_url` is empty when it does not occur in it."""

    language: str
    subject: str
    body: str
    pass_url: str

    @property
    def paragraphs(self) -> list[list[str]]:
        """Lines by paragraph: an empty line ends one."""
        return [block.splitlines() for block in self.body.split("\n\n") if block.strip()]

    @property
    def text(self) -> str:
        """As a text message."""
        return sms.plain(f"{self.subject}\n{self.body}")


def write(said: Said, person: Registration) -> Written:
    """The copy for `person`, in their language or else one that there is."""
    language = said.body.language_shown(letters.language_of(person))
    url = absolute("passes.show", pass_key=person.pass_key)
    values = {"name": person.full_name, "pass_url": url}
    return Written(
        language,
        rules.fill(said.subject.in_language(language), **values),
        rules.fill(said.body.in_language(language), **values),
        url if rules.shows_pass(said.body) else "",
    )


def queue(announcement: Announcement, person: Registration, *, at: datetime) -> bool:
    """Put the copy for `person` into the outbox; False when their address has it already, or when
    nothing finds them."""
    channel = letters.channel_of(person)
    if channel is None:
        return False
    words = write(announcement, person)
    told: dict[str, Any] = {
        "at": at,
        "kind": KIND,
        "event_id": announcement.event_id,
        "registration_id": person.id,
        "announcement_id": announcement.id,
        "once": once(announcement, person),
        "hold": bool(words.pass_url) and not current_app.config["PUBLIC_URL"],
    }
    if channel == Channel.SMS:
        return messages.queue_sms(person.phone, body=words.text, **told)
    with force_locale(words.language):
        shown = {"words": words, "event": announcement.event}
        return messages.queue_email(
            person.email,
            subject=words.subject,
            body=render_template("emails/announcement.txt", **shown),
            html=render_template("emails/announcement.html", **shown),
            **told,
        )


def once(announcement: Announcement, person: Registration) -> str:
    """The name under which it can be said once: to the person, or to the address."""
    if rules.is_personal(announcement.subject, announcement.body):
        return f"{KIND}:{announcement.id}:{person.id}"
    return f"{KIND}:{announcement.id}:to:{sha256(address_of(person).encode()).hexdigest()[:32]}"
