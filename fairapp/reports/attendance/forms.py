"""Shapes of input: which attendance list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import NumberRange, Optional

from fairapp.core.fields import BoxesField
from fairapp.reports.attendance.listing import Grouping, Shape
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
FILLED, BLANK = "scans", "blank"
FILLING_LABELS = {
    FILLED: _l("Who came, with the time of entry, from the scans"),
    BLANK: _l("Who is expected, without times, to be signed at the door"),
}
EXTRA_LABELS = {
    "badges": _l("Badge numbers"),
    "remarks": _l("Remarks: in whose place somebody comes"),
}
SPARE_USUALLY, SPARE_MOST = 20, 200


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


class AttendanceForm(DocumentForm):
    """One list. Contacts can be asked for only by who may see them."""

    scope = SelectField(
        _l("Of what"),
        description=_l(
            "The afternoon begins at 13:00. A session’s list is of those let in at its door, or of"
            " those who have a seat."
        ),
    )
    filling = RadioField(_l("Who stands on it"), choices=_choices(FILLING_LABELS), default=FILLED)
    spare = IntegerField(
        _l("Empty lines at the end of a list to be signed at the door"),
        [Optional(), NumberRange(0, SPARE_MOST, _l("Choose a number from 0 to 200."))],
        default=SPARE_USUALLY,
        description=_l("For those who come unannounced."),
    )
    grouping = RadioField(_l("Order"), choices=_choices(GROUPING_LABELS), default=Grouping.CATEGORY)
    contacts = RadioField(
        _l("Contacts"),
        choices=_choices(CONTACT_LABELS),
        default="without",
        description=_l(
            "The list names people side by side: without contacts is enough to prove presence."
        ),
    )
    extras = BoxesField(_l("Further columns"), choices=_choices(EXTRA_LABELS))

    def offer(
        self, scopes: Mapping[str, list[tuple[str, str]]], *, contacts: bool, chosen: str
    ) -> None:
        """Set what can be chosen from, with one thing chosen, and whether contacts can be."""
        self.scope.choices = {
            heading: [SelectChoice(key, label) for key, label in some]
            for heading, some in scopes.items()
        }
        if self.scope.data is None:
            self.scope.data = chosen
        if not contacts:
            del self.contacts

    def choice(self) -> dict[str, Any]:
        """What was chosen."""
        is_blank = self.filling.data == BLANK
        return {
            **super().choice(),
            "scope": str(self.scope.data),
            "grouping": str(self.grouping.data),
            "contacts": "contacts" in self and self.contacts.data == "with",
            **{key: key in (self.extras.data or ()) for key in EXTRA_LABELS},
            "is_blank": is_blank,
            "spare": (self.spare.data or 0) if is_blank else 0,
        }


def shape_of(choice: Mapping[str, Any]) -> Shape:
    """How the list is to be."""
    return Shape(
        grouping=Grouping(choice["grouping"]),
        contacts=choice["contacts"],
        badges=choice["badges"],
        remarks=choice["remarks"],
        is_blank=choice["is_blank"],
        spare=choice["spare"],
    )
