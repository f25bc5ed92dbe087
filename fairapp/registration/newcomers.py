"""Forms that ask of somebody no more than who it is: at the desk, and in another's place."""

from __future__ import annotations

import uuid

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from fairapp.core.forms import Form
from fairapp.core.i18n import current_language
from fairapp.registration import choices, phones
from fairapp.registration.details import Details
from fairapp.registration.models import Registration, Relation
from fairapp.registration.names import clean_line, clean_name, has_letter, split_name

CHOOSE = _l("Please choose an answer.")


def at_most(length: int) -> Length:
    """No longer than the column."""
    return Length(max=length, message=_l("At most %(max)d characters, please."))


LINE = (lambda value: clean_line(value) if isinstance(value, str) else value,)


class NewcomerForm(Form):
    """What is asked of everybody: name and sex."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    name = StringField(
        _l("Full name"),
        [at_most(240)],
        description=_l("Given names, then family name. One name is enough."),
        filters=(lambda value: clean_name(value) if isinstance(value, str) else value,),
    )
    sex = RadioField(_l("Sex"), [InputRequired(CHOOSE)])

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


class SubstituteForm(NewcomerForm):
    """Somebody who comes for `invitee`: how, and two ways to tell the person apart."""

    relation = RadioField(_l("Comes to"), [InputRequired(CHOOSE)])
    phone = StringField(_l("Phone"), [at_most(80)], filters=LINE)
    position = StringField(_l("Position"), [at_most(120)], filters=LINE)

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
