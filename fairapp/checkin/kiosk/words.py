"""All that a kiosk says, in every language: whoever stands before it chooses, and no page is asked
for.
"""

from __future__ import annotations

from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.core.i18n import LANGUAGES, text_direction
from fairapp.events.models import Event
from fairapp.events.text import spaced


def in_every_language(event: Event) -> dict[str, dict[str, Any]]:
    """By language: its direction and its words, by key."""
    spoken = {}
    for language in LANGUAGES:
        with force_locale(language):
            spoken[language] = {
                "dir": text_direction(language),
                "fair": spaced(event.name.in_language(language)),
                **_words(),
                "answers": _answers(),
            }
    return spoken


def _words() -> dict[str, str]:
    return {
        "title": _("Print my badge"),
        "show": _("Show the code of your pass"),
        "how": _("Open your pass on your phone and hold it before the camera."),
        "type": _("I have no phone with me"),
        "typeHow": _("Your code is in the message that you received when you registered."),
        "code": _("Code of your pass"),
        "tail": _("Last 4 digits of your phone number"),
        "print": _("Print"),
        "back": _("Back"),
        "wait": _("One moment…"),
        "team": _("Team"),
        "noCamera": _("The camera does not work. Type your code, or go to the reception."),
    }


def _answers() -> dict[str, tuple[str, str]]:
    """What is said in large letters, and what to do now."""
    help_there = _("Go to the reception: they are expecting you.")
    return {
        "printing": (_("Welcome, {name}"), _("Your badge is coming out of the printer.")),
        "printed": (
            _("Your badge has been printed already."),
            _("Ask for it at the reception."),
        ),
        "not_confirmed": (_("Your registration is not confirmed yet."), help_there),
        "cancelled": (_("Your registration has been cancelled."), help_there),
        "not_valid": (_("This pass is no longer valid."), help_there),
        "unknown": (
            _("We do not know this code."),
            _("Show the code of your pass, or go to the reception."),
        ),
        "mismatch": (
            _("This code and these digits do not go together."),
            _("Try again, or go to the reception."),
        ),
        "failed": (
            _("The kiosk cannot print just now."),
            _("Go to the reception: they print your badge."),
        ),
    }
