"""Shapes of input: signing in, first organiser, members, passwords."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, Field, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from fairapp.accounts.models import Role
from fairapp.accounts.rules import PASSWORD_MAX, PASSWORD_MIN, is_email
from fairapp.core.forms import Form, strip

ROLE_LABELS = {
    Role.ORGANISER: _l("Organiser"),
    Role.PROGRAMME: _l("Programme"),
    Role.RECEPTION: _l("Reception"),
    Role.SCANNER: _l("Gate"),
    Role.BADGES: _l("Badges"),
    Role.REPORTS: _l("Reports"),
    Role.FINANCE: _l("Payments"),
    Role.READER: _l("Read only"),
}
ROLE_DUTIES = {
    Role.ORGANISER: _l("everything at this fair, its team and settings included"),
    Role.PROGRAMME: _l("plans sessions and publishes the programme; sees nobody’s registration"),
    Role.RECEPTION: _l("finds people, checks them in, registers on the spot, prints a badge"),
    Role.SCANNER: _l("scans badges at an entrance; sees names and categories only"),
    Role.BADGES: _l("prints badges; sees no phone numbers"),
    Role.REPORTS: _l("reads figures, attendance lists and the live board"),
    Role.FINANCE: _l("draws up the payment list and pays; alone sees identity documents"),
    Role.READER: _l(
        "opens what an organiser opens, but no contacts or identity documents; changes nothing"
        " and takes no lists away"
    ),
}

_PASSWORD_LENGTH = Length(
    max=PASSWORD_MAX, message=_l("At most %(count)s characters.", count=PASSWORD_MAX)
)
_PASSWORD_HINT = _l(
    "At least %(count)s characters; a short sentence is easiest.", count=PASSWORD_MIN
)


def _complete_email(form: Form, field: Field) -> None:
    if not is_email(field.data or ""):
        raise ValidationError(_l("This is not a complete e-mail address, as in name@example.org."))


def _email_field() -> StringField:
    return StringField(
        _l("E-mail address"),
        filters=[strip],
        validators=[
            DataRequired(_l("Enter an e-mail address.")),
            Length(max=254, message=_l("At most %(count)s characters.", count=254)),
            _complete_email,
        ],
    )


def _name_field() -> StringField:
    return StringField(
        _l("Name"),
        filters=[strip],
        validators=[
            DataRequired(_l("Enter a name.")),
            Length(max=120, message=_l("At most %(count)s characters.", count=120)),
        ],
    )


def _new_password_field() -> PasswordField:
    return PasswordField(
        _l("Password"),
        description=_PASSWORD_HINT,
        validators=[InputRequired(_l("Choose a password.")), _PASSWORD_LENGTH],
    )


class SignInForm(Form):
    """E-mail address and password; anything may be typed, so that any answer is the same."""

    email = StringField(
        _l("E-mail address"),
        filters=[strip],
        validators=[DataRequired(_l("Enter an e-mail address."))],
    )
    password = PasswordField(
        _l("Password"), validators=[InputRequired(_l("Enter your password.")), _PASSWORD_LENGTH]
    )
    remember = BooleanField(
        _l("Stay signed in for 14 days"),
        default=True,
        description=_l("Untick on a device that others use too."),
    )


class SetupForm(Form):
    """The first account."""

    name = _name_field()
    email = _email_field()
    password = _new_password_field()


class MemberForm(Form):
    """Somebody new on the team, or one more role for somebody who is there."""

    name = _name_field()
    email = _email_field()
    role = RadioField(
        _l("Role"),
        choices=[SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()],
        validators=[InputRequired(_l("Choose a role."))],
    )


class PasswordForm(Form):
    """One's own new password."""

    current = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Enter your password.")), _PASSWORD_LENGTH],
    )
    password = _new_password_field()
