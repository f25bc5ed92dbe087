"""What somebody thought: five faces and a line."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from fairapp.core.forms import Form
from fairapp.registration.feedback.marks import MARKS
from fairapp.registration.feedback.models import WORDS_MAX
from fairapp.registration.names import clean_line


def _line(value: str | None) -> str:
    return clean_line(value or "")


class OpinionForm(Form):
    """One to five, and a line if one likes."""

    rating = RadioField(
        _l("What did you think of it?"),
        [InputRequired(_l("Choose one of the five faces."))],
        choices=[SelectChoice(str(mark), label) for mark, label in MARKS.items()],
    )
    words = StringField(
        _l("In one line: what was good, what was missing?"),
        [Length(max=WORDS_MAX, message=_l("At most %(max)s characters."))],
        filters=[_line],
    )
