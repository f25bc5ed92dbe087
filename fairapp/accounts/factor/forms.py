"""Shapes of input: codes, and what proves that it is oneself."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, RadioField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length

from fairapp.accounts.models import Demand
from fairapp.accounts.rules import PASSWORD_MAX
from fairapp.core.forms import Form, strip

DEMANDS = {
    Demand.NOBODY: _l("Nobody has to"),
    Demand.ORGANISERS: _l("Organisers and administrators"),
    Demand.EVERYBODY: _l("Everybody on the team"),
}


def _code_field(hint: Any) -> StringField:
    return StringField(
        _l("Code"),
        filters=[strip],
        validators=[
            InputRequired(_l("Enter the code.")),
            Length(max=40, message=_l("At most %(count)s characters.", count=40)),
        ],
        description=hint,
    )


def _password_field() -> PasswordField:
    return PasswordField(
        _l("Your password"),
        validators=[
            InputRequired(_l("Enter your password.")),
            Length(
                max=PASSWORD_MAX, message=_l("At most %(count)s characters.", count=PASSWORD_MAX)
            ),
        ],
    )


class CodeForm(Form):
    """The second step of signing in."""

    code = _code_field(_l("The six digits that the authenticator on your phone shows now."))
    trust = BooleanField(
        _l("Ask no code in this browser for 14 days"),
        description=_l("Only on a device that is yours alone."),
    )


class FirstCodeForm(Form):
    """A first code, which shows that the phone has the secret."""

    code = _code_field(_l("The six digits that the authenticator shows now."))


class BeginForm(Form):
    """Who sets it up has to be the owner, not whoever sits at an open session."""

    password = _password_field()


class ProofForm(Form):
    """Password and code, to change what protects the account."""

    password = _password_field()
    code = _code_field(_l("Of the authenticator, or one of the recovery codes."))


class DemandForm(Form):
    """Of whom the fair demands a second factor."""

    demand = RadioField(
        _l("Who has to sign in with a second factor"),
        choices=[SelectChoice(demand.value, label) for demand, label in DEMANDS.items()],
        validators=[],
    )
