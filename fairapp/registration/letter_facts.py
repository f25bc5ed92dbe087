"""What letters say of the fair and of the pass."""

from __future__ import annotations

from datetime import timedelta

from babel.lists import format_list
from flask_babel import get_locale
from flask_babel import gettext as _

from fairapp.events.models import EventDay
from fairapp.events.text import clock_time, day_range, weekday_date
from fairapp.registration import reference
from fairapp.registration.models import Registration

Facts = tuple[tuple[str, str], ...]


def facts(registration: Registration) -> Facts:
    """When, where, and the code of the pass; what is not known is left out."""
    event = registration.event
    known = (
        (_("Days"), _days(registration.days)),
        (_("Place"), str(event.place) or event.city),
        (_("Code"), reference.display(registration.reference)),
    )
    return tuple((label, value) for label, value in known if value)


def _days(days: list[EventDay]) -> str:
    """« 2–4 décembre 2026 » in a row, else each day by its name."""
    in_a_row = days and days[-1].date - days[0].date == timedelta(days=len(days) - 1)
    if in_a_row and len(days) > 1:
        return day_range(days)
    return str(format_list([weekday_date(day.date) for day in days], locale=get_locale()))


def until(registration: Registration) -> str:
    """How long a place that is offered is kept."""
    moment = registration.offered_until
    if moment is None:
        return ""
    event = registration.event
    day, time = weekday_date(event.local(moment).date()), clock_time(moment, event)
    return str(_("It is kept for you until %(day)s at %(time)s.", day=day, time=time))


def for_the_pass() -> tuple[str, str]:
    """What to do with a pass that opens the entrance."""
    return (
        _(
            "At the entrance, show the pass on your phone, on paper or as a screenshot, or just"
            " give your code."
        ),
        _("You cannot come? Cancel on your pass, so that somebody else can."),
    )
