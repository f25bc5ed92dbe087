"""Rows as they are typed from a sheet: a time and a badge's number. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time

from fairapp.core.folding import ascii_digits

MOST_ROWS = 1000
# « 08:31 12 », « 8h31;n°12 », « 8.31 - 12 »: as people write it, and as a spreadsheet pastes it.
_ROW = re.compile(
    r"(?P<hour>\d{1,2})\s*[:h.]\s*(?P<minute>\d{2})(?:[:.]\d{2})?"
    r"[\s;,|–-]+(?:n\s*[°ºo]?\.?\s*|#)?(?P<number>\d{1,9})[\s;,.]*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the sheet, `line` counted from 1; `at` and `number` are None when it is neither
    empty nor readable.
    """

    line: int
    text: str
    at: time | None = None
    number: int | None = None


def read(text: str) -> list[Row]:
    """The lines that say something, in their order."""
    lines = ((n, line.strip()) for n, line in enumerate(text.splitlines(), start=1))
    return [_row(n, line) for n, line in lines if line]


def _row(n: int, text: str) -> Row:
    found = _ROW.fullmatch(ascii_digits(text))
    if found is None:
        return Row(n, text)
    hour, minute, number = (int(found[name]) for name in ("hour", "minute", "number"))
    if hour > 23 or minute > 59 or number == 0:
        return Row(n, text)
    return Row(n, text, time(hour, minute), number)
