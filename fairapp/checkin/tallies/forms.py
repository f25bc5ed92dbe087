"""The number that somebody writes down."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import UUID, NumberRange, Optional

from fairapp.checkin.tallies.rules import MOST
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.events.text import day_month
from fairapp.programme.models import Session

_RANGE = NumberRange(0, MOST, _l("A whole number, please."))


class TallyForm(Form):
    """Heads at one session; `uuid` makes sure that a second press counts nobody twice."""

    uuid = HiddenField(validators=[UUID()])
    session = SelectField(_l("Session"))
    women = IntegerField(_l("Women"), [Optional(), _RANGE])
    men = IntegerField(_l("Men"), [Optional(), _RANGE])
    children = IntegerField(_l("Children"), [Optional(), _RANGE])

    def offer(self, sessions: Iterable[Session], *, event: Event, at: datetime) -> None:
        """Sessions by day; the one that began last is chosen."""
        self.session.choices = [
            SelectChoice(
                session.code,
                f"{event.local(session.starts_at):%H:%M} {session.title}",
                optgroup=day_month(session.day.date),
            )
            for session in sessions
        ]
        begun = [session.code for session in sessions if session.starts_at <= at]
        if begun and not self.is_submitted():
            self.session.data = begun[-1]
