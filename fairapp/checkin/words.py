"""What staff are told: a word and a sign for each verdict, a sentence for each reason.

Pages hand these to the scanner's script by code; it has no words of its own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from fairapp.checkin.models import Verdict


class Sign(NamedTuple):
    """A verdict as it is shown: never by colour alone."""

    sign: str
    word: Any


VERDICTS = {
    Verdict.ADMITTED: Sign("✓", _l("Welcome")),
    Verdict.AGAIN: Sign("↻", _l("Already in")),
    Verdict.PROVISIONAL: Sign("≈", _l("Let in, to be checked")),
    Verdict.ASK: Sign("?", _l("Please ask")),
    Verdict.BLANK: Sign("+", _l("Blank badge")),
    Verdict.REFUSED: Sign("✕", _l("Refused")),
    Verdict.UNKNOWN: Sign("∅", _l("Unknown code")),
    Verdict.LEFT: Sign("↗", _l("Exit noted")),
}

REASONS = {
    "already_in": _l("Already came in. This entry is noted."),
    "not_on_list": _l("Not on this phone’s list yet. The entry is noted and will be checked."),
    "clock": _l("The time of this scan cannot be right. The entry is noted and will be checked."),
    "pending": _l("The registration is not confirmed yet."),
    "waiting": _l("On the waiting list."),
    "replaced": _l("Somebody else comes in this person’s place."),
    "protocol": _l("Guest of protocol: call the protocol team."),
    "unclaimed": _l("This badge belongs to nobody yet. Register the person at the reception."),
    "badge_revoked": _l(
        "This badge was replaced or reported lost. Keep it, and call the reception."
    ),
    "cancelled": _l("The registration was cancelled."),
    "declined": _l("The registration was not accepted."),
    "category": _l("This category does not come in here."),
    "not_a_fair_day": _l("The fair is not open today: nobody is counted."),
    "day": _l("Not allowed in here today."),
    "not_open_yet": _l("It is not time yet: nobody comes in here now."),
    "closed": _l("It is too late: nobody comes in here any more."),
    "sign_up": _l("Not signed up for this session."),
    "full": _l("The room is full."),
    "not_ours": _l("This is not a badge of the fair."),
    "other_event": _l("This badge is of another fair."),
    "not_found": _l("No badge or registration has this code."),
    # Answers to a scan that was none, and to an undo.
    "checkpoint": _l("This checkpoint no longer exists. Choose another one."),
    "undone_already": _l("This check-in has already been undone."),
    "not_allowed": _l("Only whoever made this check-in, or the reception, can undo it."),
    "invalid": _l("The server could not read this scan. Try again, or call the reception."),
    "undo": _l("Undone."),
}

# One tap each; what is tapped is what the record says.
OVERRIDES = (
    _l("Invitation shown"),
    _l("Known to the organisers"),
    _l("Decided by the person in charge"),
)
PROTOCOL_OVERRIDE = _l("Received by the protocol team")


def overrides_for(reason: str) -> tuple[Any, ...]:
    """The reasons for letting somebody in that are offered."""
    return (PROTOCOL_OVERRIDE,) if reason == "protocol" else OVERRIDES
