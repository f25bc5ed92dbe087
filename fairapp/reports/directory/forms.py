"""Which directory."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.reports.directory.entries import Audience, Order
from fairapp.reports.documents.forms import DocumentForm

AUDIENCE_LABELS = {
    Audience.PARTNERS: _l("For the partners: names of those who agreed to be on their list"),
    Audience.TEAM: _l("For the organisers: names and contacts of those who agreed to be contacted"),
}
ORDER_LABELS = {
    Order.ORGANISATION: _l("By organisation"),
    Order.CATEGORY: _l("By category"),
    Order.NAME: _l("One list by name"),
}


def _choices(labels: Any) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]


class DirectoryForm(DocumentForm):
    """Contacts can be asked for only by who may see them."""

    audience = RadioField(
        _l("Who reads it"), choices=_choices(AUDIENCE_LABELS), default=Audience.PARTNERS
    )
    order = RadioField(_l("Order"), choices=_choices(ORDER_LABELS), default=Order.ORGANISATION)

    def offer(self, *, contacts: bool) -> None:
        """Set whether contacts can be asked for."""
        if not contacts:
            self.audience.choices = _choices(
                {Audience.PARTNERS: AUDIENCE_LABELS[Audience.PARTNERS]}
            )

    def choice(self) -> dict[str, Any]:
        """What was chosen."""
        own = {"audience": str(self.audience.data), "order": str(self.order.data)}
        return {**super().choice(), **own}
