"""How messages and audiences are spoken of on the team's pages."""

from __future__ import annotations

from typing import Any

from flask_babel import format_date, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LANGUAGES
from fairapp.core.messages import Channel, Hold, MessageStatus
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration.announcements.audience import Audience
from fairapp.registration.announcements.queries import Gap
from fairapp.registration.history import STATUSES as STANDINGS
from fairapp.registration.letter_words import Letter
from fairapp.registration.models import Delegation, Status
from fairapp.registration.people_list import batches

STATUSES = {
    MessageStatus.QUEUED: _l("To be sent"),
    MessageStatus.SENDING: _l("Being sent"),
    MessageStatus.SENT: _l("Sent"),
    MessageStatus.FAILED: _l("Failed"),
    MessageStatus.HELD: _l("Held"),
    MessageStatus.CANCELLED: _l("Taken back"),
}
CHANNELS = {Channel.EMAIL: _l("E-mail"), Channel.SMS: _l("Text message")}
KINDS = {
    "announcement": _l("Announcement"),
    Letter.REGISTERED: _l("Registered"),
    Letter.APPROVED: _l("Confirmed by the team"),
    Letter.DECLINED: _l("Declined by the team"),
    Letter.OFFERED: _l("A place was offered"),
    Letter.LAPSED: _l("The offered place lapsed"),
    Letter.PROMOTED: _l("Moved up from the waiting list"),
    Letter.CHANGED: _l("Registration changed"),
    Letter.CANCELLED: _l("Registration cancelled"),
    Letter.REPLACED: _l("Replaced by somebody else"),
    Letter.REMINDER: _l("Reminder before the fair"),
    "seat_free": _l("Seat at a session"),
    "delegation": _l("Page of a delegation"),
    "attestation": _l("Attestation of participation"),
    "pass_code": _l("Code for a lost pass"),
    "invitation": _l("Invitation to the team"),
    "": _l("Other"),
}
GAPS = {
    Gap.NOTHING: _l("neither e-mail nor phone"),
    Gap.DOUBTFUL: _l("a phone number that is to be checked"),
    Gap.NO_TEXTS: _l("a phone only, and text messages are not set up here"),
}
_HOLDS = {
    Hold.DEMONSTRATION: _l("This is the demonstration: nothing is sent to invented people."),
    Hold.NO_ADDRESS: _l(
        "The server does not know its public address (PUBLIC_URL), so the link in it would lead"
        " nowhere."
    ),
    Hold.NOT_CONFIGURED: _l(
        "Nothing is set up on the server to send it by. It can be sent once that is done."
    ),
}
# By the name of the exception that `core.delivery` has written down.
_ERRORS = {
    "SMTPRecipientsRefused": _l("The mail server does not accept this address."),
    "SMTPDataError": _l("The mail server does not accept this e-mail."),
    "SMTPSenderRefused": _l("The mail server does not accept the fair’s own address (MAIL_FROM)."),
    "Unreachable": _l("The server that sends it cannot be reached. It waits until it can."),
    "Undeliverable": _l(
        "The service for text messages does not know this number, or is set up wrongly."
    ),
    "OSError": _l("The service for text messages has not accepted it."),
}


def why(status: str, error: str) -> str:
    """Why a message has not left, in words; empty when there is nothing to say."""
    if status == MessageStatus.HELD:
        return str(_HOLDS.get(Hold(error), "")) if error in set(Hold) else ""
    if not error:
        return ""
    return str(_ERRORS.get(error.partition(":")[0], _("It could not be sent.")))


def status(code: str) -> str:
    """How a message stands."""
    return str(STATUSES.get(MessageStatus(code), code))


def kind(code: str) -> str:
    """What a message tells."""
    return str(KINDS.get(code, KINDS[""]))


def audience(event: Event, chosen: Audience) -> list[tuple[str, str]]:
    """Whom an announcement is for: label and values, those filters that leave somebody out."""
    names = {c.code: str(c.name) for c in event.categories}
    days = {day.number: str(format_date(day.date, "EEEE d MMMM")) for day in event.days}
    told = (
        (_("Standing"), [str(STANDINGS[Status(s)]) for s in chosen.standings]),
        (_("Category"), [names.get(code, code) for code in chosen.categories]),
        (_("Days"), [days.get(number, str(number)) for number in chosen.days]),
        (_("Language"), [LANGUAGES.get(code, code) for code in chosen.languages]),
        (_("Delegation"), _name(Delegation, Delegation.name, event, chosen.delegation)),
        (_("Seat at a session"), _name(Session, Session.title, event, chosen.session)),
        (_("Chosen in the list"), _group(event, chosen.chosen)),
    )
    return [(label, ", ".join(values)) for label, values in told if values]


def _group(event: Event, key: int) -> list[str]:
    group = batches.find(event, key) if key else None
    if group is None:
        return [_("nobody")] if key else []
    return [str(ngettext("%(num)d person", "%(num)d people", group.people))]


def _name(model: Any, column: Any, event: Event, code: str) -> list[str]:
    if not code:
        return []
    name = db.session.scalar(select(column).where(model.event_id == event.id, model.code == code))
    return [str(name or code)]
