"""Shapes of input: a kind of session."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import DataRequired, InputRequired

from fairapp.core.fields import ColourField, LocalizedField
from fairapp.core.forms import Form
from fairapp.programme.usual import KINDS


class KindForm(Form):
    """One kind; its pictogram is one of those that are drawn."""

    name = LocalizedField(
        _l("Name"), [DataRequired(_l("Enter a name in at least one language."))], max_length=120
    )
    colour = ColourField(_l("Colour"), description=_l("White letters stand on it."))
    icon = RadioField(
        _l("Pictogram"),
        [InputRequired(_l("Choose a pictogram."))],
        choices=lambda: [(code, str(name)) for code, name in KINDS],
        description=_l("Ceremonies, shows, films and matches also get a ground of their own."),
    )
