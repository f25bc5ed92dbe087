"""Shapes of input: which attendance list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.reports.attendance import Grouping
from fairapp.reports.documents.forms import DocumentForm

GROUPING_LABELS = {
    Grouping.CATEGORY: _l("By category"),
    Grouping.DELEGATION: _l("By delegation"),
    Grouping.NAME: _l("One list by name"),
}
CONTACT_LABELS = {
    "without": _l("Without phone numbers and e-mail addresses"),
    "with": _l("With phone numbers and e-mail addresses"),
}


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


class AttendanceForm(DocumentForm):
    """One list. Contacts can be asked for only by who may see them."""

    day = RadioField(_l("Day"), coerce=int)
    grouping = RadioField(_l("Order"), choices=_choices(GROUPING_LABELS), default=Grouping.CATEGORY)
    contacts = RadioField(
        _l("Contacts"),
        choices=_choices(CONTACT_LABELS),
        default="without",
        description=_l(
            "The list names people side by side: without contacts is enough to prove presence."
        ),
    )

    def offer(self, days: Mapping[int, Any], *, contacts: bool, chosen: int) -> None:
        """Set what can be chosen from, with one day chosen, and whether contacts can be."""
        self.day.choices = _choices(days)
        if self.day.data is None:
            self.day.data = chosen
        if not contacts:
            del self.contacts

    def choice(self) -> dict[str, Any]:
        """What was chosen."""
        return {
            **super().choice(),
            "day": int(self.day.data),
            "grouping": str(self.grouping.data),
            "contacts": "contacts" in self and self.contacts.data == "with",
        }
