"""Registrations on the wire."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from marshmallow import Schema, fields

from fairapp.api.fields import Choice, Flag, Moment, Text, Whole, many, nested
from fairapp.api.paging import PageQuery, PageSchema
from fairapp.registration import choices, places
from fairapp.registration.models import PhotoConsent, Relation, Sex, Source, Status

_MOST_DAYS = 60
_SEXES = (*Sex, choices.UNSAID)


class ContactsSchema(Schema):
    """How to reach somebody; with the scope `registrations:contacts` alone."""

    phone = Text(required=True, about=_l("E.164; empty when none could be read."))
    phone_2 = Text(required=True)
    phone_typed = Text(required=True, about=_l("As it was typed."))
    email = Text(required=True)
    needs_help = Text(required=True)


class RegistrationSchema(Schema):
    """A person’s place at the fair."""

    reference = Text(required=True, about=_l("Short, printed and read out; it proves nothing."))
    status = Choice(Status, required=True)
    status_at = Moment(required=True)
    source = Choice(Source, required=True)
    category = Text(required=True, about=_l("Code of a category of the fair."))
    honorific = Text(required=True)
    given_names = Text(required=True)
    family_name = Text(required=True)
    name_other_script = Text(required=True)
    sex = Choice(Sex, required=True, allow_none=True)
    birth_year = Whole(required=True, allow_none=True)
    birth_is_approximate = Flag(required=True)
    organisation = Text(required=True)
    position = Text(required=True)
    region = Text(required=True)
    locality = Text(required=True)
    country = Text(required=True)
    language = Text(required=True)
    days = many(Whole(1), _MOST_DAYS, required=True, about=_l("Numbers of the fair’s days."))
    delegation = Text(required=True, allow_none=True, about=_l("Code of a delegation."))
    replaces = Text(required=True, allow_none=True, about=_l("In whose place: a reference."))
    merged_into = Text(
        required=True, allow_none=True, about=_l("Of a duplicate: the reference that counts.")
    )
    registered_at = Moment(required=True)
    contacts = nested(ContactsSchema)


class MadeRegistrationSchema(RegistrationSchema):
    """A registration that has just been made, with what only the person may have."""

    pass_url = Text(required=True, about=_l("The person’s pass. Whoever has it is the person."))


class RegistrationPageSchema(PageSchema):
    """Registrations in the order in which they came."""

    items = many(fields.Nested(RegistrationSchema), 200, required=True)


class RegistrationQuery(PageQuery):
    """Which ones."""

    status = Choice(Status)
    source = Choice(Source)
    category = Text(40, about=_l("Code of a category of the fair."))
    delegation = Text(20, about=_l("Code of a delegation."))


class ChangeSchema(Schema):
    """What the registration form asks; what is left out stays, null takes it back."""

    given_names = Text(120, allow_none=True)
    family_name = Text(120, allow_none=True)
    sex = Choice(_SEXES, about=_l("`unsaid`: rather not said."))
    category = Text(40, about=_l("Code of a category of the fair."))
    place = Choice(places.PLACES, about=_l("Commune or prefecture; `XX` abroad, with `abroad`."))
    abroad = Text(80, allow_none=True, about=_l("City and country, or a place that is no choice."))
    phone = Text(80, allow_none=True, about=_l("As people write it, two numbers also."))
    email = Text(254, allow_none=True)
    organisation = Text(200, allow_none=True)
    position = Text(120, allow_none=True)
    honorific = Text(40, allow_none=True)
    birth = Text(40, allow_none=True, about=_l("A year, a date, or “about 1961”."))
    days = many(Whole(1, strict=True), _MOST_DAYS, about=_l("Numbers of the fair’s days."))
    language = Choice(dict(choices.languages()))
    first_time = Flag(allow_none=True)
    needs_help = Text(300, allow_none=True)
    relation = Choice(Relation, allow_none=True)
    stands_for = Text(200, allow_none=True)
    photo_consent = Choice(PhotoConsent, allow_none=True)
    share_name = Flag()
    contact_after = Flag()
    answers = fields.Dict(
        keys=fields.String(),
        values=many(Text(1000), 50),
        metadata={
            "description": _l(
                "To the fair’s own questions: by the code of the question, a list of texts. Files"
                " are handed in by the form alone."
            )
        },
    )


class NewRegistrationSchema(ChangeSchema):
    """What the registration form asks. Names: either is enough."""

    sex = Choice(_SEXES, required=True, about=_l("`unsaid`: rather not said."))
    category = Text(40, required=True, about=_l("Code of a category of the fair."))
    sessions = many(Text(20), 50, about=_l("Codes of sessions to keep a seat at."))
    invitation = Text(40, about=_l("The key in the address that lets people into a category."))
    anyway = Flag(about=_l("Register even though the person seems to be registered already."))
