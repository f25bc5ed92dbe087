"""What staff are told: a word and a sign for each verdict, a sentence for each reason.

Pages hand these to the scanner's script by code; it has no words of its own.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import gettext as _
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
    "badge_taken": _l(
        "Registered, but this badge is somebody else’s by now. Give them another badge."
    ),
    "badge_unusable": _l("Registered, but this badge is not valid. Give them another badge."),
    # Answers to a scan that was none, and to an undo.
    "checkpoint": _l("This checkpoint no longer exists. Choose another one."),
    "undone_already": _l("This check-in has already been undone."),
    "not_allowed": _l("Only whoever made this check-in, or the reception, can undo it."),
    "invalid": _l("The server could not read this scan. Try again, or call the reception."),
    "undo": _l("Undone."),
    "session": _l("This session no longer exists."),
    "undo_unknown": _l("This check-in could not be found."),
    "not_undoable": _l("There is nothing to undo: this scan let nobody in."),
}

# Why a phone could not be enrolled, and why it no longer is.
ENROLMENTS = {
    "code_unknown": _l("This code is wrong or has been used already. Ask for a new one."),
    "code_expired": _l("This code was good for 15 minutes. Ask for a new one."),
    "other_fair": _l(
        "Scans of another fair are still on this phone. Send them first, and save as a file what"
        " could not be sent."
    ),
    "offline": _l("The server cannot be reached. Enrolling needs a connection, once."),
}
STOPS = {
    "device_revoked": _l("This phone was cut off by the organisers."),
    "device_expired": _l("This phone’s time is over. Ask the organisers to prolong it."),
    "device_unknown": _l("This phone is not known here. Have it enrolled again."),
}

# Why the list of names does not open on a phone.
NAME_PROBLEMS = {
    "short": _l("Too short: at least 6 digits or letters."),
    "weak": _l("Too easy to guess. Choose another one."),
    "differs": _l("The two are not the same."),
    "offline": _l("The names come over the network, once. Try again where there is a connection."),
    "erased": _l(
        "Too many wrong codes: the names were erased from this phone. The organisers can allow a"
        " new secret code on this phone’s page; then choose it here, with network."
    ),
    "key_given": _l(
        "The organisers must first allow a new secret code, on this phone’s page under “Devices”."
        " Then choose it here, with network."
    ),
    "search_not_allowed": _l("This phone may not look people up by name."),
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


def shell_words() -> dict[str, Any]:
    """All that the scanner's script may say, in the language of the moment."""
    return {
        "verdicts": {v.value: [sign.sign, str(sign.word)] for v, sign in VERDICTS.items()},
        "reasons": {code: str(text) for code, text in REASONS.items()}
        | {"unclaimed": _("This badge belongs to nobody yet.")},
        "overrides": [str(text) for text in OVERRIDES],
        "protocolOverrides": [str(PROTOCOL_OVERRIDE)],
        "enrolments": {code: str(text) for code, text in ENROLMENTS.items()},
        "nameProblems": {code: str(text) for code, text in NAME_PROBLEMS.items()},
        "stops": {code: str(text) for code, text in STOPS.items()},
        "words": {**_at_the_gate(), **_of_the_phone(), **_of_names()},
    }


def _at_the_gate() -> dict[str, str]:
    return {
        "online": _("Online"),
        "offline": _("Offline"),
        "waiting": _("{count} waiting to be sent"),
        "problems": _("Unreadable scans: {count}"),
        "heads": _("Counts of heads still to be sent: {count}"),
        "roster": _("List of {time}"),
        "today": _("{count} in today"),
        "here": _("{count} here today"),
        "since": _("Since {time} · {gate}"),
        "asking": _("One moment …"),
        "kept": _("Noted without network"),
        "keptMore": _(
            "The scan is kept and sent as soon as there is a connection. Decide yourself."
        ),
        "notKept": _("Not noted"),
        "notKeptMore": _(
            "This phone could not keep the scan: its memory is full. Note it on paper."
        ),
        "undo": _("Undo"),
        "undone": _("Undone"),
        "notSent": _("Not sent yet"),
        "admitted": _("Let in"),
        "walkIn": _("Register this person"),
        "badForm": _("This is neither a badge number nor a code."),
        "noCamera": _("No camera was found. Use a scanner, type the number, or take a photo."),
        "cameraRefused": _(
            "The camera is blocked. Allow it in the browser’s settings, or take a photo."
        ),
        "cameraInsecure": _("Without https, browsers lock the camera. Take a photo, or type."),
        "cameraBusy": _("The camera could not be started. Close other apps that use it."),
        "noCode": _("No code was found in the photo. Go closer, and keep it sharp."),
        "out": _("Exit"),
        "others": _("Sessions and stands"),
        "openFrom": "{code} · {from} – {to}",
    }


def _of_the_phone() -> dict[str, str]:
    return {
        "appName": _("Scan badges"),
        "appShort": _("Scan"),
        "device": "{code} · {name}",
        "ready": _("Ready without network"),
        "preparing": _("Getting ready to work without network …"),
        "notReady": _("Not ready without network: keep this page open and connected."),
        "insecure": _("Without https this phone works online only: every scan asks the server."),
        "list": _("Badges known to this phone: {count}"),
        "noList": _("No list yet: every scan asks the server."),
        "nothingWaits": _("Everything has been sent."),
        "update": _("Take up the new version"),
        "updateSoon": _("The new version comes when everything has been sent."),
        "leaveAsk": _("Remove everything of this fair from this phone?"),
        "leaveWithFile": _(
            "What the server could not read is in {files} alone. Has somebody of the team got this"
            " file? Everything of this fair is then removed from this phone."
        ),
        "leaveSent": _("Possible when everything has been sent."),
        "leaveSaved": _("Possible when what the server could not read is saved as a file."),
        "inFile": _("In the file {file}"),
        "headsOf": _("Heads at {session}: {women} women, {men} men, {children} children"),
        "codeOf": _("Code {number} of {count}"),
        "noEnrolment": _("This is no code that makes a phone a scanner."),
    }


def _of_names() -> dict[str, str]:
    return {
        "namesNotHere": _("The search by name is not on this phone yet. It comes with network."),
        "namesComing": _("The names are coming …"),
        "namesKnown": _("Names on this phone: {count}"),
        "namesMore": _("The first {shown} of {count}. Type more of the name."),
        "secretWrong": _("Wrong code. Tries left before the names are erased: {count}"),
        "forgottenAsk": _(
            "Erase the names from this phone? They come again with network, once the organisers"
            " have allowed a new secret code."
        ),
        "born": _("born in {year}"),
        "bornAbout": _("born about {year}"),
        "badgeEnds": _("badge ending in {end}"),
    }
