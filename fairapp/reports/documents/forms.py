"""Shapes of input: what every document asks, and what is asked of one that must go."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import Field, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import DEFAULT, LANGUAGES, current_language

OTHER = "other"
PURPOSES = {
    "signing": _l("To be signed at the fair"),
    "files": _l("For the files of the project"),
    "donor": _l("For the donor or an auditor"),
    "partners": _l("For partners"),
    OTHER: _l("Another purpose"),
}
FORMATS = {
    "pdf": _l("PDF, to print and to hand in"),
    "xlsx": _l("Excel workbook (XLSX)"),
    "csv": _l("CSV, for any spreadsheet"),
    "json": _l("JSON, for programs"),
}
_LONGEST = 200


class DocumentForm(Form):
    """What every document is asked. A kind adds its own questions, which come first."""

    format = RadioField(_l("File"))
    language = SelectField(
        _l("Language of the document"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        default=DEFAULT,
    )
    purpose = SelectField(
        _l("What for"),
        choices=[SelectChoice(code, label) for code, label in PURPOSES.items()],
        default="files",
        description=_l("Written down with your name, for whoever asks later who took the data."),
    )
    note = StringField(
        _l("Note on the purpose"),
        [limit(_LONGEST)],
        filters=[strip],
    )

    def __init__(self, *args: Any, formats: tuple[str, ...] = ("pdf",), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.format.choices = [SelectChoice(code, FORMATS[code]) for code in formats]
        if self.format.data is None:
            self.format.data = formats[0]
        if not self.is_submitted():
            self.language.data = current_language()

    def validate_note(self, field: Field) -> None:
        """Another purpose has to be named."""
        if self.purpose.data == OTHER and not field.data:
            raise ValidationError(_l("Say what the document is for."))

    @property
    def own(self) -> list[Field]:
        """The questions of the kind alone."""
        return [field for field in self if field.name not in _COMMON]

    def choice(self) -> dict[str, Any]:
        """What was chosen, for JSON; a kind adds its own answers."""
        return {"format": str(self.format.data)}


_COMMON = {"format", "language", "purpose", "note", "csrf_token"}


class WithdrawalForm(Form):
    """Why a document must not be used any more."""

    reason = StringField(
        _l("Reason"),
        [
            DataRequired(_l("Say why, for whoever holds the paper.")),
            limit(_LONGEST),
        ],
        filters=[strip],
    )
