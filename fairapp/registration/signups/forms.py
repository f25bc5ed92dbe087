"""What the team settles about a session's seats."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField
from wtforms.validators import NumberRange, Optional

from fairapp.core.forms import Form

MOST = 100_000


class SeatsForm(Form):
    """Whether people put their names down, and for how many seats."""

    takes_sign_up = BooleanField(_l("People put their names down beforehand"))
    capacity = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(0, MOST, _l("A number between %(min)s and %(max)s, please."))],
    )
