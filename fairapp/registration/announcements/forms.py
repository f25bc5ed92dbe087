"""Shape of an announcement: what is said, and to whom."""

from __future__ import annotations

import uuid
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy import exists, or_, select
from wtforms import HiddenField, SelectField
from wtforms.validators import DataRequired

from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.fields import BoxesField, LocalizedField
from fairapp.core.forms import Form
from fairapp.core.i18n import LANGUAGES
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.events.text import clock_time
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.announcements import rules
from fairapp.registration.announcements.actions import Words
from fairapp.registration.announcements.audience import STANDINGS, Audience
from fairapp.registration.history import STATUSES
from fairapp.registration.models import Delegation
from fairapp.registration.signups.models import SignUp

# In a subject the rest is cut off by mailboxes; a text of 2,000 characters is 13 text messages.
_SUBJECT, _BODY = 120, 3000


def _number(value: Any) -> int:
    """A number that was tampered with is a group of nobody, never everybody."""
    text = str(value or 0)
    number = int(text) if text.isascii() and text.isdigit() else -1
    return number if number == 0 or may_exist(number) else -1


class AnnouncementForm(Form):
    """An announcement and its audience."""

    submission_key = HiddenField(default=lambda: str(uuid.uuid4()))
    standings = BoxesField(
        _l("Standing"), [DataRequired(_l("Tick at least one."))],
        choices=[(status, STATUSES[status]) for status in STANDINGS],
    )  # fmt: skip
    categories = BoxesField(_l("Category"))
    days = BoxesField(_l("Days"), coerce=int)
    languages = BoxesField(
        _l("Language"),
        choices=list(LANGUAGES.items()),
        description=_l("In which they are written to; French for whoever prefers another one."),
    )
    delegation = SelectField(_l("Delegation"), default="")
    session = SelectField(_l("Seat at a session"), default="")
    # Whoever was chosen in the list of participants, by the number of their group.
    chosen = HiddenField(default="0", filters=[_number])
    subject = LocalizedField(
        _l("Subject"), [DataRequired(_l("Write the subject in at least one language."))],
        max_length=_SUBJECT,
    )  # fmt: skip
    body = LocalizedField(
        _l("Text"),
        [DataRequired(_l("Write the text in at least one language."))],
        max_length=_BODY,
        rows=8,
        description=_l(
            "{name} becomes the person’s name and {pass} the address of the pass. Whoever reads a"
            " language that you leave empty gets one that is there."
        ),
    )

    def __init__(self, event: Event, asked: Audience) -> None:
        super().__init__(data=asked.as_dict())
        self.event = event
        self.categories.choices = [(c.code, str(c.name)) for c in event.categories]
        self.days.choices = [
            (day.number, str(format_date(day.date, "EEEE d MMMM"))) for day in event.days
        ]
        everybody = ("", _("Everybody"))
        self.delegation.choices = [everybody, *_delegations(event)]
        self.session.choices = [everybody, *_sessions(event)]

    def validate_submission_key(self, field: HiddenField) -> None:
        """A key that was tampered with is as good as none."""
        try:
            field.data = str(uuid.UUID(field.data or ""))
        except ValueError:
            field.data = str(uuid.uuid4())

    def validate(self, extra_validators: Any = None) -> bool:
        """Each field by itself, then what subject and text must have in common."""
        if not super().validate(extra_validators):
            return False
        try:
            rules.check(self.subject.data, self.body.data)
        except DomainError as error:
            self.add_domain_error(error)
            return False
        return True

    def words(self) -> Words:
        """What is said."""
        return Words(self.subject.data, self.body.data)

    def audience(self) -> Audience:
        """To whom."""
        boxes = self.values("standings", "categories", "days", "languages")
        ticked: dict[str, Any] = {name: tuple(chosen or ()) for name, chosen in boxes.items()}
        return Audience(**ticked, **self.values("delegation", "session", "chosen"))


def _delegations(event: Event) -> list[tuple[str, str]]:
    query = select(Delegation.code, Delegation.name).where(Delegation.event_id == event.id)
    rows = db.session.execute(query.order_by(Delegation.name, Delegation.id))
    return [(code, name) for code, name in rows]


def _sessions(event: Event) -> list[tuple[str, str]]:
    """Those that take names, and those that did; a session that is called off among them, for then
    there is something to tell."""
    signed_up = exists().where(SignUp.session_id == Session.id)
    query = select(Session).where(
        Session.event_id == event.id,
        Session.status != SessionStatus.DRAFT,
        or_(Session.takes_sign_up, signed_up),
    )
    rows = db.session.scalars(query.order_by(Session.starts_at, Session.id))
    return [(row.code, f"{_when(event, row)} · {row.title}") for row in rows]


def _when(event: Event, session: Session) -> str:
    day = format_date(event.local(session.starts_at).date(), "EEE d")
    return f"{day}, {clock_time(session.starts_at, event)}"
