"""The registration form, for a new place and for corrections."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
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
    StringField,
    TelField,
    TextAreaField,
)
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from fairapp.core import clock
from fairapp.core.errors import DomainError
from fairapp.core.fields import BoxesField
from fairapp.events.models import Category, Event
from fairapp.registration import births, choices, naming, phones, prefill
from fairapp.registration.details import Details
from fairapp.registration.inputs import CHOOSE, LINE, NAME, TEXT, at_most
from fairapp.registration.models import Registration, Relation
from fairapp.registration.names import has_letter
from fairapp.registration.questions.asking import AskingForm
from fairapp.registration.rules import Terms
from fairapp.registration.signups.seats import SeatRow


class RegistrationForm(AskingForm):
    """What a person tells about themselves; only what the fair cannot do without is required.

    The fields stand in the order of the page, which is the order of the summary of errors. Made by
    `asking.form_for`, which adds the fair's own questions.
    """

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    # People do not see it; programs fill in everything.
    website = StringField(
        _l("Leave this line empty"), [Length(max=0, message=_l("Leave it empty."))]
    )
    given_names = StringField(_l("Your given name(s)"), [at_most(120)], filters=NAME)
    family_name = StringField(_l("Your family name"), [at_most(120)], filters=NAME)
    sex = RadioField(_l("Sex"), [InputRequired(CHOOSE)])
    category = SelectField(_l("You come as"), [InputRequired(CHOOSE)])
    place = SelectField(_l("You live in"), default="")
    abroad = StringField(_l("City and country"), [at_most(80)], filters=LINE)
    phone = TelField(_l("Phone"), [at_most(80)], filters=LINE)
    organisation = StringField(_l("Your organisation"), [at_most(200)], filters=LINE)
    position = StringField(_l("Your position there"), [at_most(120)], filters=LINE)
    honorific = SelectField(_l("Title before your name"), [Optional()])
    honorific_other = StringField(_l("Another title"), [at_most(40)], filters=NAME)
    birth = StringField(_l("Year of birth"), [at_most(40)], filters=LINE)
    email = EmailField(_l("E-mail"), [at_most(254)], filters=LINE)
    days = BoxesField(_l("Which days are you coming?"), coerce=int)
    # Whichever cannot be had any more must not turn anybody away.
    sessions = BoxesField(_l("Keep me a seat at"), validate_choice=False)
    language = SelectField(_l("In which language do you like to listen?"), [Optional()])
    first_time = RadioField(_l("Have you taken part before?"), [Optional()])
    needs_help = TextAreaField(
        _l("Is it difficult for you to see, hear, walk or follow?"), [at_most(300)], filters=TEXT
    )
    relation = RadioField(_l("You come"), [Optional()])
    stands_for = StringField(_l("Whose place do you take?"), [at_most(200)], filters=LINE)
    photo_consent = RadioField(_l("May we photograph or film you?"), [Optional()])
    share_name = BooleanField(_l("My name may be on the list given to the fair’s partners"))
    contact_after = BooleanField(_l("You may contact me after the fair"))

    full_days: Sequence[int] = ()

    def __init__(
        self,
        event: Event,
        *,
        registration: Registration | None = None,
        invited: Category | None = None,
        **told: Any,
    ) -> None:
        """`invited`: the category of an invitation; `told`: what else is filled in already."""
        self.event, self.kept = event, registration
        known = prefill.answers(registration) if registration else prefill.defaults(event)
        known |= {"category": invited.code} if invited else {}
        self.categories = self._categories(invited)
        super().__init__(data=known | told)
        self.sex.choices = choices.sexes()
        self.category.choices = choices.categories(self.categories)
        self.place.choices = choices.places()
        self.honorific.choices = choices.honorifics()
        self.language.choices = choices.languages()
        self.days.choices = choices.days(event)
        self.sessions.choices = []
        self.relation.choices = choices.relations()
        self.first_time.choices = choices.first_time()
        self.photo_consent.choices = choices.photo_consents()

    def offer(self, terms: Terms, sessions: Sequence[SeatRow]) -> None:
        """Say before it is sent what has room and what has none."""
        self.category.choices = choices.categories(self.categories, terms)
        self.full_days = choices.full_days(self.event, terms)
        self.days.choices = choices.days(self.event, self.full_days)
        self.sessions.choices = choices.sessions(self.event, sessions)
        self.day_of_session = {row.code: row.day_number for row in sessions}
        if self.some_days_are_full and not self.is_submitted():
            self.days.data = [n for n in self.days.data or () if n not in self.full_days]

    @property
    def some_days_are_full(self) -> bool:
        """But not all."""
        return 0 < len(self.full_days) < len(self.event.days)

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

    def validate_place(self, field: SelectField) -> None:
        """Chosen from the list, or written beside it."""
        if not field.data and not self.abroad.data:
            raise ValidationError(CHOOSE)

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
        own_title = self.honorific.data == choices.OTHER
        title = (self.honorific_other if own_title else self.honorific).data or ""
        typed = (self.given_names.data or "", self.family_name.data or "")
        name = naming.read_name(title, *typed)
        where = naming.read_where(self.place.data or "", self.abroad.data or "")
        return Details(
            category=self._category(),
            given_names=name.given_names,
            family_name=name.family_name,
            name_raw=naming.as_typed(self.given_names.raw_data, self.family_name.raw_data),
            honorific=name.honorific,
            sex=choices.sex_of(self.sex.data),
            birth_year=birth.year,
            birth_date=birth.on,
            birth_approximate=birth.approximate,
            phones=phones.read(self.phone.data or ""),
            email=self.email.data or "",
            organisation=self.organisation.data or "",
            position=self.position.data or "",
            region=where[0],
            locality=where[1],
            country=where[2],
            language=self.language.data or choices.language_now(),
            first_time=choices.first_time_of(self.first_time.data),
            needs_help=self.needs_help.data or "",
            photo_consent=self.photo_consent.data or None,
            share_name=self.share_name.data,
            contact_after=self.contact_after.data,
            days=[day for day in self.event.days if day.number in (self.days.data or ())],
            **self._standing_for(),
            **self._known_to_team(),
        )

    def _birth(self) -> births.Birth:
        days = self.event.days
        first_day = days[0].date if days else self.event.local(clock.now()).date()
        return births.read(self.birth.data or "", first_day=first_day)

    def _category(self) -> Category:
        return next(c for c in self.categories if c.code == self.category.data)

    def _categories(self, invited: Category | None) -> list[Category]:
        """Open ones, and the one that this person was let into, whoever did."""
        own = {self.kept.category_id if self.kept else None, invited.id if invited else None}
        return [c for c in self.event.categories if c.is_open or c.id in own]

    def _standing_for(self) -> dict[str, str]:
        if self.kept is not None and self.kept.replaces_id is not None:
            return {"relation": self.kept.relation, "stands_for": self.kept.stands_for}
        whom = self.stands_for.data or ""
        relation = self.relation.data or Relation.REPRESENTS
        return {"relation": relation if whom else "", "stands_for": whom}

    def _known_to_team(self) -> dict[str, Any]:
        if self.kept is None:
            return {}
        return {name: getattr(self.kept, name) for name in ("name_other_script", "precision")}
