"""Which column of a table says what: by its header, or by its looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.registration import births, phones
from fairapp.registration.search import fold
from fairapp.registration.tables.headers import USUAL, Headers
from fairapp.registration.tables.table import Row, Table
from fairapp.registration.tables.words import SEXES

# Titles, addresses and logos stand above the header of many lists.
_HEADER_WITHIN = 12
_SAMPLE = 60
_MOSTLY = 0.6
# Any day after which nobody at a fair is born.
_TODAY = date(2100, 1, 1)
_YEAR = re.compile(r"(?:vers |en |ne e?n? )?(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Guess:
    """`header`: the index of the row that names the columns; None when none does. `fields`: what
    each column is, by its index; columns that are nothing known are left out."""

    header: int | None
    fields: dict[int, str]


def guess(table: Table, headers: Headers = USUAL) -> Guess:
    """What the columns of `table` probably are, each field at most once."""
    header = _header_of(table, headers)
    start = 0 if header is None else header + 1
    said = table.rows[header].cells if header is not None else ("",) * table.width
    known = [headers.field_of(cell) if cell else None for cell in said]
    fields = _named(known)
    none = {index for index, field in enumerate(known) if field == ""}
    return Guess(header, {**fields, **_by_looks(table, start, {*fields, *none}, fields.values())})


def _header_of(table: Table, headers: Headers) -> int | None:
    scores = [
        len([cell for cell in row.cells if cell and headers.field_of(cell) is not None])
        for row in table.rows[:_HEADER_WITHIN]
    ]
    best = max(scores, default=0)
    # One word may be anybody's name; two that name columns are a header.
    return scores.index(best) if best >= min(2, table.width) else None


def _named(known: Iterable[str | None]) -> dict[int, str]:
    named: dict[int, str] = {}
    for index, field in enumerate(known):
        if field == "phone" and "phone" in named.values():
            field = "phone_2"
        if field and field not in named.values():
            named[index] = field
    fields = set(named.values())
    # « Nom » alone is the whole name; beside « Prénoms » it is the family's.
    if "family_name" in fields and not fields & {"given_names", "name"}:
        named = {i: "name" if f == "family_name" else f for i, f in named.items()}
    return named


def _by_looks(
    table: Table, start: int, settled: Collection[int], fields: Iterable[str]
) -> dict[int, str]:
    found: dict[int, str] = {}
    taken = set(fields)
    rows = table.rows[start : start + _SAMPLE]
    for index in range(table.width):
        # A header that is known is not overruled.
        if index in settled:
            continue
        values = [row.cells[index] for row in rows if row.cells[index]]
        field = next((f for f, is_it in _LOOKS if f not in taken and _mostly(values, is_it)), None)
        if field:
            found[index] = field
            taken.add(field)
    if not taken & {"name", "given_names", "family_name"}:
        words = (
            i for i in range(table.width) if i not in {*settled, *found} and _is_words(rows, i)
        )
        found |= {index: "name" for index in list(words)[:1]}
    return found


def _mostly(values: Sequence[str], is_it: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(is_it, values)) >= _MOSTLY * len(values)


def _is_words(rows: Iterable[Row], index: int) -> bool:
    values = [row.cells[index] for row in rows if row.cells[index]]
    return _mostly(values, lambda value: any(c.isalpha() for c in value))


def _is_phone(value: str) -> bool:
    read = phones.read(value)
    return bool(read.numbers) and not read.doubtful


def _is_birth(value: str) -> bool:
    return bool(_YEAR.fullmatch(fold(ascii_digits(value))) or _is_date(value))


def _is_date(value: str) -> bool:
    try:
        return births.read(value, first_day=_TODAY).on is not None
    except DomainError:
        return False


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda value: "@" in value and "." in value),
    ("phone", _is_phone),
    ("phone_2", _is_phone),
    ("sex", lambda value: fold(value) in SEXES),
    ("birth", _is_birth),
)
