"""Registering somebody who stands at the desk: four fields, so that it takes under a minute."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from fairapp.core.forms import Form
from fairapp.core.i18n import current_language
from fairapp.events.models import Category, Event
from fairapp.registration import choices, phones
from fairapp.registration.actions import Details
from fairapp.registration.models import Registration, Relation
from fairapp.registration.names import clean_line, clean_name, has_letter, split_name

# With fewer digits it is the name of an organisation that happens to have some.
_PHONE_DIGITS = 6
_CHOOSE = _l("Please choose an answer.")


def _at_most(length: int) -> Length:
    return Length(max=length, message=_l("At most %(max)d characters, please."))


_LINE = (lambda value: clean_line(value) if isinstance(value, str) else value,)


class NewcomerForm(Form):
    """What is asked of everybody who is registered at the desk: name and sex."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    name = StringField(
        _l("Full name"),
        [_at_most(240)],
        description=_l("Given names, then family name. One name is enough."),
        filters=(lambda value: clean_name(value) if isinstance(value, str) else value,),
    )
    sex = RadioField(_l("Sex"), [InputRequired(_CHOOSE)])

    def __init__(self, **values: str) -> None:
        super().__init__(data=values)
        self.sex.choices = [
            *(choice for choice in choices.sexes() if choice[0] != choices.UNSAID),
            (choices.UNSAID, _("Not given")),
        ]

    def validate_submission_key(self, field: HiddenField) -> None:
        """A key that was tampered with is as good as none."""
        try:
            field.data = str(uuid.UUID(field.data or ""))
        except ValueError:
            field.data = str(uuid.uuid4())

    def validate_name(self, field: StringField) -> None:
        """Something that can be read out."""
        if not has_letter(field.data or ""):
            raise ValidationError(_("Write the name; one name is enough."))
        if any(len(part) > 120 for part in split_name(field.data or "")):
            raise ValidationError(_("At most %(max)d characters, please.", max=120))

    @property
    def scan_uuid(self) -> str:
        """Of the check-in that goes with it: the same form sent twice is one entry."""
        return str(uuid.uuid5(uuid.UUID(self.submission_key.data), "check-in"))


class WalkInForm(NewcomerForm):
    """Also the category, and one way to tell the person apart."""

    category = SelectField(_l("Category"), [InputRequired(_CHOOSE)])
    reach = StringField(_l("Phone or organisation"), [_at_most(200)], filters=_LINE)

    def __init__(self, event: Event, *, name: str = "") -> None:
        super().__init__(**({"name": name} if has_letter(name) else {}))
        self.categories: list[Category] = list(event.categories)
        self.category.choices = [("", _("Choose …"))]
        self.category.choices += [(c.code, str(c.name)) for c in self.categories]

    def details(self) -> Details:
        """What the validated form says."""
        given, family = split_name(self.name.data or "")
        reach = self.reach.data or ""
        is_phone = sum(char.isdigit() for char in reach) >= _PHONE_DIGITS
        return Details(
            category=next(c for c in self.categories if c.code == self.category.data),
            given_names=given,
            family_name=family,
            name_raw=self.name.data or "",
            sex=choices.sex_of(self.sex.data),
            phones=phones.read(reach) if is_phone else phones.NO_PHONES,
            organisation="" if is_phone else reach,
            language=current_language(),
        )


class SubstituteForm(NewcomerForm):
    """Somebody who comes for `invitee`: how, and two ways to tell the person apart."""

    relation = RadioField(_l("Comes to"), [InputRequired(_CHOOSE)])
    phone = StringField(_l("Phone"), [_at_most(80)], filters=_LINE)
    position = StringField(_l("Position"), [_at_most(120)], filters=_LINE)

    def __init__(self, invitee: Registration) -> None:
        is_guest = invitee.protocol_rank is not None
        super().__init__(relation=Relation.REPRESENTS if is_guest else Relation.REPLACES)
        self.invitee = invitee
        self.relation.choices = [
            (Relation.REPLACES, _("replace %(name)s", name=invitee.full_name)),
            (Relation.REPRESENTS, _("represent %(name)s", name=invitee.full_name)),
        ]

    def details(self) -> Details:
        """What the validated form says; the rest is as it was for the invitee's place."""
        given, family = split_name(self.name.data or "")
        return Details(
            category=self.invitee.category,
            given_names=given,
            family_name=family,
            name_raw=self.name.data or "",
            sex=choices.sex_of(self.sex.data),
            phones=phones.read(self.phone.data or ""),
            organisation=self.invitee.organisation,
            position=self.position.data or "",
            region=self.invitee.region,
            locality=self.invitee.locality,
            country=self.invitee.country,
            language=current_language(),
            days=self.invitee.days,
        )
