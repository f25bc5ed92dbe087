"""What people with a seat, or in line for one, are told."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.events.text import clock_time, weekday_date
from fairapp.programme.models import Session
from fairapp.programme.releases.changes import Change, What
from fairapp.programme.releases.models import Release
from fairapp.programme.releases.words import Names, span
from fairapp.registration import letters
from fairapp.registration.letter_words import Words
from fairapp.registration.models import Registration


def tell_seat(registration: Registration, session: Session, *, at: datetime) -> None:
    """Tell whoever was in line that the seat is theirs, in their language."""
    letters.write(registration, "seat_free", lambda: _words(session), at=at)


def tell_changes(
    registration: Registration,
    release: Release,
    news: list[tuple[Change, bool]],
    names: Names,
    *,
    at: datetime,
) -> None:
    """Tell what a version does to somebody's sessions, in their language and once: each change, and
    whether they have a seat there or wait for one."""
    letters.write(
        registration,
        "programme_changed",
        lambda: _change_words(release.event, news, names),
        at=at,
        once=f"programme_changed:{release.id}:{registration.id}",
    )


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


def _change_words(event: Event, news: list[tuple[Change, bool]], names: Names) -> Words:
    told = [_sentence(event, change, names) for change, _seated in news]
    subject = ngettext(
        "A session of yours has changed: %(event)s",
        "%(num)d of your sessions have changed: %(event)s",
        len(news),
        event=event.name,
    )
    before = (
        (_title(change), _("before: %(when)s", when=_when(event, change.before, names)))
        for change, _seated in news
        if change.what is What.MOVED
    )
    standing = {seated for change, seated in news if not _is_off(change)}
    return Words(subject, " ".join(told), tuple(before), paragraphs=_advice(standing))


def _advice(standing: set[bool]) -> tuple[str, ...]:
    """`standing`: whether they have a seat at what takes place, or wait, or both; nothing for what
    is off."""
    said = []
    if True in standing:
        said += [
            _("Your seat stays yours."),
            _("You cannot come? Give the seat up on your pass, so that somebody else can have it."),
        ]
    if False in standing:
        said.append(_("You keep your place on the waiting list."))
    return tuple(said) or (_("Your pass shows which other sessions have seats."),)


def _sentence(event: Event, change: Change, names: Names) -> str:
    shown = {
        "session": _title(change),
        "when": _when(event, change.after or change.before, names),
    }
    if change.what is What.CANCELLED:
        told = _("Cancelled: %(session)s, %(when)s.", **shown)
    elif change.what is What.WITHDRAWN:
        told = _("No longer on the programme: %(session)s, %(when)s.", **shown)
    elif change.what is What.MOVED and not change.is_elsewhere:
        told = _("Other hours: %(session)s. Now: %(when)s.", **shown)
    elif change.what is What.MOVED:
        told = _("Moved: %(session)s. Now: %(when)s.", **shown)
    else:
        told = _("Takes place after all: %(session)s, %(when)s.", **shown)
    return str(told)


def _is_off(change: Change) -> bool:
    return change.what in (What.CANCELLED, What.WITHDRAWN)


def _title(change: Change) -> str:
    return str(LocalizedText(**change.title))


def _when(event: Event, entry: dict[str, Any], names: Names) -> str:
    start, end = span(entry)
    day = weekday_date(event.local(start).date())
    hours = _("%(start)s to %(end)s", start=clock_time(start, event), end=clock_time(end, event))
    room = names.rooms.get(entry["room"])
    return ", ".join([day, hours, *([str(room)] if room else [])])
