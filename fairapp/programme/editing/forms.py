"""Shapes of input: a session with its people, acts and documents; the hours of the timetable."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    TimeField,
)
from wtforms import Form as WTForm
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from fairapp.core.fields import LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.programme.editing.files import ACCEPT
from fairapp.programme.editing.rules import LONGEST, MOST_SEATS, SHORTEST
from fairapp.programme.parts import PartRole

ROLES = {
    PartRole.SPEAKER: _l("Speaker"),
    PartRole.MODERATOR: _l("Moderator"),
    PartRole.PERFORMER: _l("Performer"),
    PartRole.INTERPRETER: _l("Interpreter"),
    PartRole.RAPPORTEUR: _l("Rapporteur"),
    PartRole.TEAM: _l("Team"),
}


def _id(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


def _minutes(least: int, most: int) -> NumberRange:
    return NumberRange(
        least, most, _l("Between %(least)s and %(most)s minutes.", least=least, most=most)
    )


class PartRow(WTForm):
    """Somebody's part: one of the fair's people, or a name that is new."""

    speaker = SelectField(_l("Person"), [Optional()], coerce=_id)
    name = StringField(_l("or a new name"), [limit(160)], filters=[strip])
    role = SelectField(_l("Role"), choices=list(ROLES.items()), default=PartRole.SPEAKER)

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything."""
        return bool(self.speaker.data or self.name.data)


class ActRow(WTForm):
    """One item of what happens on the stage."""

    title = LocalizedField(lazy_pgettext("of a session", "Title"), max_length=200)
    minutes = IntegerField(_l("Minutes"), [Optional(), _minutes(0, LONGEST)])
    speaker = SelectField(_l("Who speaks"), [Optional()], coerce=_id)
    company = StringField(_l("Company or group"), [limit(160)], filters=[strip])
    performers = StringField(_l("Performers"), [limit(300)], filters=[strip])
    needs = StringField(_l("Needs of the stage"), [limit(300)], filters=[strip])

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything."""
        return any(field.data for field in self)


class DocumentRow(WTForm):
    """Something to read: a file, or an address elsewhere. `kept` is the stored file's id."""

    title = LocalizedField(lazy_pgettext("of a session", "Title"), max_length=200)
    language = SelectField(_l("Language"), [Optional()])
    kept = HiddenField()
    upload = FileField(_l("File"), render_kw={"accept": ACCEPT})
    url = StringField(_l("or an address"), [limit(500)], filters=[strip])
    is_removed = BooleanField(_l("Take this document away"))

    @property
    def is_filled(self) -> bool:
        """Whether the row says anything."""
        sent = bool(self.upload.data and getattr(self.upload.data, "filename", ""))
        return bool(self.title.data or self.kept.data or self.url.data or sent)

    def validate_url(self, field: StringField) -> None:
        """Nothing that would run, and nothing that can be read along the way."""
        url = field.data or ""
        if url and (not url.startswith("https://") or any(c.isspace() for c in url)):
            raise ValidationError(_l("Write the whole address, beginning with https://"))


class _Ticks(SelectMultipleField):
    widget, option_widget = ListWidget(prefix_label=False), CheckboxInput()


class SessionForm(Form):
    """A session as the team plans it. `minutes` holds the length unless `until` says the end."""

    version = HiddenField()
    # What the person saw, as `comparing.digests` writes it.
    seen = HiddenField()
    title = LocalizedField(
        lazy_pgettext("of a session", "Title"),
        [DataRequired(_l("Give a title in at least one language."))],
        max_length=200,
    )
    abstract = LocalizedField(_l("Abstract"), max_length=4000, rows=5)
    kind = SelectField(_l("Kind"), [InputRequired(_l("Choose the kind."))], coerce=_id)
    day = SelectField(_l("Day"), [Optional()], coerce=_id)
    start = TimeField(_l("Beginning"), [Optional()])
    until = TimeField(_l("End"), [Optional()])
    minutes = IntegerField(_l("Length in minutes"), [Optional(), _minutes(SHORTEST, LONGEST)])
    room = SelectField(_l("Room"), [Optional()], coerce=_id)
    languages = _Ticks(_l("Languages spoken"))
    interpretation = _Ticks(_l("Interpreted into"))
    capacity = IntegerField(
        _l("Seats"),
        [Optional(), NumberRange(1, MOST_SEATS, _l("A number of at least 1."))],
        description=_l("Empty: as many as come."),
    )
    takes_sign_up = BooleanField(_l("People put their names down beforehand"))
    records_attendance = BooleanField(_l("Presence is recorded at the door"))
    parts = FieldList(FormField(PartRow))
    acts = FieldList(FormField(ActRow))
    documents = FieldList(FormField(DocumentRow))
    needs = TextAreaField(_l("Needs of the stage"), [limit(1000)], filters=[strip])
    note = StringField(_l("Note for the team"), [limit(300)], filters=[strip])
    is_held = BooleanField(_l("Hold back: leave it out of the next version"))
    # Whether what was sent is to be saved, or only its rows moved or added.
    is_ready = False

    def choose_from(
        self,
        *,
        kinds: Iterable[tuple[int, str]],
        days: Iterable[tuple[int, str]],
        rooms: Iterable[tuple[int, str]],
        people: Iterable[tuple[int, str]],
        languages: list[tuple[str, str]],
    ) -> None:
        """Say what can be chosen, in every row as well."""
        persons = [("", "–"), *people]
        self.kind.choices = [("", _l("Choose")), *kinds]
        self.day.choices = [("", _l("Not yet: on the parking list")), *days]
        self.room.choices = [("", _l("No room")), *rooms]
        self.languages.choices = self.interpretation.choices = languages
        for row in (*self.parts, *self.acts):
            row.form.speaker.choices = persons
        for row in self.documents:
            row.form.language.choices = [("", "–"), *languages]

    def validate_until(self, field: TimeField) -> None:
        """An end needs a beginning before it."""
        if field.data and self.start.data and field.data <= self.start.data:
            raise ValidationError(_l("The end comes after the beginning."))


class HoursForm(Form):
    """What the timetable shows and warns of."""

    opens_at = TimeField(_l("The day opens at"), [InputRequired(_l("Enter an hour."))])
    closes_at = TimeField(_l("The day closes at"), [InputRequired(_l("Enter an hour."))])
    stage_change = IntegerField(
        _l("Minutes to change the stage between two shows"),
        [InputRequired(_l("Enter a number.")), _minutes(0, 240)],
    )
    keeps_friday_prayer = BooleanField(_l("Warn of what meets the Friday prayer, 12:30 to 14:30"))

    def validate_closes_at(self, field: TimeField) -> None:
        """Later than it opens."""
        if field.data and self.opens_at.data and field.data <= self.opens_at.data:
            raise ValidationError(_l("The end comes after the beginning."))
