"""The form of a token."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import DateField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired

from fairapp.api.rules import Scope
from fairapp.api.words import SCOPES
from fairapp.core.fields import BoxesField, limit
from fairapp.core.forms import Form, strip


class TokenForm(Form):
    """Which program, what it may do, and until when."""

    name = StringField(
        _l("Program"),
        [DataRequired(_l("Enter a name that the team knows the program by.")), limit(80)],
        filters=[strip],
        description=_l("As the team calls it, such as “Website of the ministry”."),
    )
    scopes = BoxesField(
        _l("What it may do"),
        [InputRequired(_l("Choose at least one."))],
        coerce=Scope,
        choices=[SelectChoice(scope, SCOPES[scope]) for scope in Scope],
        description=_l("No more than it needs: whoever has the token may do all of this."),
    )
    until = DateField(
        _l("Good until the evening of"),
        [InputRequired(_l("Choose a day to come."))],
        description=_l("At most a year from now."),
    )

    def opened(self, until: date) -> None:
        """What it holds before anything is filled in."""
        if not self.is_submitted():
            self.until.data = until
