"""Telling people by e-mail that their attestation is there, each once."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from fairapp.registration import letters
from fairapp.registration.letter_words import Words
from fairapp.registration.models import Registration
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.attestations.paper import address_of
from fairapp.reports.attestations.queries import LETTER
from fairapp.reports.documents.evidence import display


def tell(person: Registration, attestation: Attestation, *, at: datetime) -> None:
    """Queue the letter; whoever has had it gets no second one."""
    once = f"{LETTER}:{person.id}"
    letters.write(person, LETTER, lambda: words(person, attestation.number), at=at, once=once)


def words(person: Registration, number: str) -> Words:
    """What the letter says, in the present language."""
    event = person.event.name
    return Words(
        subject=_("Your attestation: %(event)s", event=event),
        news=_("Your attestation of participation is ready: %(event)s.", event=event),
        facts=((_("Number"), display(number)), (_("To be checked at"), address_of(number))),
        paragraphs=(
            _("It is on your pass: look whether the name is written rightly, then take the PDF."),
        ),
        button=_("See my attestation"),
    )
