"""What each letter says, in the language that is on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _

from fairapp.core.i18n import LocalizedText
from fairapp.events.text import weekday_date
from fairapp.registration.letter_facts import Facts, facts, for_the_pass, until
from fairapp.registration.models import Registration, Status


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


@dataclass(frozen=True, slots=True)
class Words:
    """`news` is the heart of it, and all that a text message says besides the pass. `quote` is what
    the organisers typed, in whatever language."""

    subject: str
    news: str
    facts: Facts = ()
    quote: str = ""
    paragraphs: tuple[str, ...] = ()
    button: str = ""


def words_of(registration: Registration, letter: Letter) -> Words:
    """The words of `letter` for this person, as things stand."""
    return _WRITERS[letter](registration, registration.event.name)


def _standing(registration: Registration, event: LocalizedText) -> Words:
    writers = {Status.PENDING: _pending, Status.WAITING: _waiting}
    return writers.get(Status(registration.status), _confirmed)(registration, event)


def _confirmed(registration: Registration, event: LocalizedText) -> Words:
    return Words(
        subject=_("Your pass for %(event)s", event=event),
        news=_("You are registered for %(event)s.", event=event),
        facts=facts(registration),
        paragraphs=for_the_pass(),
    )


def _pending(registration: Registration, event: LocalizedText) -> Words:
    return Words(
        subject=_("Your registration: %(event)s", event=event),
        news=_(
            "Your registration has arrived: %(event)s. The organisers will tell you when it is"
            " confirmed.",
            event=event,
        ),
        facts=facts(registration),
    )


def _waiting(registration: Registration, event: LocalizedText) -> Words:
    return Words(
        subject=_("Waiting list: %(event)s", event=event),
        news=_(
            "You are on the waiting list of %(event)s. The organisers will tell you when a place is"
            " free.",
            event=event,
        ),
        facts=facts(registration),
    )


def _approved(registration: Registration, event: LocalizedText) -> Words:
    if registration.status != Status.CONFIRMED:
        # The team said yes while every place was taken.
        return _standing(registration, event)
    return Words(
        subject=_("Your registration is confirmed: %(event)s", event=event),
        news=_("The organisers have confirmed your registration: %(event)s.", event=event),
        facts=facts(registration),
        paragraphs=for_the_pass(),
    )


def _declined(registration: Registration, event: LocalizedText) -> Words:
    return Words(
        subject=_("Your registration: %(event)s", event=event),
        news=_("The organisers could not accept your registration: %(event)s.", event=event),
        quote=registration.status_reason,
        paragraphs=(_("If you think that is a mistake, ask the organisers."),),
    )


def _offered(registration: Registration, event: LocalizedText) -> Words:
    subject = _("A place is free for you: %(event)s", event=event)
    return Words(
        subject=subject,
        news=f"{subject}. {until(registration)}".strip(),
        facts=facts(registration),
        paragraphs=(
            _("Say on your pass whether you come. Without an answer, the place goes to the next."),
        ),
        button=_("Answer"),
    )


def _lapsed(registration: Registration, event: LocalizedText) -> Words:
    is_waiting = registration.status == Status.WAITING
    return Words(
        subject=_("The place that was kept for you: %(event)s", event=event),
        news=_("The time to take your place is over: %(event)s.", event=event),
        paragraphs=(_("You are on the waiting list."),) if is_waiting else (),
    )


def _promoted(registration: Registration, event: LocalizedText) -> Words:
    return Words(
        subject=_("You have a place: %(event)s", event=event),
        news=_("A place has become free and it is yours: %(event)s.", event=event),
        facts=facts(registration),
        paragraphs=for_the_pass(),
    )


def _changed(registration: Registration, event: LocalizedText) -> Words:
    subject = _("Your registration has changed: %(event)s", event=event)
    category = (_("Category"), str(registration.category.name))
    is_pending = registration.status == Status.PENDING
    return Words(
        subject=subject,
        news=f"{subject}.",
        facts=(category, *facts(registration)),
        paragraphs=(_("The organisers will tell you when it is confirmed."),) if is_pending else (),
    )


def _cancelled(registration: Registration, event: LocalizedText) -> Words:
    subject = _("Your registration is cancelled: %(event)s", event=event)
    return Words(
        subject=subject,
        news=f"{subject}.",
        quote=registration.status_reason,
        paragraphs=(_("Have you changed your mind? Take your place up again on your pass."),),
    )


def _replaced(registration: Registration, event: LocalizedText) -> Words:
    subject = _("Somebody comes in your place: %(event)s", event=event)
    return Words(
        subject=subject,
        news=f"{subject}.",
        paragraphs=(
            _("Your pass no longer opens the entrance. If that is a mistake, tell the organisers."),
        ),
    )


def _reminder(registration: Registration, event: LocalizedText) -> Words:
    first = (registration.days or registration.event.days)[0]
    return Words(
        subject=_("See you soon: %(event)s", event=event),
        news=_(
            "We look forward to seeing you on %(day)s: %(event)s.",
            day=weekday_date(first.date),
            event=event,
        ),
        facts=facts(registration),
        paragraphs=for_the_pass(),
    )


_WRITERS: dict[Letter, Callable[[Registration, LocalizedText], Words]] = {
    Letter.REGISTERED: _standing,
    Letter.APPROVED: _approved,
    Letter.DECLINED: _declined,
    Letter.OFFERED: _offered,
    Letter.LAPSED: _lapsed,
    Letter.PROMOTED: _promoted,
    Letter.CHANGED: _changed,
    Letter.CANCELLED: _cancelled,
    Letter.REPLACED: _replaced,
    Letter.REMINDER: _reminder,
}
