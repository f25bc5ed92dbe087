"""Form fields of our own: a text in several languages, a moment on the fair's clocks, a colour."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask import g
from flask_babel import lazy_gettext as _l
from wtforms import Field, SelectMultipleField, StringField, ValidationError
from wtforms.utils import unset_value
from wtforms.widgets import CheckboxInput, ColorInput, DateTimeLocalInput, ListWidget

from fairapp.core import clock
from fairapp.core.i18n import LANGUAGES, LocalizedText


class LocalizedField(Field):
    """`LocalizedText` from one input a language, named `<name>-fr` and so on; any may stay empty.

    `rows` above 1 makes them text areas. Pages draw it with `localized_field` of
    `components/fields.html`.
    """

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        *,
        max_length: int,
        rows: int = 1,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, validators, **kwargs)
        self.max_length, self.rows = max_length, rows

    def process(self, formdata: Any, data: Any = unset_value, extra_filters: Any = None) -> None:
        """Read the inputs; without any of them in the form, keep what there was."""
        self.process_errors = []
        if data is unset_value:
            data = self.default() if callable(self.default) else self.default
        self.object_data = data
        self.data = data or LocalizedText()
        if formdata is not None and any(self.input_name(code) in formdata for code in LANGUAGES):
            texts = {code: formdata.get(self.input_name(code), "") for code in LANGUAGES}
            self.raw_data = list(texts.values())
            self.data = LocalizedText(**{code: _clean(text) for code, text in texts.items()})

    def pre_validate(self, form: Any) -> None:
        """Refuse a text that is too long in any language."""
        if any(len(text) > self.max_length for text in self.data.as_dict().values()):
            raise ValidationError(_l("At most %(count)s characters.", count=self.max_length))

    def input_name(self, code: str) -> str:
        """Name and id of the input for a language."""
        return f"{self.name}-{code}"


class FairMomentField(Field):
    """A moment, typed and shown on the clocks of the page's fair, kept in UTC."""

    widget = DateTimeLocalInput()

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        if self.data is None:
            return ""
        moment: datetime = self.data.astimezone(_fair_zone())
        return moment.strftime("%Y-%m-%dT%H:%M")

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what the browser sends: `2026-12-02T08:00`, or nothing."""
        if not valuelist or not valuelist[0]:
            self.data = None
            return
        try:
            typed = datetime.fromisoformat(valuelist[0])
            if typed.tzinfo is not None or typed.year not in clock.YEARS:
                raise ValueError(valuelist[0])
            self.data = typed.replace(tzinfo=_fair_zone()).astimezone(UTC)
        except ValueError as error:
            self.data = None
            raise ValueError(_l("Enter day and time, as in 2026-12-02 08:00.")) from error


class BoxesField(SelectMultipleField):
    """Boxes to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class ColourField(StringField):
    """A colour as `#rrggbb`, in small letters."""

    widget = ColorInput()

    def pre_validate(self, form: Any) -> None:
        """Refuse anything else."""
        self.data = (self.data or "").strip().lower()
        if len(self.data) != 7 or not _is_hex(self.data):
            raise ValidationError(_l("Choose a colour, as in #00704a."))


def limit(length: int) -> Callable[[Any, Field], None]:
    """WTForms validator: at most so many characters."""

    def check(form: Any, field: Field) -> None:
        if field.data and len(field.data) > length:
            raise ValidationError(_l("At most %(count)s characters.", count=length))

    return check


def _fair_zone() -> ZoneInfo:
    event = g.get("event")
    return ZoneInfo(event.timezone if event is not None else "UTC")


def _clean(text: str) -> str:
    return text.replace("\x00", "").replace("\r\n", "\n").strip()


def _is_hex(text: str) -> bool:
    return text.startswith("#") and all(c in "0123456789abcdef" for c in text[1:])
