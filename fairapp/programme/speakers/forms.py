"""Shapes of input: somebody on the programme."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired

from fairapp.core.fields import LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.programme.speakers.actions import Details
from fairapp.programme.speakers.protocol import OFFICES


def _offices() -> list[tuple[Any, Any]]:
    ranks = [(number, f"{number}. {office}") for number, office in enumerate(OFFICES, 1)]
    return [("", _l("No rank")), *ranks]


class SpeakerForm(Form):
    """Name, function and rank."""

    name = StringField(
        _l("Name, as it is announced"),
        [DataRequired(_l("Enter the name.")), limit(160)],
        filters=[strip],
        description=_l("With the title before it: H.E. …, Mrs …, El Hadj …"),
    )
    function = LocalizedField(_l("Function"), max_length=200)
    organisation = StringField(_l("Organisation"), [limit(160)], filters=[strip])
    represents = StringField(
        _l("Represents"),
        [limit(200)],
        filters=[strip],
        description=_l("Whom somebody stands in for. The rank is that of the person who comes."),
    )
    office = SelectField(
        _l("Rank by office"),
        choices=_offices,
        coerce=lambda value: int(value) if value else None,
        description=_l("A usual order, to begin with. Moved by hand on the list."),
    )
    biography = LocalizedField(_l("Biography"), max_length=3000, rows=5)

    def details(self) -> Details:
        """What was typed."""
        return Details(
            name=self.name.data or "",
            organisation=self.organisation.data or "",
            represents=self.represents.data or "",
            function=self.function.data,
            biography=self.biography.data,
            office=self.office.data,
        )
