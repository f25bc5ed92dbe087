"""E-mails to people who registered: plain text, in the person's language."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core import messages
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.registration import reference
from fairapp.registration.addresses import absolute
from fairapp.registration.models import Registration


class Letter(StrEnum):
    """What a letter tells."""

    REGISTERED = "registered"
    APPROVED = "approved"
    DECLINED = "declined"
    OFFERED = "offered"
    LAPSED = "lapsed"
    PROMOTED = "promoted"
    CHANGED = "changed"
    CANCELLED = "cancelled"
    REPLACED = "replaced"
    REMINDER = "reminder"


def tell(registration: Registration, letter: Letter, *, at: datetime) -> None:
    """Queue `letter` to whoever is registered, by every channel that reaches them."""
    if letter is Letter.REGISTERED:
        send_pass(registration, at=at)


def send_pass(registration: Registration, *, at: datetime) -> None:
    """Queue the e-mail with the address of the pass; nothing for whoever gave no e-mail."""
    if not registration.email:
        return
    event = registration.event
    language = registration.language if registration.language in LANGUAGES else DEFAULT
    with force_locale(language):
        subject = _("Your pass for %(event)s", event=event.name.in_language(language))
        body = render_template(
            "emails/registered.txt",
            registration=registration,
            event=event,
            reference=reference.display(registration.reference),
            pass_url=absolute("passes.show", pass_key=registration.pass_key),
        )
    messages.queue_email(
        registration.email,
        # Mail headers take one line.
        subject=" ".join(subject.split())[:200],
        body=body,
        at=at,
        event_id=event.id,
        # Without PUBLIC_URL the address would be whatever host the request claimed to be for.
        hold=event.is_demonstration or not current_app.config["PUBLIC_URL"],
    )
