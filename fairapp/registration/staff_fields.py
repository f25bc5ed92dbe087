"""The registration form as the team fills it in: nothing but a name and a category is required."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import IntegerField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import NumberRange, Optional

from fairapp.core.db import db
from fairapp.events.models import Category, Event
from fairapp.registration import choices
from fairapp.registration.details import Details
from fairapp.registration.forms import RegistrationForm
from fairapp.registration.inputs import LINE, NAME, TEXT, at_most
from fairapp.registration.models import Delegation, Registration

_LOWEST_RANK = 999
# The public form speaks to the person.
_LABELS = {
    "given_names": _l("Given name(s)"),
    "family_name": _l("Family name"),
    "category": _l("Category"),
    "honorific": _l("Title"),
    "place": _l("Lives in"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "days": _l("Days"),
    "sessions": _l("Seats at sessions"),
    "language": _l("Language"),
    "first_time": _l("Has taken part before"),
    "needs_help": _l("Help needed"),
    "relation": _l("Comes"),
    "stands_for": _l("In whose place"),
    "photo_consent": _l("May be photographed or filmed"),
    "share_name": _l("Agrees to be on the list given to the fair’s partners"),
    "contact_after": _l("May be contacted after the fair"),
}


class StaffForm(RegistrationForm):
    """Everything that can be known of somebody; made by `asking.form_for`."""

    sex = RadioField(_l("Sex"), [Optional()])
    name_other_script = StringField(
        _l("Name in another script"),
        [at_most(160)],
        description=_l("Arabic, N’Ko, Adlam …: printed beneath the name."),
        filters=NAME,
    )
    precision = StringField(
        _l("To tell apart from others of this name"),
        [at_most(120)],
        description=_l("A nickname, the mother’s name, a quarter."),
        filters=LINE,
    )
    protocol_rank = IntegerField(
        _l("Rank of protocol"),
        [Optional(), NumberRange(1, _LOWEST_RANK, _l("Write a number in digits."))],
        description=_l("1 comes first. Empty for whoever is not received by protocol."),
    )
    delegation = SelectField(_l("Delegation"), [Optional()], default="")
    note = TextAreaField(
        _l("Note of the team"),
        [at_most(2000)],
        description=_l("Never shown to the person."),
        filters=TEXT,
    )

    is_for_team = True

    def __init__(
        self, event: Event, *, registration: Registration | None = None, **told: Any
    ) -> None:
        known = _known(registration) if registration else {}
        super().__init__(event, registration=registration, **known | told)
        for name, label in _LABELS.items():
            self[name].label.text = label
        self.delegations = _delegations(event)
        self.delegation.choices = [
            ("", _("None")),
            *((row.code, row.name) for row in self.delegations),
        ]

    def validate_place(self, field: SelectField) -> None:
        """The team may not know it."""

    def details(self) -> Details:
        """What the validated form says."""
        return replace(
            super().details(),
            name_other_script=self.name_other_script.data or "",
            precision=self.precision.data or "",
        )

    def annotations(self) -> dict[str, Any]:
        """What only the team notes."""
        code = self.delegation.data
        return {
            "note": self.note.data or "",
            "protocol_rank": self.protocol_rank.data,
            "delegation": next((row for row in self.delegations if row.code == code), None),
        }

    def _categories(self, invited: Category | None) -> list[Category]:
        return list(self.event.categories)


def _known(r: Registration) -> dict[str, Any]:
    own = {name: getattr(r, name) for name in ("name_other_script", "precision", "note")}
    sex = r.sex or choices.UNSAID
    delegation = r.delegation.code if r.delegation else ""
    return own | {"protocol_rank": r.protocol_rank, "sex": sex, "delegation": delegation}


def _delegations(event: Event) -> list[Delegation]:
    query = select(Delegation).where(Delegation.event_id == event.id)
    return list(db.session.scalars(query.order_by(Delegation.name, Delegation.id)))
