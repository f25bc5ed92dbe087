"""The grid to put up on a wall: A3 on its side, a day a page, rooms across and hours down."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from fairapp.core.i18n import LocalizedText, current_language
from fairapp.core.pdf import Chunk, Progress, render_chunks
from fairapp.core.pdf_fitting import LATIN_LEADING, NOTHING, Fit, clean, fit, leading
from fairapp.core.pdf_measure import POINT
from fairapp.events.text import spaced
from fairapp.programme.items import Item
from fairapp.programme.kinds import FOR_ALL
from fairapp.programme.printing import wall
from fairapp.programme.printing.content import (
    Day,
    Printed,
    Programme,
    Shortened,
    listed,
    names_of,
    of_programme,
    qr_image,
)

TEMPLATE = "pdf/programme_grid.html"
NUMBERS = "pdf/programme_numbers_a3.html"

PADDING = 1.4
BAR = 1.6
META = 3.6
"""Height of the line with hours and kind."""

# Where letters of two fonts meet, or Arabic ones stand alone, lines come out a little higher.
_TALL = 1.04

_TITLES = (15.0, 14.0, 13.0, 12.0, 11.0, 10.0, 9.0, 8.5, 8.0, 7.5, 7.0)
# A title is not set smaller than this to make room for names.
_WITH_NAMES = 10.0
_NAMES = (8.0, 7.5, 7.0)
_ROOMS = (12.0, 11.0, 10.0, 9.0, 8.0, 7.0)
# Titles on a page of the list of those that were shortened.
_A_LIST = 45


@dataclass(frozen=True, slots=True)
class SetBox:
    """A session as the template takes it; `is_flat` has its hours and its title on one line."""

    box: wall.Box[Item]
    title: Fit
    names: Fit
    is_flat: bool


def render(programme: Programme, *, progress: Progress | None = None) -> Printed:
    """The PDF, in the present language, with the titles that had to be shortened, which stand on
    a page of their own at the end. Progress counts sessions."""
    shortened: list[Shortened] = []
    pdf = render_chunks(
        TEMPLATE,
        _chunks(programme, shortened),
        total=max(len(programme.items), 1),
        title=f"{_('Programme on the wall')} – {programme.event.name}",
        lang=current_language(),
        created=programme.published_at,
        progress=progress,
        page_numbers=NUMBERS,
    )
    return Printed(pdf, tuple(shortened))


def _chunks(programme: Programme, shortened: list[Shortened]) -> Iterator[Chunk]:
    context = {
        **of_programme(programme),
        "wall": wall,
        "padding": PADDING,
        "bar": BAR,
        "meta": META,
    }
    images = qr_image(programme)
    made = 0
    for day in programme.days:
        sheets = wall.sheets(day.items, list(programme.rooms), for_all=_is_for_all)
        for number, sheet in enumerate(sheets, 1):
            made += 1
            boxes = [set_box(box) for box in sheet.boxes]
            shortened += _left_out(programme, boxes, shortened)
            page: dict[str, Any] = {
                "day": day.day,
                "sheet": sheet,
                "part": (number, len(sheets)),
                "boxes": boxes,
                "heads": [_head(programme, code, sheet.column) for code in sheet.rooms],
                "legend": _legend(programme, day),
            }
            weight = len(day.items) if number == len(sheets) else 0
            yield Chunk({**context, "page": page}, images, weight=weight)
    if not made:
        yield Chunk({**context, "page": None}, images)
    for start in range(0, len(shortened), _A_LIST):
        stretch = shortened[start : start + _A_LIST]
        yield Chunk({**context, "page": None, "shortened": stretch}, images, weight=0)


def _is_for_all(item: Item) -> bool:
    return item.icon in FOR_ALL


def set_box(box: wall.Box[Item]) -> SetBox:
    """Title, and names of people when there is room for them."""
    item = box.item
    title = _text(item.title)
    width = box.width - 2 * PADDING - BAR
    height = box.height - 1.2
    if height < META + _line(title, _TITLES[-1]):
        sizes = tuple(size for size in _TITLES[6:] if _line(title, size) <= height)
        # Hours and pictogram stand before it.
        found = fit(title, max(width - 22, 10), sizes or _TITLES[-1:], 1, bold=True)
        return SetBox(box, found, NOTHING, is_flat=True)
    for sizes in [(size,) for size in _TITLES if size >= _WITH_NAMES] + [_TITLES]:
        set_title = _fitted(title, width, height - META, sizes, bold=True)
        taken = len(set_title.lines) * _line(title, set_title.size)
        names, is_whole = _names(item, width, height - META - taken - 0.8)
        if is_whole and not (set_title.shortened or set_title.torn) and taken <= height - META:
            break
    return SetBox(box, set_title, names, is_flat=False)


def _names(item: Item, width: float, height: float) -> tuple[Fit, bool]:
    """As many whole names as there is room for, and whether these are all."""
    names = [clean(name) for name in names_of(item)]
    for count in range(len(names), 0, -1):
        text = listed(names[:count]) + (" …" if count < len(names) else "")
        if height >= _line(text, _NAMES[-1]):
            found = _fitted(text, width, height, _NAMES, bold=False)
            if not (found.shortened or found.torn):
                return found, count == len(names)
    return NOTHING, not names


def _fitted(text: str, width: float, height: float, sizes: tuple[float, ...], *, bold: bool) -> Fit:
    """The largest size at which `text` keeps within both with its words whole."""
    for size in sizes:
        lines = int(height / _line(text, size))
        found = fit(text, width, (size,), lines, bold=bold) if lines else NOTHING
        if lines and not (found.shortened or found.torn):
            return found
    size = sizes[-1]
    return fit(text, width, (size,), max(int(height / _line(text, size)), 1), bold=bold)


def _line(text: str, size: float) -> float:
    """Height of one of its lines in millimetres."""
    tall = leading(text)
    return size * tall * POINT * (_TALL if tall > LATIN_LEADING else 1)


def _text(text: LocalizedText) -> str:
    language = current_language()
    shown = text.in_language(language)
    return clean(spaced(shown) if text.language_shown(language) == "fr" else shown)


def _head(programme: Programme, code: str, column: float) -> Fit:
    name = _text(programme.rooms[code]) if code else str(_("Room to be announced"))
    return fit(name, column - 3, _ROOMS, 2, bold=True)


def _legend(programme: Programme, day: Day) -> list[Any]:
    used = {item.kind_id for item in day.items}
    return [kind for kind in programme.kinds if kind.id in used]


def _left_out(programme: Programme, boxes: list[SetBox], known: list[Shortened]) -> list[Shortened]:
    """What is for all stands on each page, and once in the list."""
    listed = {row.code for row in known}
    return [
        Shortened(
            item.code,
            item.starts_at,
            _text(programme.rooms[item.room_code]) if item.room_code else "",
            _text(item.title),
        )
        for one in boxes
        if one.title.shortened and (item := one.box.item).code not in listed
    ]
