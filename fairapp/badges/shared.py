"""What badges share: the fair's heading, the days, the category's band. Each is fitted once for
every badge that looks the same, and laid out once a file.
"""

from __future__ import annotations

from dataclasses import dataclass

from fairapp.badges.colours import safe
from fairapp.badges.faces import BadgeFace, Day, Logo
from fairapp.badges.measures import Measures, Sizes
from fairapp.badges.sheets import Layout
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
class SetLogo:
    """A logo by its key; `end` is the room between it and the end of the heading."""

    key: str
    width: float
    height: float
    end: float


@dataclass(frozen=True, slots=True)
class Head:
    """The fair's name and dates, below a bar in its accent; the same on all badges of a fair."""

    kind = "head"
    accent: str
    blocks: tuple[Block, ...]
    logos: tuple[SetLogo, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days, and whether the person may be photographed; a few combinations in all.

    `photo` is the sign beside the notice; `notice_left` is where both begin in a row.
    """

    kind = "days"
    days: tuple[SetDay, ...]
    photo: str
    notice: Fit
    direction: str
    notice_left: float = 0


@dataclass(frozen=True, slots=True)
class Band:
    """The category's band and its letter in a circle, if it has one; one a category."""

    kind = "band"
    label: Fit
    letter: Fit
    colour: str
    direction: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Two lines to write a name on, of a blank badge."""

    kind = "lines"
    direction: str


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cut marks of a sheet, which all sheets share."""

    kind = "cuts"


Shared = Head | Days | Band | Lines


def shared_parts(face: BadgeFace, layout: Layout, report: Report) -> tuple[Shared, ...]:
    """What `face` shares with other badges."""
    parts = (_head(face, layout, report), _days(face, layout), _band(face, layout, report))
    return parts if face.has_name else (*parts, Lines(face.direction))


def fit_within(text: str, width: float, height: float, sizes: Sizes, *, bold: bool) -> Fit:
    """`text` in two lines at most, or in one where the height allows no more."""
    for size in sizes:
        found = fit(text, width, (size,), 2, bold=bold)
        if not (found.shortened or found.torn) and found.height <= height:
            return found
    smallest = fit(text, width, sizes[-1:], 2, bold=bold)
    return smallest if smallest.height <= height else fit(text, width, sizes[-1:], 1, bold=bold)


def head_of(face: BadgeFace, layout: Layout) -> Head:
    """The heading alone, for the back."""
    return _head(face, layout, Report(face.reference))


def _head(face: BadgeFace, layout: Layout, report: Report) -> Head:
    m = layout.measures
    logos = _logos(face.look.logos, m)
    aside = sum(logo.width + m.gap for logo in logos)
    width = m.head.width - aside
    # The dates keep to the name's column: beside it there may be the blank around the code.
    dates = fit(clean(face.event_dates), min(width, m.who.width), m.dates, 1, bold=False)
    names = _names(face, width, m.head.height - m.gap * 0.2 - dates.height, m.head_sizes)
    report.check("event", face.event_name, names[0].fit)
    report.check("dates", face.event_dates, dates)
    blocks = (*names, Block("dates", dates))
    return Head(_ink(face.accent, layout), blocks, logos, face.direction)


def _names(face: BadgeFace, width: float, height: float, sizes: Sizes) -> list[Block]:
    """The fair's name; in several languages each begins a line, and the last ones give way."""
    first, *more = (clean(name) for name in (face.event_name, *face.look.more_names))
    for count in range(len(more), 0, -1):
        for size in sizes:
            names = [
                fit(name, width, (size,), 2, bold=not number)
                for number, name in enumerate((first, *more[:count]))
            ]
            is_whole = not any(name.shortened or name.torn for name in names)
            if is_whole and sum(name.height for name in names) <= height:
                one, *rest = names
                return [Block("event", one), *(Block("also", name) for name in rest)]
    return [Block("event", fit_within(first, width, height, sizes, bold=True))]


def _logos(logos: tuple[Logo, ...], m: Measures) -> tuple[SetLogo, ...]:
    """All of one height, together at most two fifths of the heading wide."""
    if not logos:
        return ()
    room = m.head.width * 0.4 - m.gap * len(logos)
    height = min(m.head.height, m.head.width * 0.16, room / sum(logo.ratio for logo in logos))
    found, end = [], 0.0
    for logo in reversed(logos):
        width = round(height * logo.ratio, 2)
        found.append(SetLogo(logo.key, width, round(height, 2), round(end, 2)))
        end += width + m.gap
    return tuple(found)


def _band(face: BadgeFace, layout: Layout, report: Report) -> Band:
    band = layout.measures.band
    # Without a letter the label begins where the band is straight.
    room = band.width - band.height * (1.35 if face.category_letter else 1)
    label = fit_within(
        clean(face.category_label), room, band.height * 0.86, layout.measures.label, bold=True
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
    """Below each other, and whether photos are allowed above them."""
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
    return Days(rows, face.photo, notice, face.direction)


def _row(face: BadgeFace, layout: Layout) -> Days:
    """Side by side in the largest type that leaves room for all, the photo sign at the end."""
    m = layout.measures
    planned = tuple(day for day in face.days if day.planned)
    fewer = [(*planned[:count], Day("…", planned=True)) for count in range(len(planned), -1, -1)]
    for shown in (face.days, planned, *fewer):
        for size in m.day:
            notice = fit(clean(face.photo_notice), m.days.width * 0.45, (size,), 1, bold=True)
            aside = m.day_height + _wide(notice, bold=True) if notice.lines else 0
            rows = _beside(shown, size, m.days.width - aside, m.day_height)
            if rows is not None and (not notice.shortened or size == m.day[-1]):
                return Days(rows, face.photo, notice, face.direction, m.days.width - aside)
    return Days((), "", NOTHING, face.direction)


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
