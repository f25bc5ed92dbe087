"""The notice, delays, and the reference typed before somebody is erased."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, StringField
from wtforms.validators import InputRequired, NumberRange

from fairapp.core.fields import LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.personal import Stage
from fairapp.registration.privacy import rules
from fairapp.registration.privacy.words import STAGES

_RANGE = NumberRange(1, rules.LONGEST, _l("A number of days, from 1 to 36,500."))
_NEEDED = InputRequired(_l("Write a number of days."))


class NoticeForm(Form):
    """What people are told. The first text stands on the form, the others behind a link."""

    purpose = LocalizedField(_l("What the data serves for"), max_length=1200, rows=4)
    controller = LocalizedField(_l("Who answers for it"), max_length=300)
    contact = StringField(_l("Whom to ask"), [limit(200)], filters=[strip])
    basis = LocalizedField(_l("By what right"), max_length=2000, rows=6)
    retention = LocalizedField(_l("How long it is kept"), max_length=1200, rows=4)


class DelaysForm(Form):
    """Days after the last one of the fair."""

    contacts = IntegerField(STAGES[Stage.CONTACTS], [_NEEDED, _RANGE])
    messages = IntegerField(STAGES[Stage.MESSAGES], [_NEEDED, _RANGE])
    files = IntegerField(STAGES[Stage.FILES], [_NEEDED, _RANGE])
    evidence = IntegerField(STAGES[Stage.EVIDENCE], [_NEEDED, _RANGE])

    def days(self) -> dict[Stage, int]:
        """What was typed, by stage."""
        return {stage: self[stage.value].data for stage in rules.DEFAULTS}


class ErasureForm(Form):
    """The reference, so that nobody is erased by a slip of the finger."""

    reference = StringField(_l("Type the reference of this person"), filters=[strip])
