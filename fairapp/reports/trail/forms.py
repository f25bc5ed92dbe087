"""What is asked of whoever looks into the log, and of whoever takes it away."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import DateField, Field, HiddenField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import Optional

from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.core.identifiers import may_exist
from fairapp.reports.documents.forms import OTHER, PURPOSES
from fairapp.reports.trail.queries import Filter
from fairapp.reports.trail.words import GROUPS

FORMATS = {
    "xlsx": _l("Excel workbook (XLSX)"),
    "csv": _l("CSV, for any spreadsheet"),
    "json": _l("JSON, for programs"),
}


class FilterForm(Form):
    """Read from the address: a page of the log can be kept and shown to somebody."""

    class Meta:
        csrf = False

    group = HiddenField()
    about = HiddenField()
    q = StringField(_l("Name or reference"), [limit(120)], filters=[strip])
    who = SelectField(_l("Done by"), default="")
    since = DateField(_l("From"), [Optional()])
    until = DateField(_l("To"), [Optional()])
    address = StringField(_l("Network address"), [limit(45)], filters=[strip])

    def offer(self, actors: Any) -> None:
        """The people who have acted."""
        self.who.choices = [SelectChoice("", _l("Anybody"))]
        self.who.choices += [SelectChoice(str(key), name or "–") for key, name in actors]

    def validate_until(self, field: Field) -> None:
        """A period that ends before it begins shows nothing."""
        if self.since.data and field.data and field.data < self.since.data:
            raise ValidationError(_l("The last day is before the first one."))

    @property
    def wanted(self) -> Filter:
        """What was understood of it; what makes no sense is left out."""
        kind, _, key = str(self.about.data or "").partition(":")
        who = str(self.who.data or "")
        is_row = kind.isidentifier() and key.isdecimal() and may_exist(int(key))
        return Filter(
            group=self.group.data if self.group.data in GROUPS else "",
            text=(self.q.data or "")[:120],
            actor=int(who) if who.isdecimal() and may_exist(int(who)) else None,
            about=(kind, int(key)) if is_row else None,
            since=self.since.data,
            until=self.until.data if not self.until.errors else None,
            address=(self.address.data or "")[:45],
        )


class ExportForm(Form):
    """Taking the log away is an act of its own."""

    format = SelectField(
        _l("File"), choices=[SelectChoice(code, label) for code, label in FORMATS.items()]
    )
    purpose = SelectField(
        _l("What for"),
        choices=[SelectChoice(code, label) for code, label in PURPOSES.items()],
        default="files",
        description=_l("Written down with your name, for whoever asks later who took the data."),
    )
    note = StringField(_l("Note on the purpose"), [limit(200)], filters=[strip])

    def validate_note(self, field: Field) -> None:
        """Another purpose has to be named."""
        if self.purpose.data == OTHER and not field.data:
            raise ValidationError(_l("Say what the log is for."))
