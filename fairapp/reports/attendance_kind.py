"""The attendance list as a document that can be ordered."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.checkin import presence
from fairapp.core import clock
from fairapp.core.access import Permission, may
from fairapp.core.tasks import Progress
from fairapp.events.models import Event, EventDay
from fairapp.events.text import weekday_date
from fairapp.reports import attendance_pdf
from fairapp.reports.attendance import Grouping, attendance_list
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.forms import GROUPING_LABELS, AttendanceForm


@kinds.register
class AttendanceKind(Kind):
    """Who came on a day, to be signed."""

    key = "attendance-list"
    title = _l("Attendance list")
    summary = _l(
        "Everybody who came in that day, with the time of the first scan, ready to be printed and"
        " signed for the morning and the afternoon. Totals by sex on each page and in words at the"
        " end. A scan does not replace a signature."
    )
    group = Group.LISTS

    def form(self, event: Event) -> AttendanceForm:
        """Day, order, and whether contacts are shown."""
        figures = presence.figures(event)
        persons = {day.date: day.persons for day in figures.days}
        labels = {
            day.number: _(
                "Day %(number)s – %(date)s (%(persons)s present)",
                number=day.number,
                date=weekday_date(day.date),
                persons=persons.get(day.date, 0),
            )
            for day in event.days
        }
        today = event.local(clock.now()).date()
        begun = [day.number for day in event.days if day.date <= today]
        form = AttendanceForm()
        form.offer(labels, contacts=may(Permission.SEE_CONTACTS), chosen=max(begun, default=1))
        return form

    def describe(self, event: Event, choice: Choice) -> str:
        """`Wednesday 2 December · By category`."""
        day = event.day_number(choice["day"])
        parts = [weekday_date(day.date)] if day else []
        parts.append(str(GROUPING_LABELS[Grouping(choice["grouping"])]))
        if choice["contacts"]:
            parts.append(_("with contacts"))
        return " · ".join(parts)

    def permissions(self, choice: Choice) -> frozenset[Permission]:
        """Contacts only for who may see them."""
        more = {Permission.SEE_CONTACTS} if choice["contacts"] else set()
        return frozenset({self.permission, *more})

    def expected(self, event: Event, choice: Choice) -> int:
        """How many came."""
        day = event.day_number(choice["day"])
        return presence.count_today(event, day.date) if day else 0

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The list of the day as the scans have it."""
        day = _day(event, choice)
        name = f"{event.slug}-presence-{day.date.isoformat()}.pdf"
        listed = attendance_list(
            event, day, grouping=Grouping(choice["grouping"]), contacts=choice["contacts"]
        )
        people = len(listed.people)
        progress(0, people)
        pdf = attendance_pdf.render(
            listed, made_at=evidence.data_at, made_by=evidence.made_by, progress=progress
        )
        return Made(pdf, name, "application/pdf", people, listed.fingerprint)


def _day(event: Event, choice: Choice) -> EventDay:
    number: Any = choice["day"]
    day = event.day_number(number)
    if day is None:
        raise LookupError(f"fair {event.id} has no day {number}")
    return day
