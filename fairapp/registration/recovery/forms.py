"""The two questions: how we reach you, and which code came."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import ValidationError

from fairapp.core.forms import Form, strip
from fairapp.registration.recovery import rules


class ContactForm(Form):
    """A phone number or an e-mail address, in one field."""

    contact = StringField(_l("Your phone number or e-mail"), filters=[strip])

    def validate_contact(self, field: StringField) -> None:
        """Something that can be written to; `field.data` stays as it was typed."""
        if not self.read:
            raise ValidationError(
                _("Write the phone number or the e-mail address that you registered with.")
            )

    @property
    def read(self) -> str:
        """The contact in its one way of writing; empty when it is none."""
        return rules.read_contact((self.contact.data or "")[:254])


class CodeForm(Form):
    """The code that came."""

    code = StringField(_l("The six digits"), filters=[strip])
