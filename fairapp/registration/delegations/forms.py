"""What is sent about a delegation, or about one person of it."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    EmailField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TelField,
)
from wtforms.validators import Email, InputRequired, Length, NumberRange, Optional, ValidationError

from fairapp.core.forms import Form
from fairapp.core.i18n import current_language
from fairapp.events.models import Category, Event
from fairapp.registration import births, choices, phones
from fairapp.registration.delegations.actions import About
from fairapp.registration.delegations.lists import FIELDS
from fairapp.registration.delegations.people import UNSAID, Line, Usual, read
from fairapp.registration.models import Delegation, Registration
from fairapp.registration.names import clean_line, clean_name, has_letter


def _filtered(clean: Callable[[str], str]) -> Sequence[Callable[[Any], Any]]:
    return (lambda value: clean(value) if isinstance(value, str) else value,)


_LINE, _NAME = _filtered(clean_line), _filtered(clean_name)


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)d characters, please."))


class Keyed(Form):
    """A page that may be sent twice."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))

    def validate_submission_key(self, field: HiddenField) -> None:
        """A key that was tampered with is as good as none."""
        try:
            field.data = str(uuid.UUID(field.data or ""))
        except ValueError:
            field.data = str(uuid.uuid4())

    @property
    def key(self) -> str:
        """What tells one page sent twice from two pages."""
        return str(self.submission_key.data)


class AboutForm(Keyed):
    """What is said of a delegation."""

    name = StringField(_l("Organisation"), [_at_most(200)], filters=_LINE)
    focal_name = StringField(_l("Your name"), [_at_most(200)], filters=_NAME)
    focal_phone = TelField(_l("Your phone"), [_at_most(60)], filters=_LINE)
    focal_email = EmailField(
        _l("Your e-mail"),
        [
            Optional(),
            _at_most(254),
            Email(_l("This does not look like an e-mail address, such as name@example.org.")),
        ],
        filters=_LINE,
    )

    @property
    def phone_is_doubtful(self) -> bool:
        """Whether the phone is worth another look; it is taken as it is all the same."""
        return phones.read(self.focal_phone.data or "").doubtful

    def validate_name(self, field: StringField) -> None:
        """Something that can be read out."""
        if not has_letter(field.data or ""):
            raise ValidationError(_("Write the name of the organisation or group."))

    def about(self, category: Category | None, **more: Any) -> About:
        """What the validated form says."""
        named = self.values("name", "focal_name", "focal_phone", "focal_email")
        texts = {name: value or "" for name, value in named.items()}
        return About(category=category, **{"language": current_language(), **texts, **more})


class OwnAboutForm(AboutForm):
    """What the focal point may correct; the category is the team's to change."""

    def __init__(self, delegation: Delegation) -> None:
        super().__init__(obj=delegation)


class TeamAboutForm(AboutForm):
    """What the team says of a delegation."""

    category = SelectField(_l("Category of its people"), [Optional()])
    announced = IntegerField(
        _l("How many people it announces"),
        [Optional(), NumberRange(0, 10_000, _l("A number between %(min)s and %(max)s, please."))],
    )

    def __init__(self, event: Event, delegation: Delegation | None = None) -> None:
        kept = delegation.category.code if delegation and delegation.category else ""
        super().__init__(obj=delegation, **({} if request.form else {"category": kept}))
        self.focal_name.label.text = _("Focal point")
        self.focal_phone.label.text = _("Phone of the focal point")
        self.focal_email.label.text = _("E-mail of the focal point")
        self.event = event
        self.category.choices = [("", _("Not decided"))]
        self.category.choices += [(c.code, str(c.name)) for c in event.categories]

    def chosen(self) -> Category | None:
        """The category that was chosen."""
        return next((c for c in self.event.categories if c.code == self.category.data), None)


class PersonForm(Keyed):
    """One person: corrected, or come in place of another."""

    given_names = StringField(_l("Given name(s)"))
    family_name = StringField(_l("Family name"))
    sex = RadioField(_l("Sex"), [InputRequired(_l("Please choose an answer."))])
    phone = TelField(_l("Phone"))
    position = StringField(_l("Position"))
    birth = StringField(_l("Year of birth"))

    def __init__(self, registration: Registration | None = None) -> None:
        super().__init__(data=_answers(registration) if registration else {})
        self.sex.choices = choices.sexes()

    @property
    def phone_is_doubtful(self) -> bool:
        """Whether the phone is worth another look; it is taken as it is all the same."""
        return phones.read(self.phone.data or "").doubtful

    def line(self, event: Event, usual: Usual) -> Line:
        """The person as read; what is wrong with it is on the fields."""
        line = read(event, {name: self[name].data or "" for name in FIELDS}, usual)
        for note in line.notes:
            if note.is_error:
                self[note.field].errors = [*self[note.field].errors, note.message]
        return line


def _answers(registration: Registration) -> dict[str, Any]:
    r = registration
    return {
        "given_names": r.given_names,
        "family_name": r.family_name,
        "sex": r.sex or UNSAID,
        "phone": r.phone_raw,
        "position": r.position,
        "birth": str(births.Birth(r.birth_year, r.birth_date, r.birth_approximate)),
    }
