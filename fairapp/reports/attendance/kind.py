"""The attendance list as a document that can be ordered."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.checkin import presence
from fairapp.core import clock
from fairapp.core.access import Permission, may
from fairapp.core.tasks import Progress
from fairapp.events.models import Event
from fairapp.events.text import weekday_date
from fairapp.reports import tables
from fairapp.reports.attendance import files, scope
from fairapp.reports.attendance.forms import GROUPING_LABELS, AttendanceForm, shape_of
from fairapp.reports.attendance.listing import Grouping, attendance_list
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made


@kinds.register
class AttendanceKind(Kind):
    """Who came, or is expected, to be signed."""

    key = "attendance-list"
    title = _l("Attendance list")
    summary = _l(
        "Everybody who came in that day, half-day or session, with the time of the first scan,"
        " ready to be printed and signed; or, the evening before, everybody who is expected."
        " Totals by sex on each page and in words at the end. A scan does not replace a signature."
    )
    group = Group.LISTS

    def form(self, event: Event) -> AttendanceForm:
        """Of what, from what, in which order, with which columns."""
        today = event.local(clock.now()).date()
        begun = [day.number for day in event.days if day.date <= today]
        form = AttendanceForm(formats=tuple(tables.MIMETYPES))
        form.offer(
            scope.choices(event),
            contacts=may(Permission.SEE_CONTACTS),
            chosen=str(max(begun, default=1)),
        )
        return form

    def describe(self, event: Event, choice: Choice) -> str:
        """`Wednesday 2 December, morning · By category · with contacts`."""
        found, parts = scope.find(event, choice["scope"]), []
        if found is not None:
            half = f"{_(', ')}{found.half.label}" if found.half else ""
            parts = [f"{weekday_date(found.day.date)}{half}", found.session_label()]
        if choice["is_blank"]:
            parts.append(_("to be signed at the door"))
        parts.append(str(GROUPING_LABELS[Grouping(choice["grouping"])]))
        if choice["contacts"]:
            parts.append(_("with contacts"))
        return " · ".join(filter(None, parts))

    def permissions(self, choice: Choice) -> frozenset[Permission]:
        """Contacts only for who may see them."""
        more = {Permission.SEE_CONTACTS} if choice["contacts"] else set()
        return frozenset({self.permission, *more})

    def expected(self, event: Event, choice: Choice) -> int:
        """How many came that day."""
        found = scope.find(event, choice["scope"])
        return presence.count_today(event, found.day.date) if found else 0

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The list as the data has it."""
        found = scope.find(event, choice["scope"])
        if found is None:
            raise LookupError(f"fair {event.id} has no {choice['scope']}")
        listed = attendance_list(event, found, shape_of(choice))
        progress(0, len(listed.people))
        return files.make(listed, evidence, choice["format"], progress=progress)
