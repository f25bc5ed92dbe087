"""The letter that brings an invitation, and the address in it."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, render_template
from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.accounts.invitations.models import Invitation
from fairapp.accounts.models import Role
from fairapp.accounts.words import ROLE_LABELS
from fairapp.core import messages
from fairapp.core.addresses import absolute

KIND = "invitation"


def link(token: str) -> str:
    """The whole address of an invitation."""
    return absolute("invitations.show", token=token)


def write(invitation: Invitation, token: str, *, at: datetime) -> None:
    """Write to whoever is invited, in their language; without an address, nothing."""
    if not invitation.email:
        return
    event = invitation.event
    with force_locale(invitation.language):
        subject = _("Invitation to the team of %(event)s", event=str(event.name))
        body = render_template(
            "emails/invitation.txt",
            invitation=invitation,
            event=event,
            url=link(token),
            roles=[ROLE_LABELS[Role(role)] for role in invitation.roles],
        )
    messages.queue_email(
        invitation.email,
        subject=subject,
        body=body,
        at=at,
        kind=KIND,
        event_id=event.id,
        hold=not current_app.config["PUBLIC_URL"],
    )
