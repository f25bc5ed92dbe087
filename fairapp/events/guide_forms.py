"""The forms of the guide through a new fair. Rows that are left without a name are none."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
)
from wtforms import Form as WTForm
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from fairapp.core.errors import DomainError
from fairapp.core.fields import BoxesField, ColourField, FairMomentField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import LANGUAGES
from fairapp.events.actions import check_readable
from fairapp.events.forms import NAME_NEEDED, NUMBER_NEEDED, zone_choices
from fairapp.events.models import Admission

MOST_ROWS = 60
ADMISSIONS = {
    Admission.OPEN: _l("Open to all"),
    Admission.MODERATED: _l("Confirmed by the team"),
    Admission.INVITED: _l("By invitation, or entered by the team"),
}


class NameForm(Form):
    """What the fair is called, and the languages in which the public finds it."""

    name = LocalizedField(_l("Name of the fair"), [DataRequired(NAME_NEEDED)], max_length=200)
    languages = BoxesField(
        _l("Languages of its pages"),
        [DataRequired(_l("Choose at least one language."))],
        choices=list(LANGUAGES.items()),
        default=list(LANGUAGES),
        description=_l("The checklist tells what is not yet translated."),
    )


class NewForm(NameForm):
    """The first step: from here on the fair exists."""

    slug = StringField(
        _l("Address"),
        [limit(60)],
        filters=[strip],
        description=_l("The end of its links, proposed from the name. It cannot be changed later."),
    )


class DatesForm(Form):
    """When it is."""

    first_day = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    last_day = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    timezone = SelectField(_l("Time zone"), choices=zone_choices)


class PlaceForm(Form):
    """Where it is."""

    city = StringField(
        _l("City"), [DataRequired(_l("Enter the city.")), limit(80)], filters=[strip]
    )
    place = LocalizedField(
        _l("Place"), max_length=200, description=_l("Building or site, as people know it.")
    )


class CategoryRow(WTForm):
    """One category: of the usual ones, or the fair's own."""

    code = HiddenField()
    kept = BooleanField(_l("Comes to this fair"))
    name = LocalizedField(_l("Name"), max_length=120)
    letter = StringField(
        _l("Letter"), [limit(2)], filters=[strip, lambda text: text.upper() if text else text]
    )
    colour = ColourField(_l("Colour"))
    admission = SelectField(
        _l("Who may come in this category"),
        choices=list(ADMISSIONS.items()),
        default=Admission.OPEN,
    )
    capacity = IntegerField(
        _l("Places in this category"),
        [Optional(), NumberRange(0, message=_l("A number, 0 or more."))],
    )


class CategoriesForm(Form):
    """All of them; what is wrong is said at its row."""

    rows = FieldList(FormField(CategoryRow), max_entries=MOST_ROWS)

    def validate(self, extra_validators: Any = None) -> bool:
        """One at least; each with a name, a letter of its own, and a colour that carries white."""
        is_valid = super().validate(extra_validators)
        for row in self.rows:
            # One that is new is meant when it has a name.
            row.form.kept.data |= not row.form.code.data and bool(row.form.name.data)
        kept = [row.form for row in self.rows if row.form.kept.data]
        if not kept:
            self.form_errors.append(_l("Keep at least one category."))
        letters = Counter(form.letter.data for form in kept)
        wrong = [form.errors for form in kept if _wrong(form, letters)]
        if wrong:
            self.rows.errors = wrong
        return is_valid and bool(kept) and not wrong


class RoomRow(WTForm):
    """One room."""

    code = HiddenField()
    name = LocalizedField(_l("Name"), max_length=120)
    capacity = IntegerField(
        _l("People it holds"), [Optional(), NumberRange(1, 1_000_000, NUMBER_NEEDED)]
    )


class RoomsForm(Form):
    """All rooms."""

    rows = FieldList(FormField(RoomRow), max_entries=MOST_ROWS)


class GateRow(WTForm):
    """One checkpoint."""

    code = HiddenField()
    name = LocalizedField(_l("Name"), max_length=120)


class GatesForm(Form):
    """All checkpoints."""

    rows = FieldList(FormField(GateRow), max_entries=MOST_ROWS)


class OpeningForm(Form):
    """When the public can register, and how many may come."""

    registration_opens_at = FairMomentField(
        _l("Registration opens"),
        [Optional()],
        description=_l("On the fair’s clocks. Empty: as soon as the fair is public."),
    )
    registration_closes_at = FairMomentField(
        _l("Registration closes"),
        [Optional()],
        description=_l("On the fair’s clocks. Empty: at the end of the fair."),
    )
    capacity = IntegerField(
        _l("Places in all"),
        [Optional(), NumberRange(1, 1_000_000, NUMBER_NEEDED)],
        description=_l("Empty: no limit."),
    )
    contact = StringField(
        _l("Contact for the public"),
        [limit(200)],
        filters=[strip],
        description=_l("A phone number that somebody answers."),
    )


def _wrong(form: Any, letters: Counter[str | None]) -> bool:
    """Whether a category cannot be kept like this; says why at its fields."""
    if not form.name.data:
        form.name.errors = [NAME_NEEDED]
    if not form.letter.data:
        form.letter.errors = [_l("Enter one or two letters.")]
    elif letters[form.letter.data] > 1:
        form.letter.errors = [_l("Another category has this letter.")]
    if not form.colour.errors:
        try:
            check_readable(form.colour.data, field="colour")
        except DomainError as error:
            form.colour.errors = [error.message]
    return bool(form.errors)
