"""What stands on each panel of the pocket programme: entries measured, then shared out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from fairapp.core.i18n import LocalizedText, current_language
from fairapp.core.pdf_fitting import NOTHING, Fit, clean, fit, leading
from fairapp.core.pdf_measure import POINT
from fairapp.events.text import initial_capital, spaced, weekday_date
from fairapp.programme.items import Item
from fairapp.programme.printing import folding
from fairapp.programme.printing.content import Day, Programme, listed, names_of

CLOCK = 12.0
"""Width of the column with the hours."""

ABOVE = 3.0
"""Above a day's heading that stands below another day."""

_ROOM = folding.HEIGHT - folding.TOP - folding.BOTTOM
_GAP = 1.7
_HEADING = (12.0, 11.0, 10.0, 9.0)
# Between the cover and the back of the first sheet.
_INSIDE = folding.PANELS - 2


@dataclass(frozen=True, slots=True)
class Strip:
    """A day's heading (`item` is None) or a session. `height` in millimetres, its gap included."""

    item: Item | None
    title: Fit
    under: Fit
    names: Fit
    height: float


Panel = tuple[Strip, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """How large titles are set, and whether people are named."""

    size: float
    names: bool


# From what is pleasant to read to what can still be read.
_LOOKS = (
    Look(10.5, True),
    Look(10.0, True),
    Look(9.5, True),
    Look(9.0, True),
    Look(8.5, True),
    Look(8.5, False),
    Look(8.0, False),
    Look(7.5, False),
)


def panels(programme: Programme) -> tuple[list[Panel], Look]:
    """Panels in reading order, each day on panels of its own as long as one sheet holds them;
    else one after the other, on as many as it takes."""
    days = [day for day in programme.days if day.items]
    for look in _LOOKS:
        found = [_spread(_strips(programme, day, look)) for day in days]
        if sum(len(of_day) for of_day in found) <= _INSIDE:
            return [panel for of_day in found for panel in of_day], look
    for look in _LOOKS[4:]:
        flowing = _filled([s for day in days for s in _strips(programme, day, look)], _ROOM)
        if len(flowing) <= _INSIDE:
            break
    return flowing, look


def _strips(programme: Programme, day: Day, look: Look) -> list[Strip]:
    return [_heading(day), *(_session(programme, item, look) for item in day.items)]


def _heading(day: Day) -> Strip:
    date = initial_capital(weekday_date(day.day.date))
    title = fit(date, folding.INNER, _HEADING, 1, bold=True)
    theme = _fit(said(day.day.theme), folding.INNER, 8.0, bold=False)
    return Strip(None, title, theme, NOTHING, title.height + theme.height + 4.2 + ABOVE)


def _session(programme: Programme, item: Item, look: Look) -> Strip:
    width = folding.INNER - CLOCK
    title = _fit(said(item.title), width, look.size, bold=True)
    room = said(programme.rooms.get(item.room_code))
    state = _("Cancelled") if item.is_cancelled else _("Moved") if item.is_moved else ""
    # The pictogram stands before it.
    under = _fit(" · ".join(filter(None, (room, state))), width - 5, 7.5, bold=False)
    who = listed(names_of(item)) if look.names else ""
    names = _fit(clean(who), width, 7.5, bold=False)
    least = look.size * leading(said(item.title)) * POINT
    height = max(title.height, least) + max(under.height, 3.6) + names.height + _GAP
    return Strip(item, title, under, names, height)


def _spread(strips: Sequence[Strip]) -> list[Panel]:
    """As few panels as can be, and those about equally full."""
    best = _filled(strips, _ROOM)
    low, high = 0.0, _ROOM
    while high - low > 1:
        middle = (low + high) / 2
        tried = _filled(strips, middle)
        fits = all(sum(s.height for s in panel) <= middle for panel in tried)
        if len(tried) == len(best) and fits:
            best, high = tried, middle
        else:
            low = middle
    return best


def _filled(strips: Sequence[Strip], height: float) -> list[Panel]:
    """Panels filled one after the other; a heading never stands at the foot of one."""
    found: list[list[Strip]] = []
    used = 0.0
    for number, strip in enumerate(strips):
        following = strips[number + 1].height if strip.item is None and strips[number + 1 :] else 0
        if not found or used + strip.height + following > height:
            found.append([])
            used = 0.0
        found[-1].append(strip)
        used += strip.height
    return [tuple(panel) for panel in found]


def said(text: LocalizedText | None) -> str:
    """In the present language, fit to be set."""
    if not text:
        return ""
    language = current_language()
    shown = text.in_language(language)
    return clean(spaced(shown) if text.language_shown(language) == "fr" else shown)


def _fit(text: str, width: float, size: float, *, bold: bool) -> Fit:
    """Whole, however many lines that takes."""
    return fit(text, width, (size,), 60, bold=bold)
