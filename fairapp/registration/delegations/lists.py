"""Lists as focal points have them: a line a person, in a file, copied from a table or a message.

Reading is by what a cell looks like, unless a line names the columns: phones are digits, a year is
a year, the first words are the name, other words the position. Nothing is thrown away unsaid, and
whoever sent the list sees what was read before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.registration.delegations.rules import MOST
from fairapp.registration.names import split_name
from fairapp.registration.search import fold
from fairapp.registration.tables.guessing import guess
from fairapp.registration.tables.headers import USUAL
from fairapp.registration.tables.reading import read_file
from fairapp.registration.tables.table import Limits, Row, Table
from fairapp.registration.tables.words import SEXES

FIELDS = ("given_names", "family_name", "sex", "phone", "position", "birth")
Cells = dict[str, str]

_NUMBERING = re.compile(r"^\s*(?:\(?\d{1,3}\s*[.)°/:–-]+(?!\d)|[-–—•*·▪])\s*")
_PHONE = re.compile(r"(?:\+|\(\+?)?\d[\d\s./()+oO-]*\d(?:\s*\(\s*whats?app\s*\))?", re.IGNORECASE)
_PHONE_DIGITS = 6
_NUMBER = re.compile(r"\s*\d{1,3}\s*")
# Alone in its cell, even half a number is one.
_DIGITS = re.compile(r"\+?[\d\s./()-]{4,}")
_LABEL = re.compile(r"\b(?:t[ée]l(?:[ée]phone)?|phone|portable|contact|هاتف)\s*[.:]*\s*$", re.I)
_BIRTH = re.compile(
    r"(?:n[ée]e?\s+)?(?:(?:vers|en|le|environ|about|around)\s+)?"
    r"(?:(?:19|20)\d\d|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})",
    re.IGNORECASE,
)
# What other lists tell apart, and this one does not.
_TAKEN_AS = {**{name: name for name in FIELDS}, "name": "name", "phone_2": "phone"}
_TAKEN_AS["honorific"] = "position"
# A public page: a list of 200 people has some 30 KB, with a picture in its head a little more.
LIMITS = Limits(megabytes=2, unpacked=20, rows=1000)


@dataclass(frozen=True, slots=True)
class Found:
    """The people of a list, and the headers of columns that are not asked for here."""

    people: list[Cells] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def from_text(text: str) -> Found:
    """The people of a pasted list. DomainError when there are too many at a time."""
    lines = [line for line in text.splitlines() if line.strip()]
    check_length(len(lines) - 1, field="paste")
    split = [_split(line) for line in lines]
    width = max(map(len, split), default=0)
    rows = (Row(n, (*row, *[""] * (width - len(row)))) for n, row in enumerate(split, 1))
    return from_table(Table(tuple(rows)))


def from_file(content: bytes) -> Found:
    """The people of a file. DomainError for what is no list or too long, and why."""
    try:
        found = from_table(read_file(content, limits=LIMITS))
    except DomainError as error:
        if error.code == "rows_many":
            check_length(LIMITS.rows, field="file")
        raise
    check_length(len(found.people), field="file")
    return found


def from_table(table: Table) -> Found:
    """The people of a table; a row within its first ones may name the columns."""
    columns = guess(table)
    if columns.header is None:
        people = [_by_looks(row.cells) for row in table.rows]
        return Found([cells for cells in people if any(cells.values())])
    header, rows = table.rows[columns.header].cells, table.rows[columns.header + 1 :]
    taken = {i: _TAKEN_AS[name] for i, name in columns.fields.items() if name in _TAKEN_AS}
    people = [_by_column(row.cells, taken) for row in rows]
    left_out = [
        said
        for index, said in enumerate(header)
        # Numbers of rows and places for signatures are nobody's loss.
        if said and index not in taken and USUAL.field_of(said) != ""
        if any(row.cells[index] for row in rows)
    ]
    return Found([cells for cells in people if any(cells.values())], left_out)


def check_length(count: int, *, field: str) -> None:
    """DomainError when those are more people than one sends at a time."""
    if count > MOST:
        message = _l(
            "Please send at most %(most)s people at a time; more can be added afterwards.",
            most=MOST,
        )
        raise DomainError("too_many", message, field=field)


def sex_of(text: str) -> str:
    """F or M as any list says it; empty when it does not."""
    return str(SEXES.get(fold(text), ""))


def _split(line: str) -> list[str]:
    line = _NUMBERING.sub("", line)
    for separator in ("\t", ";", "|", ","):
        if separator in line:
            return line.split(separator)
    return [line]


def _by_column(row: Sequence[str], columns: Mapping[int, str]) -> Cells:
    cells = dict.fromkeys(FIELDS, "")
    for index, name in columns.items():
        text = row[index].strip()
        if name == "name":
            cells["given_names"], cells["family_name"] = split_name(text)
        elif name == "sex":
            cells["sex"] = sex_of(text)
        else:
            cells[name] = _joined(cells[name], text, " / " if name == "phone" else " ")
    return cells


def _by_looks(row: Sequence[str]) -> Cells:
    cells = dict.fromkeys(FIELDS, "")
    words: list[str] = []
    is_numbered = len(row) > 1 and _NUMBER.fullmatch(row[0])
    for cell in row[1:] if is_numbered else (_NUMBERING.sub("", row[0]), *row[1:]):
        text = cell.strip()
        if sex_of(text) and not cells["sex"]:
            cells["sex"] = sex_of(text)
        elif _BIRTH.fullmatch(ascii_digits(text)) and not cells["birth"]:
            cells["birth"] = text
        elif _DIGITS.fullmatch(ascii_digits(text)):
            cells["phone"] = _joined(cells["phone"], text, " / ")
        else:
            words += _take_phones(text, cells)
    name, *others = words or [""]
    cells["given_names"], cells["family_name"] = split_name(name)
    cells["position"] = ", ".join(others)
    return cells


def _take_phones(text: str, cells: Cells) -> Iterable[str]:
    """Move the phones of `text` into `cells`; what is left of it, if any."""
    plain = ascii_digits(text)
    # Some digits take more than one character in other scripts' forms; then nothing is cut.
    if len(plain) != len(text):
        return [text]
    kept, end = [], 0
    for found in _PHONE.finditer(plain):
        if sum(char.isdigit() for char in found[0]) >= _PHONE_DIGITS:
            cells["phone"] = _joined(cells["phone"], text[slice(*found.span())].strip(), " / ")
            kept.append(_LABEL.sub("", text[end : found.start()]))
            end = found.end()
    kept.append(text[end:])
    stripped = (part.strip(" \t-–—:,;/|.()") if len(kept) > 1 else part.strip() for part in kept)
    return [part for part in stripped if part]


def _joined(first: str, second: str, between: str) -> str:
    return between.join(part for part in (first, second) if part)
