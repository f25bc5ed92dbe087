"""Why somebody is declined."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField, ValidationError

from fairapp.core.forms import Form, strip
from fairapp.registration.moderation.actions import LONGEST_REASON

# Told in the person's language; the longest of them leaves room for a sentence of one's own.
REASONS = {
    "places": _l("There are not enough places in this category."),
    "category": _l("This category is for other participants; please register in another one."),
    "twice": _l("You are registered already."),
    "incomplete": _l("What you told is not enough for us to decide."),
}
_LONGEST_READY = 120


class RefusalForm(Form):
    """A ready-made reason, words of one's own, or both."""

    reason = RadioField(
        _l("Reason"),
        choices=[*REASONS.items(), ("own", _l("In your own words"))],
        default="own",
    )
    words = TextAreaField(
        _l("Your words"),
        filters=[strip],
        description=_l("The person reads the reason on their pass and in the letter."),
    )

    def validate_words(self, field: TextAreaField) -> None:
        """Something is said, and it fits."""
        is_own = self.reason.data not in REASONS
        if is_own and not field.data:
            raise ValidationError(_l("Choose a reason, or write one."))
        most = LONGEST_REASON if is_own else LONGEST_REASON - _LONGEST_READY
        if len(field.data or "") > most:
            raise ValidationError(_l("At most %(count)s characters.", count=most))

    def told(self) -> Any:
        """The reason; translated only when it is told."""
        return told_of(self.reason.data, self.words.data or "")


def told_of(reason: str, words: str) -> Any:
    """A ready-made reason by its key, words of one's own, or both; translated only when told."""
    return _Told(REASONS.get(reason), words)


class _Told:
    def __init__(self, ready: Any, words: str) -> None:
        self._parts = (ready, words)

    def __str__(self) -> str:
        return " ".join(str(part) for part in self._parts if part)
