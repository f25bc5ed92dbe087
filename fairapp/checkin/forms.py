"""Forms of the desk: somebody registered with four fields, a name put right with two."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, ValidationError

from fairapp.core.forms import Form
from fairapp.core.i18n import current_language
from fairapp.events.models import Category, Event
from fairapp.registration import choices, phones
from fairapp.registration.details import Details
from fairapp.registration.inputs import NAME
from fairapp.registration.models import Registration
from fairapp.registration.names import has_letter, split_name
from fairapp.registration.newcomers import CHOOSE, LINE, NewcomerForm, at_most

# With fewer digits it is the name of an organisation that happens to have some.
_PHONE_DIGITS = 6


class WalkInForm(NewcomerForm):
    """Also the category, and one way to tell the person apart."""

    category = SelectField(_l("Category"), [InputRequired(CHOOSE)])
    reach = StringField(_l("Phone or organisation"), [at_most(200)], filters=LINE)

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


class NameForm(Form):
    """A name as it is on the person's card, or as the person spells it."""

    given_names = StringField(_l("Given names"), [at_most(120)], filters=NAME)
    family_name = StringField(_l("Family name"), [at_most(120)], filters=NAME)

    def __init__(self, person: Registration) -> None:
        super().__init__(obj=person)

    def validate_family_name(self, field: StringField) -> None:
        """One name is enough, whichever."""
        if not has_letter(f"{self.given_names.data} {field.data}"):
            raise ValidationError(_("Write the name; one name is enough."))
