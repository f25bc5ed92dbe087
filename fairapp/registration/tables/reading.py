"""Tables that people send: CSV in any encoding, XLSX, or lines pasted. Text in, text out.

What a spreadsheet did to a cell is undone as far as it can be known (6.22E+08 is a phone, 1961.0 a
year); what could do harm is refused with words that say what to do instead.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.registration.tables import texts
from fairapp.registration.tables.table import TEAM, Limits, Numbered, Table, refusal, rows_of

_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SCIENTIFIC = re.compile(r"\d[.,]\d{5,}[eE]\+\d{1,2}")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")


def read_file(content: bytes, *, sheet: str = "", limits: Limits = TEAM) -> Table:
    """The table in a file; in a workbook, that of `sheet`, or of the first one with anything in it.

    DomainError on the field `file` for what is not read, and why.
    """
    if len(content) > limits.megabytes << 20:
        message = _l("This file is larger than %(size)d MB.", size=limits.megabytes)
        raise refusal("file_large", message)
    if content.startswith(_OLD_OFFICE):
        message = _l(
            "This is an old or a protected Excel file. Save it as .xlsx without a password."
        )
        raise refusal("file_old", message)
    if content.startswith(_NOT_TABLES):
        message = _l("This is a picture or a document, not a table. Save the list as .xlsx or CSV.")
        raise refusal("file_kind", message)
    if not content.startswith(b"PK"):
        return Table(rows_of(_undone(texts.rows(texts.decoded(content))), limits))
    # Loaded with the first workbook: it would make each start slower.
    from fairapp.registration.tables import workbooks

    with workbooks.opened(content, limits) as book:
        sheets = workbooks.sheets(book)
        chosen = sheet if sheet in sheets else next(iter(sheets), "")
        rows = workbooks.rows(book, chosen) if chosen else iter(())
        return Table(rows_of(_undone(rows), limits), chosen, sheets)


def read_paste(text: str) -> Table:
    """The table in lines that were pasted. DomainError on the field `paste`."""
    try:
        return Table(rows_of(_undone(texts.rows(text)), TEAM))
    except DomainError as error:
        raise DomainError(error.code, error.message, field="paste") from error


def _undone(rows: Iterable[Numbered]) -> Iterator[Numbered]:
    for number, cells in rows:
        yield number, [_unguarded(_whole(cell)) for cell in cells]


def _whole(text: str) -> str:
    """A phone that a spreadsheet took for a quantity; with all its digits it can be put right."""
    if not _SCIENTIFIC.fullmatch(text.strip()):
        return text
    number = float(text.replace(",", "."))
    return str(int(number)) if number.is_integer() else text


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps an exported text from being a formula."""
    return text[1:] if _GUARDED.match(text) else text
