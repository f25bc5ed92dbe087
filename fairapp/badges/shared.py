"""What badges share: the fair's heading, the days, the category's band. Each is fitted once for
every badge that looks the same, and laid out once a file.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairapp.badges.colours import safe
from fairapp.badges.faces import BadgeFace, Day
from fairapp.badges.layouts import Layout
from fairapp.badges.measures import Sizes
from fairapp.badges.squeezes import Report
from fairapp.core.pdf_fitting import NOTHING, Fit, clean, fit
from fairapp.core.pdf_measure import millimetres

BLACK = "#000000"


@dataclass(frozen=True, slots=True)
class Block:
    """One fitted text; `kind` is its class in the style sheet."""

    kind: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class SetDay:
    """One of the days; `left` is where it begins when they stand in a row."""

    fit: Fit
    planned: bool
    left: float = 0


@dataclass(frozen=True, slots=True)
class Head:
    """The fair's name and dates, below a bar in its accent; the same on all badges of a fair."""

    kind = "head"
    accent: str
    blocks: tuple[Block, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days, and the wish not to be photographed; a few combinations in all.

    `notice_left` is where the wish begins when they stand in a row.
    """

    kind = "days"
    days: tuple[SetDay, ...]
    notice: Fit
    direction: str
    notice_left: float = 0


@dataclass(frozen=True, slots=True)
class Band:
    """The category's band and its letter in a circle; one a category."""

    kind = "band"
    label: Fit
    letter: Fit
    colour: str
    direction: str


Shared = Head | Days | Band


def shared_parts(face: BadgeFace, layout: Layout, report: Report) -> tuple[Shared, ...]:
    """What `face` shares with other badges."""
    return (_head(face, layout, report), _days(face, layout), _band(face, layout, report))


def fit_within(text: str, width: float, height: float, sizes: Sizes, *, bold: bool) -> Fit:
    """`text` in two lines at most, or in one where the height allows no more."""
    for size in sizes:
        found = fit(text, width, (size,), 2, bold=bold)
        if not (found.shortened or found.torn) and found.height <= height:
            return found
    smallest = fit(text, width, sizes[-1:], 2, bold=bold)
    return smallest if smallest.height <= height else fit(text, width, sizes[-1:], 1, bold=bold)


def _head(face: BadgeFace, layout: Layout, report: Report) -> Head:
    m = layout.measures
    # The dates keep to the name's column: beside it there may be the blank around the code.
    dates = fit(clean(face.event_dates), min(m.head.width, m.who.width), m.dates, 1, bold=False)
    room = m.head.height - m.gap * 0.2 - dates.height
    name = fit_within(clean(face.event_name), m.head.width, room, m.head_sizes, bold=True)
    report.check("event", face.event_name, name)
    report.check("dates", face.event_dates, dates)
    accent = _ink(face.accent, layout)
    return Head(accent, (Block("event", name), Block("dates", dates)), face.direction)


def _band(face: BadgeFace, layout: Layout, report: Report) -> Band:
    band = layout.measures.band
    room = band.width - band.height * 1.35
    label = fit_within(
        clean(face.category_label), room, band.height, layout.measures.label, bold=True
    )
    report.check("category", face.category_label, label)
    letter = fit(
        clean(face.category_letter)[:2], band.height * 0.7, layout.measures.letter, 1, bold=True
    )
    return Band(label, letter, _ink(face.category_colour, layout), face.direction)


def _ink(colour: str, layout: Layout) -> str:
    return BLACK if layout.is_black else safe(colour)


def _days(face: BadgeFace, layout: Layout) -> Days:
    """The days that there is room for: a longer fair shows only this person's days, and then an
    ellipsis.
    """
    make = _row if layout.measures.days_in_a_row else _list
    return make(face, layout)


def _list(face: BadgeFace, layout: Layout) -> Days:
    """Below each other, and the wish above them."""
    m = layout.measures
    width = m.days.width - m.day_height
    notice = fit(clean(face.photo_notice), width, m.day, 2, bold=True)
    taken = notice.height + m.gap if notice.lines else 0
    room = int((m.days.height - taken) / m.day_height)
    shown = face.days
    if len(shown) > room:
        shown = tuple(day for day in shown if day.planned)
    if len(shown) > room:
        shown = (*shown[: room - 1], Day("…", planned=True))
    rows = tuple(
        SetDay(fit(clean(day.label), width, m.day, 1, bold=day.planned), day.planned)
        for day in shown
    )
    return Days(rows, notice, face.direction)


def _row(face: BadgeFace, layout: Layout) -> Days:
    """Side by side in the largest type that leaves room for all, the wish at the end."""
    m = layout.measures
    notice = fit(clean(face.photo_notice), m.days.width * 0.45, m.day, 1, bold=True)
    aside = m.day_height + _wide(notice, bold=True) if notice.lines else 0
    width = m.days.width - aside
    planned = tuple(day for day in face.days if day.planned)
    fewer = [(*planned[:count], Day("…", planned=True)) for count in range(len(planned), -1, -1)]
    for shown in (face.days, planned, *fewer):
        for size in m.day:
            if rows := _beside(shown, size, width, m.day_height):
                return Days(rows, notice, face.direction, m.days.width - aside)
    return Days((), notice, face.direction, m.days.width - aside)


def _beside(
    days: tuple[Day, ...], size: float, width: float, height: float
) -> tuple[SetDay, ...] | None:
    """The days in a row at `size` points; None when it is longer than `width`."""
    left, rows = 0.0, []
    for day in days:
        text = clean(day.label)
        rows.append(SetDay(Fit(size, (text,)) if text else NOTHING, day.planned, round(left, 2)))
        left += height * 1.6 + millimetres(text, size, bold=day.planned)
    return tuple(rows) if left - height * 0.6 <= width else None


def _wide(text: Fit, *, bold: bool) -> float:
    return max(millimetres(line, text.size, bold=bold) for line in text.lines)
