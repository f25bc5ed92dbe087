"""What whoever waited for a seat is told."""

from __future__ import annotations

from datetime import datetime

from flask_babel import gettext as _

from fairapp.events.text import clock_time, weekday_date
from fairapp.programme.models import Session
from fairapp.registration import letters
from fairapp.registration.letter_words import Words
from fairapp.registration.models import Registration


def tell_seat(registration: Registration, session: Session, *, at: datetime) -> None:
    """Tell whoever was in line that the seat is theirs, in their language."""
    letters.write(registration, "seat_free", lambda: _words(session), at=at)


def _words(session: Session) -> Words:
    event, title = session.event, session.title
    day = weekday_date(event.local(session.starts_at).date())
    start, end = clock_time(session.starts_at, event), clock_time(session.ends_at, event)
    when = f"{day}, {_('%(start)s to %(end)s', start=start, end=end)}"
    facts = [(_("When"), when)]
    if session.room is not None:
        facts.append((_("Room"), str(session.room.name)))
    return Words(
        subject=_("A seat for you: %(session)s", session=title),
        news=_(
            "A seat has become free for you: %(session)s. You need do nothing: it is yours.",
            session=title,
        ),
        facts=tuple(facts),
        paragraphs=(
            _("You cannot come? Give the seat up on your pass, so that somebody else can have it."),
        ),
    )
