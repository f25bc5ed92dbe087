"""What whoever waited for a seat is told."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core import messages
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.programme.models import Session
from fairapp.registration.addresses import absolute
from fairapp.registration.models import Registration


def tell_seat(registration: Registration, session: Session, *, at: datetime) -> None:
    """Tell whoever was in line that the seat is theirs, in their language."""
    if not registration.email:
        return
    event = registration.event
    language = registration.language if registration.language in LANGUAGES else DEFAULT
    with force_locale(language):
        title = session.title.in_language(language)
        subject = _("A seat for you: %(session)s", session=title)
        body = render_template(
            "emails/seat_free.txt",
            registration=registration,
            event=event,
            session=session,
            pass_url=absolute("passes.show", pass_key=registration.pass_key),
        )
    messages.queue_email(
        registration.email,
        subject=" ".join(subject.split())[:200],
        body=body,
        at=at,
        event_id=event.id,
        hold=event.is_demonstration or not current_app.config["PUBLIC_URL"],
    )
