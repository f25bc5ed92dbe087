"""How what a cell says is set in its place: in the usual type, or smaller on more lines."""

from __future__ import annotations

from functools import lru_cache

from fairapp.core.pdf_breaking import wrap
from fairapp.core.pdf_fitting import LATIN_LEADING, NOTHING, Fit, clean, fit, leading
from fairapp.core.pdf_measure import millimetres

Text = str | tuple[str, ...]
"""What a cell says; a tuple when its lines are given."""

USUAL, SMALL = 7.5, 6.0
SIZES = (USUAL, SMALL, 5.5, 5.0, 4.5)
_USUAL_LINES, _SMALL_LINES = 2, 3


@lru_cache(maxsize=4_000)
def set_cell(text: Text, room: float) -> Fit:
    """`text` in the usual type if it fits, or smaller on more lines; cut only as the last way."""
    if isinstance(text, tuple):
        return _set_lines(tuple(line for line in map(clean, text) if line), room)
    text = clean(text)
    if not text:
        return NOTHING
    if millimetres(text, USUAL, bold=False) <= room:
        return Fit(USUAL, (text,))
    if lines := wrap(text, room, USUAL, _USUAL_LINES, bold=False):
        return Fit(USUAL, lines)
    if lines := wrap(text, room, SMALL, _USUAL_LINES, bold=False):
        return Fit(SMALL, lines)
    # Three lines of letters that reach higher and lower need smaller type.
    sizes = SIZES[1:] if leading(text) == LATIN_LEADING else SIZES[2:]
    return fit(text, room, sizes, _SMALL_LINES, bold=False)


def _set_lines(lines: tuple[str, ...], room: float) -> Fit:
    if not lines:
        return NOTHING
    if len(lines) <= _USUAL_LINES and _fits(lines, USUAL, room):
        return Fit(USUAL, lines)
    lines = lines[:_SMALL_LINES]
    if _fits(lines, SMALL, room):
        return Fit(SMALL, lines)
    fitted = [fit(line, room, SIZES[1:], 1, bold=False) for line in lines]
    return Fit(min(line.size for line in fitted), tuple(line.lines[0] for line in fitted))


def _fits(lines: tuple[str, ...], size: float, room: float) -> bool:
    return all(millimetres(line, size, bold=False) <= room for line in lines)
