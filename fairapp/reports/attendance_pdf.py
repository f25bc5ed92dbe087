"""The attendance list on paper: A4 on its side, ruled, to be signed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import pgettext

from fairapp.core.i18n import current_language, text_direction
from fairapp.core.pdf import Chunk, Progress, StampSheet, render_chunks
from fairapp.core.pdf_fitting import Fit, clean, fit
from fairapp.core.pdf_marks import Stamp
from fairapp.events.models import Event
from fairapp.events.text import full_date, moment_line
from fairapp.registration.models import Sex
from fairapp.reports import ages, ruling
from fairapp.reports.attendance import AttendanceList, Attendee, Count, Grouping
from fairapp.reports.lines import PADDING, TYPES, Row, Text, set_row
from fairapp.reports.numbers import in_words
from fairapp.reports.paging import Heading, Line, Page, paginate

TEMPLATE = "pdf/attendance_list.html"
STAMPS = "pdf/attendance_list_stamps.html"
PAGES_A_CHUNK = 10

FROM_PAPER = "*"
"""Beside a time that nobody scanned; each page with one says what it means."""

HEAD_WIDTH = 176.0
"""Room for who holds the fair, beside the table of facts."""

# Pages of the sheet of stamps.
_FIRST_HEAD, _NEXT_HEAD, _TABLE_HEAD, _ROW, _HEADING, _FOOT = range(6)


@dataclass(frozen=True, slots=True)
class SetStrip:
    """A strip as the template takes it: a heading or a row."""

    heading: str = ""
    count: str = ""
    row: Row | None = None


@dataclass(frozen=True, slots=True)
class SetPage:
    """A page as the template takes it; `so_far` counts from the first page to this one,
    `from_paper` the times of entry on it that were typed in.
    """

    page: Page
    strips: tuple[SetStrip, ...]
    count: str
    so_far: int
    from_paper: int


def render(
    attendance: AttendanceList,
    *,
    made_at: datetime,
    made_by: str = "",
    progress: Progress | None = None,
) -> bytes:
    """The PDF, in the present language. Progress counts people."""
    pages = paginate(attendance.groups)
    people = attendance.people
    context: dict[str, Any] = {
        "list": attendance,
        "columns": ruling.columns(attendance.grouping, contacts=attendance.contacts),
        "ruling": ruling,
        "language": current_language(),
        "direction": text_direction(),
        "types": TYPES,
        "padding": PADDING,
        "pages_in_all": len(pages),
        "total": Count.of(people),
        "total_label": count_label(Count.of(people)),
        "youth": Count.of(person for person in people if ages.is_youth(person.age)),
        "total_in_words": in_words(len(people), current_language()),
        "day_label": day_label(attendance),
        "from_paper": attendance.from_paper,
        "made_at": moment_line(made_at, attendance.event),
        "made_by": made_by,
        "fingerprint": attendance.fingerprint,
        "head": _head(attendance.event),
    }
    return render_chunks(
        TEMPLATE,
        _chunks(attendance, pages, context),
        total=max(len(people), 1),
        title=f"{_('Attendance list')} – {attendance.event.name} – {context['day_label']}",
        lang=current_language(),
        created=made_at,
        progress=progress,
        stamps=StampSheet(STAMPS, lambda: context),
    )


def day_label(attendance: AttendanceList) -> str:
    """`Day 1 – Wednesday 2 December 2026`."""
    day = attendance.day
    return str(_("Day %(number)s – %(date)s", number=day.number, date=full_date(day.date)))


def _head(event: Event) -> dict[str, Fit]:
    """Who holds the fair and its name, fitted: the head has one height, whatever they wrote."""
    return {
        "organiser": fit(clean(str(event.organiser)), HEAD_WIDTH, (8.0, 7.5), 1, bold=False),
        "partners": fit(clean(str(event.partners)), HEAD_WIDTH, (6.5, 6.0), 2, bold=False),
        "name": fit(clean(str(event.name)), HEAD_WIDTH, (12.0, 11.0, 10.0, 9.0, 8.0), 1, bold=True),
    }


def count_label(count: Count) -> str:
    """`F 12 · M 54 · total 66`; who did not give a sex is told as well."""
    numbers = {**asdict(count), "all": count.all}
    if count.unstated:
        text = _("F %(women)s · M %(men)s · not given %(unstated)s · total %(all)s", **numbers)
    else:
        text = _("F %(women)s · M %(men)s · total %(all)s", **numbers)
    return str(text)


def _chunks(
    attendance: AttendanceList, pages: Sequence[Page], context: dict[str, Any]
) -> Iterator[Chunk]:
    so_far = Count.of(())
    for start in range(0, len(pages), PAGES_A_CHUNK):
        stretch = pages[start : start + PAGES_A_CHUNK]
        set_pages = []
        for page in stretch:
            count = Count.of(page.people)
            so_far += count
            strips = tuple(_set_strip(strip, attendance, context) for strip in page.strips)
            from_paper = sum(person.is_from_paper for person in page.people)
            set_pages.append(SetPage(page, strips, count_label(count), so_far.all, from_paper))
        marks = [_marks(page) for page in stretch]
        weight = sum(len(page.people) for page in stretch)
        yield Chunk({**context, "pages": set_pages}, marks=marks, weight=weight)


def _marks(page: Page) -> list[Stamp]:
    """What all pages share, laid where this one wants it."""
    head = _FIRST_HEAD if page.number == 1 else _NEXT_HEAD
    strips = [
        Stamp(_ROW if isinstance(strip, Line) else _HEADING, 0, strip.top) for strip in page.strips
    ]
    return [
        Stamp(head, 0, ruling.TOP),
        Stamp(_TABLE_HEAD, 0, page.table_top),
        Stamp(_FOOT, 0, ruling.FOOT_TOP),
        *strips,
    ]


def _set_strip(
    strip: Heading | Line, attendance: AttendanceList, context: dict[str, Any]
) -> SetStrip:
    if isinstance(strip, Line):
        return SetStrip(
            row=set_row(
                _cells(strip, attendance), context["columns"], rtl=context["direction"] == "rtl"
            )
        )
    heading = strip.group.heading
    if strip.continued:
        heading = _("%(heading)s (continued)", heading=heading)
    return SetStrip(heading, count_label(Count.of(strip.group.people)))


def _cells(line: Line, attendance: AttendanceList) -> dict[str, Text]:
    person = line.person
    by_category = attendance.grouping is Grouping.CATEGORY
    arrived = attendance.event.local(person.first_at)
    return {
        "number": str(line.number),
        "family": _with_other_script(person),
        "given": person.given_names,
        "sex": sex_label(person.sex),
        "age": band_label(person.age),
        "organisation": person.organisation,
        "position": person.position,
        "category": person.category_letter if by_category else person.category,
        "origin": origin(person),
        "contact": _contact(person),
        "first_time": first_time_label(person.first_time),
        "time": f"{arrived:%H:%M}{FROM_PAPER if person.is_from_paper else ''}",
    }


def sex_label(sex: str | None) -> str:
    """One letter in the present language; a dash when it was not given."""
    if sex == Sex.FEMALE:
        return str(pgettext("sex", "F"))
    return str(pgettext("sex", "M")) if sex == Sex.MALE else "–"


def band_label(age: int | None) -> str:
    """`36-49`; a dash when the age is unknown."""
    band = ages.band_of(age)
    return "–" if band == ages.UNKNOWN else band


def first_time_label(answer: bool | None) -> str:
    """Yes or no in one letter; a dash without an answer."""
    if answer is None:
        return "–"
    return str(pgettext("answer", "Y") if answer else pgettext("answer", "N"))


def origin(person: Attendee) -> str:
    """Region and, when it says more, the place: `Conakry, Ratoma`."""
    places = dict.fromkeys(place for place in (person.region, person.locality) if place)
    return ", ".join(places)


def _with_other_script(person: Attendee) -> Text:
    """The family name, and under it the name in the person's other script."""
    family = person.family_name.upper()
    return (family, person.other_script) if person.other_script else family


def _contact(person: Attendee) -> Text:
    if not person.email:
        return person.phone
    name, _at, host = person.email.partition("@")
    return tuple(line for line in (person.phone, name, f"@{host}") if line)
