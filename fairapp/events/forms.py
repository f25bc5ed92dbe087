"""Shapes of input: the settings of a fair, its categories, its rooms."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    FieldList,
    FormField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms import Form as WTForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, NumberRange, Optional

from fairapp.core.fields import BoxesField, ColourField, FairMomentField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import LANGUAGES
from fairapp.events.models import Admission

NAME_NEEDED = _l("Enter a name in at least one language.")
NUMBER_NEEDED = _l("Enter a number of at least 1.")


@cache
def zone_choices() -> list[SelectChoice]:
    """Time zones by continent, Africa first."""
    groups: dict[str, list[SelectChoice]] = {"Africa": []}
    for zone in sorted(available_timezones()):
        continent, _, city = zone.partition("/")
        if city and continent not in {"Etc", "SystemV", "US", "posix", "right"}:
            label = city.replace("_", " ")
            groups.setdefault(continent, []).append(SelectChoice(zone, label, optgroup=continent))
    return [*(choice for group in groups.values() for choice in group), SelectChoice("UTC")]


class DayPlacesForm(WTForm):
    """The places of one day."""

    number = HiddenField()
    places = IntegerField(
        _l("Places on this day"),
        [Optional(), NumberRange(1, 1_000_000, NUMBER_NEEDED)],
    )


class SettingsForm(Form):
    """What a fair says and when it can be registered for."""

    name = LocalizedField(_l("Name of the fair"), [DataRequired(NAME_NEEDED)], max_length=200)
    languages = BoxesField(
        _l("Languages of its pages"),
        [DataRequired(_l("Choose at least one language."))],
        choices=list(LANGUAGES.items()),
    )
    first_day = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    last_day = DateField(_l("Last day"), [InputRequired(_l("Choose the last day."))])
    city = StringField(
        _l("City"), [DataRequired(_l("Enter the city.")), limit(80)], filters=[strip]
    )
    place = LocalizedField(_l("Place"), max_length=200)
    timezone = SelectField(_l("Time zone"), default="Africa/Conakry", choices=zone_choices)
    contact = StringField(_l("Contact for the public"), [limit(200)], filters=[strip])
    registration_opens_at = FairMomentField(_l("Registration opens"), [Optional()])
    registration_closes_at = FairMomentField(_l("Registration closes"), [Optional()])
    day_places = FieldList(FormField(DayPlacesForm))
    capacity = IntegerField(
        _l("Places in all"),
        [Optional(), NumberRange(1, 1_000_000, NUMBER_NEEDED)],
        description=_l("Empty: no limit."),
    )
    offer_hours = IntegerField(
        _l("Hours to take a place from the waiting list"),
        [Optional(), NumberRange(1, 720, _l("Enter a number from 1 to 720."))],
        description=_l("Then it goes to the next person."),
    )
    reminder_days = IntegerField(
        _l("Days before the fair when everybody is reminded"),
        [Optional(), NumberRange(0, 60, _l("Enter a number from 0 to 60."))],
        description=_l("Empty: no reminder."),
    )
    project_code = StringField(
        _l("Project code"),
        [limit(60)],
        filters=[strip],
        description=_l("Printed on attendance lists and payment lists."),
    )


class CategoryForm(Form):
    """One category of participants."""

    name = LocalizedField(_l("Name"), [DataRequired(NAME_NEEDED)], max_length=120)
    letter = StringField(
        _l("Letter"),
        [DataRequired(_l("Enter one or two letters.")), limit(2)],
        filters=[strip, lambda text: text.upper() if text else text],
        description=_l("Tells the category on a black-and-white badge."),
    )
    colour = ColourField(_l("Colour"), description=_l("White letters stand on it."))
    admission = RadioField(
        _l("Who may come in this category"),
        choices=[
            (Admission.OPEN, _l("Anybody who registers")),
            (Admission.MODERATED, _l("Anybody, once the team has confirmed")),
            (Admission.INVITED, _l("By invitation, or entered by the team")),
        ],
        default=Admission.OPEN,
    )
    capacity = IntegerField(
        _l("Places in this category"),
        [Optional(), NumberRange(0, message=_l("A number, 0 or more."))],
        description=_l("Leave empty when there is no limit of its own."),
    )
    is_counted = BooleanField(
        _l("Counted among participants"),
        default=True,
        description=_l("Untick for the organising team."),
    )


class RoomForm(Form):
    """One room."""

    name = LocalizedField(_l("Name"), [DataRequired(NAME_NEEDED)], max_length=120)
    capacity = IntegerField(
        _l("People it holds"),
        [Optional(), NumberRange(1, 1_000_000, NUMBER_NEEDED)],
        description=_l("The team is warned when more seats are given. Leave empty in the open."),
    )
