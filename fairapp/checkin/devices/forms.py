"""Forms of the team's pages of devices."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.events.models import Event

ANY = ""


class DeviceForm(Form):
    """What can be changed of a device at any time."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter a name that the team knows the phone by.")), limit(120)],
        filters=[strip],
        description=_l("As the team calls it, such as “Gate 2, Aïssatou’s phone”."),
    )
    until = DateField(
        _l("Works until the evening of"), [InputRequired(_l("Choose a day to come."))]
    )
    may_search = BooleanField(
        _l("May look people up by name without network"),
        description=_l(
            "For the reception alone: this phone then keeps a list of names, locked with a secret"
            " code that its user chooses. No phone numbers, no e-mails."
        ),
    )


class NewDeviceForm(DeviceForm):
    """A device that is made."""

    checkpoint = SelectField(
        _l("Where it scans"),
        default=ANY,
        description=_l("With one, there is nothing to choose at the gate; it then stays the same."),
    )
    may_override = BooleanField(
        _l("May let people in against the verdict, with a reason, as the reception does")
    )

    @classmethod
    def of(cls, event: Event) -> NewDeviceForm:
        """The form with the fair's checkpoints to choose from."""
        form = cls()
        gates = [(gate.code, str(gate.name)) for gate in event.checkpoints]
        form.checkpoint.choices = [(ANY, _("At any, chosen on the phone")), *gates]
        return form
