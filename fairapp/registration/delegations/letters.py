"""The letter to a focal point: the address of the delegation's page."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core import messages
from fairapp.core.addresses import absolute
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.registration.models import Delegation


def send_link(delegation: Delegation, *, at: datetime) -> None:
    """Queue the e-mail with the address; nothing for a focal point who gave no e-mail."""
    if not delegation.focal_email or delegation.key is None:
        return
    event = delegation.event
    language = delegation.language if delegation.language in LANGUAGES else DEFAULT
    with force_locale(language):
        subject = _("Your delegation at %(event)s", event=event.name.in_language(language))
        body = render_template(
            "emails/delegation.txt",
            delegation=delegation,
            event=event,
            url=absolute("delegations.show", key=delegation.key),
        )
    messages.queue_email(
        delegation.focal_email,
        # Mail headers take one line.
        subject=" ".join(subject.split())[:200],
        body=body,
        at=at,
        kind="delegation",
        event_id=event.id,
        # Without PUBLIC_URL the address would be whatever host the request claimed to be for.
        hold=event.is_demonstration or not current_app.config["PUBLIC_URL"],
    )
