"""Shapes of input: signing in, first organiser, invitations, passwords."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    Field,
    PasswordField,
    RadioField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, Length, Optional, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from fairapp.accounts.rules import PASSWORD_MAX, PASSWORD_MIN, is_email
from fairapp.accounts.words import ROLE_LABELS
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import LANGUAGES

_ROLES = [SelectChoice(role.value, label) for role, label in ROLE_LABELS.items()]
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


class RoleForm(Form):
    """One more role for somebody who is on the team."""

    role = RadioField(_l("Role"), choices=_ROLES, validators=[InputRequired(_l("Choose a role."))])


class InvitationForm(Form):
    """Who is to join, and as what; without an e-mail address, the link is handed over."""

    name = _name_field()
    email = StringField(
        _l("E-mail address"),
        filters=[strip],
        description=_l("Without one, you hand the link over yourself: by WhatsApp, or on paper."),
        validators=[
            Optional(),
            Length(max=254, message=_l("At most %(count)s characters.", count=254)),
            _complete_email,
        ],
    )
    roles = SelectMultipleField(
        _l("Roles"),
        choices=_ROLES,
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
        validators=[InputRequired(_l("Choose a role."))],
    )
    language = RadioField(
        _l("Language of the letter"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )


class JoinForm(Form):
    """A new account, by invitation."""

    name = _name_field()
    email = _email_field()
    password = _new_password_field()


class PasswordForm(Form):
    """One's own new password."""

    current = PasswordField(
        _l("Present password"),
        validators=[InputRequired(_l("Enter your password.")), _PASSWORD_LENGTH],
    )
    password = _new_password_field()


class AccountForm(Form):
    """What one says of oneself."""

    name = _name_field()
    language = RadioField(
        _l("Language"),
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
        description=_l("Of these pages after signing in, and of what the application writes you."),
    )
