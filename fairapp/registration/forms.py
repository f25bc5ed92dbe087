"""The registration form, for a new place and for corrections."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    EmailField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from fairapp.core import clock
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Category, Event
from fairapp.registration import births, choices, phones, places, prefill
from fairapp.registration.actions import Details
from fairapp.registration.models import Registration
from fairapp.registration.names import clean_line, clean_name, clean_text, has_letter

_CHOOSE = _l("Please choose an answer.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)d characters, please."))


def _filtered(clean: Callable[[str], str]) -> Sequence[Callable[[Any], Any]]:
    return (lambda value: clean(value) if isinstance(value, str) else value,)


_LINE = _filtered(clean_line)
_NAME = _filtered(clean_name)
_TEXT = _filtered(clean_text)


class RegistrationForm(Form):
    """What a person tells about themselves; only what the fair cannot do without is required.

    The fields stand in the order of the page, which is the order of the summary of errors.
    """

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    given_names = StringField(_l("Your given name(s)"), [_at_most(120)], filters=_NAME)
    family_name = StringField(_l("Your family name"), [_at_most(120)], filters=_NAME)
    sex = RadioField(_l("Sex"), [InputRequired(_CHOOSE)])
    category = SelectField(_l("You come as"), [InputRequired(_CHOOSE)])
    place = SelectField(_l("You live in"), [InputRequired(_CHOOSE)])
    abroad = StringField(_l("City and country"), [_at_most(80)], filters=_LINE)
    phone = TelField(_l("Phone"), [_at_most(80)], filters=_LINE)
    organisation = StringField(_l("Your organisation"), [_at_most(200)], filters=_LINE)
    position = StringField(_l("Your position there"), [_at_most(120)], filters=_LINE)
    honorific = SelectField(_l("Title before your name"), [Optional()])
    honorific_other = StringField(_l("Another title"), [_at_most(40)], filters=_NAME)
    birth = StringField(_l("Year of birth"), [_at_most(40)], filters=_LINE)
    email = EmailField(_l("E-mail"), [_at_most(254)], filters=_LINE)
    days = SelectMultipleField(
        _l("Which days are you coming?"),
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    language = SelectField(_l("In which language do you like to listen?"), [Optional()])
    first_time = RadioField(_l("Have you taken part before?"), [Optional()])
    needs_help = TextAreaField(
        _l("Is it difficult for you to see, hear, walk or follow?"),
        [_at_most(300)],
        filters=_TEXT,
    )
    photo_consent = RadioField(_l("May we photograph or film you?"), [Optional()])
    share_name = BooleanField(_l("My name may be on the list given to the fair’s partners"))
    contact_after = BooleanField(_l("You may contact me after the fair"))

    def __init__(self, event: Event, *, registration: Registration | None = None) -> None:
        self.event = event
        self.kept = registration
        super().__init__(
            data=prefill.answers(registration) if registration else prefill.defaults(event)
        )
        self.categories = _categories(event, registration)
        self.sex.choices = choices.sexes()
        self.category.choices = [(c.code, str(c.name)) for c in self.categories]
        if len(self.categories) > 1:
            self.category.choices.insert(0, ("", _("Please choose")))
        self.place.choices = choices.places()
        self.honorific.choices = choices.honorifics()
        self.language.choices = choices.languages()
        self.days.choices = choices.days(event)
        self.first_time.choices = choices.first_time()
        self.photo_consent.choices = choices.photo_consents()

    @property
    def phone_is_doubtful(self) -> bool:
        """Whether the phone is worth another look; it is taken as it is all the same."""
        return phones.read(self.phone.data or "").doubtful

    def validate_submission_key(self, field: HiddenField) -> None:
        """A key that was tampered with is as good as none."""
        try:
            uuid.UUID(field.data or "")
        except ValueError:
            field.data = str(uuid.uuid4())

    def validate_given_names(self, field: StringField) -> None:
        """Either name is enough."""
        if not has_letter(f"{field.data or ''}{self.family_name.data or ''}"):
            raise ValidationError(_("Write your name; one name is enough."))

    def validate_birth(self, field: StringField) -> None:
        """A year or a date, as `births.read` knows them."""
        try:
            self._birth()
        except DomainError as error:
            raise ValidationError(error.message) from error

    def validate_email(self, field: EmailField) -> None:
        """An address that could exist; whether it does shows when it is written to."""
        if not field.data:
            return
        try:
            field.data = validate_email(field.data, check_deliverability=False).normalized
        except EmailNotValidError as error:
            message = _("This does not look like an e-mail address, such as name@example.org.")
            raise ValidationError(message) from error

    def details(self) -> Details:
        """What the validated form says; what only the team knows stays as it is."""
        birth = self._birth()
        place = places.PLACES[self.place.data]
        city, country = place.name, places.HOME_COUNTRY
        if place.code == places.ABROAD:
            city, country = places.read_abroad(self.abroad.data or "")
        own_title = self.honorific.data == choices.OTHER
        return Details(
            category=next(c for c in self.categories if c.code == self.category.data),
            given_names=self.given_names.data or "",
            family_name=self.family_name.data or "",
            name_raw=_as_typed(self.given_names, self.family_name),
            name_other_script=self.kept.name_other_script if self.kept else "",
            precision=self.kept.precision if self.kept else "",
            honorific=(self.honorific_other if own_title else self.honorific).data or "",
            sex=choices.sex_of(self.sex.data),
            birth_year=birth.year,
            birth_date=birth.on,
            birth_approximate=birth.approximate,
            phones=phones.read(self.phone.data or ""),
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            position=self.position.data or "",
            region=place.region,
            locality=city,
            country=country,
            language=self.language.data or choices.language_now(),
            first_time=choices.first_time_of(self.first_time.data),
            needs_help=self.needs_help.data or "",
            photo_consent=self.photo_consent.data or None,
            share_name=self.share_name.data,
            contact_after=self.contact_after.data,
            days=[day for day in self.event.days if day.number in (self.days.data or ())],
        )

    def _birth(self) -> births.Birth:
        days = self.event.days
        first_day = days[0].date if days else self.event.local(clock.now()).date()
        return births.read(self.birth.data or "", first_day=first_day)


def _categories(event: Event, registration: Registration | None) -> list[Category]:
    """Open ones, and the one that the person already has, whoever gave it."""
    kept = registration.category_id if registration else None
    return [c for c in event.categories if c.is_open or c.id == kept]


def _as_typed(*fields: StringField) -> str:
    """Before anything was cleaned, but for what no database takes."""
    typed = " ".join(str(raw) for field in fields for raw in field.raw_data or ())
    return clean_line(typed)[:250]
