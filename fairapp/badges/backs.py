"""Setting the back of a badge: the programme in columns, notes and a QR code at its foot. It is the
same for all badges of a fair and laid out once a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import combinations, pairwise, product

from fairapp.badges.faces import Back, BackDay, BackNote
from fairapp.badges.measures import Box
from fairapp.badges.sheets import Layout
from fairapp.core.pdf_fitting import LATIN_LEADING, Fit, clean, fit
from fairapp.core.pdf_measure import POINT, millimetres

_LINE_SIZES = (9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5)
TYPE_SIZES = (11, 10, *_LINE_SIZES)
_GUTTER = 3
# Of a programme with more titles cut than this, only the days' themes are worth the paper.
_CUT_IF_CAN_BE, _CUT_AT_MOST = 0.08, 0.25


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the back; `top` and `left` are within its column. `kind` is its class."""

    kind: str
    fit: Fit
    top: float
    left: float = 0


@dataclass(frozen=True, slots=True)
class Column:
    """Lines below each other in a box of the badge."""

    box: Box
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class SetBack:
    """A back as the template takes it. Without `guide`, there is no code; `under` is where its
    words stand.
    """

    kind = "back"
    columns: tuple[Column, ...]
    guide: str
    guide_words: Fit
    code: Box
    under: Box
    direction: str


@lru_cache(maxsize=64)
def set_back(back: Back, layout: Layout, direction: str) -> SetBack:
    """Fit every text of `back`; what does not fit gives way: titles, then sessions, then themes."""
    m = layout.measures
    # Upright badges have a band on the front, where on the back the code may stand lower.
    low = 0 if m.days_in_a_row else m.band.bottom - m.reference.bottom
    body, foot = _boxes(back, layout, low)
    columns = (*_programme(back.programme, body), *_notes(back.notes, foot))

    def ours(box: Box) -> Box:
        return box.towards(direction, layout.width)

    return SetBack(
        columns=tuple(replace(column, box=ours(column.box)) for column in columns),
        guide=back.guide,
        guide_words=fit(
            clean(back.guide_words), m.reference.width, m.reference_sizes, 1, bold=True
        ),
        code=ours(replace(m.code, top=m.code.top + low)),
        under=ours(replace(m.reference, top=m.reference.top + low)),
        direction=direction,
    )


def _boxes(back: Back, layout: Layout, low: float) -> tuple[Box, Box]:
    """Where programme and notes stand: the programme below the heading, notes at the foot beside
    the code; on a card, the code beside the programme and notes below both.
    """
    m = layout.measures
    left, top, bottom = m.head.left, m.who.top + m.gap, m.band.bottom
    if not (back.guide or back.notes):
        return Box(left, top, m.head.width, bottom - top), Box(left, bottom, 0, 0)
    if m.days_in_a_row:
        width = m.who.width if back.guide else m.head.width
        end = m.days.top - m.gap if back.notes else bottom
        foot = Box(left, m.days.top, m.head.width, bottom - m.days.top)
        return Box(left, top, width, end - top), foot
    width = m.days.width if back.guide else m.head.width
    foot = Box(left, m.code.top + low, width, bottom - m.code.top - low)
    # No address of a guide is so short that four modules are more than this.
    blank = m.code.width * 4 / 25 if back.guide else m.gap * 1.5
    return Box(left, top, m.head.width, foot.top - blank - top), foot


# -- the programme --------------------------------------------------------------------------------


def _programme(days: tuple[BackDay, ...], box: Box) -> tuple[Column, ...]:
    """In the largest type in which few enough titles are cut, in as many columns as cut fewest."""
    if not days:
        return ()
    titles = sum(len(day.items) for day in days)
    counts = range(1, min(len(days), 3) + 1)
    for allowed, size in product((titles * _CUT_IF_CAN_BE, titles * _CUT_AT_MOST), _LINE_SIZES):
        found = [_columns(days, box, count, size, allowed) for count in counts]
        best = min(filter(None, found), key=_cut, default=None)
        if best is not None and _cut(best) <= allowed:
            return best
    return _themes(days, box)


def _cut(columns: tuple[Column, ...]) -> int:
    fits = (line.fit for column in columns for line in column.lines)
    return sum(found.shortened or found.torn for found in fits)


def _columns(
    days: tuple[BackDay, ...], box: Box, count: int, size: float, allowed: float
) -> tuple[Column, ...] | None:
    """The days in `count` columns of `size` points; None when they are too high, or surely more
    titles cut than are `allowed`.
    """
    after = _after(size)
    width = (box.width - _GUTTER * (count - 1)) / count
    # Setting each title to learn that there are too many of them would take a second.
    room = 2 * (width - _aside(size))
    titles = (title for day in days for _at, title in day.items)
    if sum(millimetres(title, size, bold=False) > room for title in titles) > allowed:
        return None
    at_least = [(1 + len(day.items)) * size * LATIN_LEADING * POINT + after for day in days]
    if _highest(_groups(at_least, count), at_least) - after > box.height:
        return None
    blocks = [_day(day, width, size) for day in days]
    heights = [height for _lines, height in blocks]
    groups = _groups(heights, count)
    if _highest(groups, heights) - after > box.height:
        return None
    return tuple(
        Column(
            Box(box.left + number * (width + _GUTTER), box.top, width, box.height),
            tuple(_below_each_other(blocks[start:end])),
        )
        for number, (start, end) in enumerate(groups)
    )


def _groups(heights: list[float], count: int) -> list[tuple[int, int]]:
    """Days one after the other in `count` columns, the highest of which is as low as can be."""
    all_ends = combinations(range(1, len(heights)), count - 1)
    return min(
        (list(pairwise((0, *ends, len(heights)))) for ends in all_ends),
        key=lambda groups: _highest(groups, heights),
    )


def _highest(groups: list[tuple[int, int]], heights: list[float]) -> float:
    return max(sum(heights[start:end]) for start, end in groups)


def _aside(size: float) -> float:
    """Room for the time before a title."""
    return millimetres("00:00", size, bold=True) + _after(size)


def _after(size: float) -> float:
    """Blank below a day or a note."""
    return size * POINT * 0.6


_Block = tuple[tuple[Line, ...], float]


def _day(day: BackDay, width: float, size: float) -> _Block:
    """A day's lines and the height they take with the space after them."""
    heading = fit(clean(day.label), width, (size,), 1, bold=True)
    lines, top = [Line("heading", heading, 0)], heading.height * 1.1
    aside = _aside(size)
    for at, title in day.items:
        words = fit(clean(title), width - aside, (size,), 2, bold=False)
        lines += [Line("time", Fit(size, (at,)), top), Line("words", words, top, aside)]
        top += words.height
    return tuple(lines), top + _after(size)


def _themes(days: tuple[BackDay, ...], box: Box) -> tuple[Column, ...]:
    """Days and their themes in the largest type with room for them; in the end, days alone."""
    for with_theme in (True, False):
        for size in TYPE_SIZES:
            blocks = [_theme(day, box.width, size, with_theme) for day in days]
            if sum(height for _lines, height in blocks) - _after(size) <= box.height:
                return (Column(box, tuple(_below_each_other(blocks))),)
    return ()


def _theme(day: BackDay, width: float, size: float, with_theme: bool) -> _Block:
    heading = fit(clean(day.label), width, (size,), 1, bold=True)
    lines, top = [Line("heading", heading, 0)], heading.height
    if with_theme and day.theme:
        theme = fit(clean(day.theme), width, (size,), 3, bold=False)
        lines.append(Line("words", theme, top))
        top += theme.height
    return tuple(lines), top + _after(size)


# -- the foot -------------------------------------------------------------------------------------


def _notes(notes: tuple[BackNote, ...], box: Box) -> tuple[Column, ...]:
    """Notes side by side where the foot is low, else below each other; the last lines give way."""
    if not notes:
        return ()
    count = len(notes) if box.width > 3 * box.height else 1
    width = (box.width - _GUTTER * (count - 1)) / count
    most = max(len(note.lines) for note in notes)
    for kept, may_cut in ((most, False), *((number, True) for number in range(most, 0, -1))):
        for size in _LINE_SIZES:
            blocks = [_note(note, width, size, kept) for note in notes]
            is_cut = any(line.fit.shortened or line.fit.torn for b in blocks for line in b[0])
            used = [height for _lines, height in blocks]
            high = (max(used) if count > 1 else sum(used)) - _after(size)
            if high <= box.height and (may_cut or not is_cut):
                return tuple(_note_columns(blocks, box, count, width))
    return ()


def _note_columns(blocks: list[_Block], box: Box, count: int, width: float) -> Iterator[Column]:
    if count == 1:
        yield Column(box, tuple(_below_each_other(blocks)))
        return
    for number, (lines, _height) in enumerate(blocks):
        yield Column(Box(box.left + number * (width + _GUTTER), box.top, width, box.height), lines)


def _note(note: BackNote, width: float, size: float, kept: int) -> _Block:
    label = fit(clean(note.label), width, (size,), 1, bold=True)
    lines, top = [Line("heading", label, 0)], label.height
    for text in note.lines[:kept]:
        words = fit(clean(text), width, (size,), 2, bold=False)
        lines.append(Line("words", words, top))
        top += words.height
    return tuple(lines), top + _after(size)


def _below_each_other(blocks: list[_Block]) -> Iterator[Line]:
    start = 0.0
    for lines, height in blocks:
        for line in lines:
            yield Line(line.kind, line.fit, round(start + line.top, 3), line.left)
        start += height
