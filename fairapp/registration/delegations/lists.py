"""Lists as focal points have them: a line a person, typed, copied from a table or from a message.

Reading is by what a cell looks like, unless a first line names the columns: phones are digits, a
year is a year, the first words are the name, other words the position. Nothing is thrown away, and
whoever sent the list sees what was read before it counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.registration.delegations.rules import MOST
from fairapp.registration.imports.words import SEXES
from fairapp.registration.names import split_name
from fairapp.registration.search import fold

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
_HEADERS = {
    "name": "nom et prenom|nom et prenoms|nom prenom|noms et prenoms|nom complet|name|full name",
    "given_names": "prenom|prenoms|given name|given names|first name",
    "family_name": "nom|noms|nom de famille|family name|last name|surname",
    "sex": "sexe|sex|genre|gender",
    "phone": "telephone|tel|phone|contact|contacts|numero|portable|mobile",
    "position": "fonction|poste|titre|qualite|profession|position|role",
    "birth": "naissance|annee de naissance|date de naissance|ne en|birth|year of birth",
    "": "n|no|numero d ordre|ordre|#",
}
_FIELD_OF = {header: field for field, said in _HEADERS.items() for header in said.split("|")}


def from_text(text: str) -> list[Cells]:
    """The people of a pasted list. DomainError when there are too many at a time."""
    lines = [line for line in text.splitlines() if line.strip()]
    return from_rows([_split(line) for line in check_length(lines)])


def from_rows(rows: Sequence[Sequence[str]]) -> list[Cells]:
    """The people of a table's rows; its first row may name the columns."""
    columns = _columns(rows[0]) if rows else None
    if columns is not None:
        found = [_by_column(row, columns) for row in rows[1:]]
    else:
        found = [_by_looks(row) for row in rows]
    return [cells for cells in found if any(cells.values())]


def check_length(rows: Sequence[str]) -> Sequence[str]:
    """`rows`, unless they are more than one sends at a time, and a line of headers."""
    if len(rows) > MOST + 1:
        raise DomainError(
            "too_many",
            _l(
                "This list has %(count)s lines. Please send at most %(most)s at a time; more "
                "people can be added afterwards.",
                count=len(rows),
                most=MOST,
            ),
            field="paste",
        )
    return rows


def sex_of(text: str) -> str:
    """F or M as any list says it; empty when it does not."""
    return str(SEXES.get(fold(text), ""))


def _split(line: str) -> list[str]:
    line = _NUMBERING.sub("", line)
    for separator in ("\t", ";", "|", ","):
        if separator in line:
            return line.split(separator)
    return [line]


def _columns(row: Sequence[str]) -> list[str] | None:
    """The field of each column; None when the row is a person already."""
    folded = [fold(cell) for cell in row]
    named = [_FIELD_OF.get(header) for header in folded]
    if len([field for field in named if field]) < min(2, len(row)) or not any(named):
        return None
    # « Nom » alone is the whole name; beside « Prénom » it is the family's.
    if "given_names" not in named:
        named = ["name" if field == "family_name" else field for field in named]
    return [field or "" for field in named]


def _by_column(row: Sequence[str], columns: Sequence[str]) -> Cells:
    cells = dict.fromkeys(FIELDS, "")
    for text, field in zip((cell.strip() for cell in row), columns, strict=False):
        if field == "name":
            cells["given_names"], cells["family_name"] = split_name(text)
        elif field == "sex":
            cells["sex"] = sex_of(text)
        elif field:
            cells[field] = _joined(cells[field], text, " / " if field == "phone" else " ")
    return cells


def _by_looks(row: Sequence[str]) -> Cells:
    cells = dict.fromkeys(FIELDS, "")
    words: list[str] = []
    is_numbered = len(row) > 1 and _NUMBER.fullmatch(row[0])
    for cell in row[1:] if is_numbered else row:
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
