"""Tables that people send: CSV in any encoding, XLSX, or lines pasted. Text in, text out.

What a spreadsheet did to a cell is undone as far as it can be known (6.22E+08 is a phone, 1961.0 a
year); what could do harm is refused with words that say what to do instead.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from charset_normalizer import from_bytes
from flask_babel import lazy_gettext as _l
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from fairapp.core.errors import DomainError
from fairapp.registration.names import clean_line

MAX_BYTES = 7 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 500
# Of a workbook when unpacked. A real list of 20,000 people has some 20 MB.
_MAX_UNPACKED = 150 * 2**20
_MAX_PARTS = 1000
_SEPARATORS = ";,\t|"
_SAMPLE_LINES = 60
# An address has a few lines; half a table is no cell.
_LINES_OF_A_CELL = 6
_ENCODINGS = ["cp1252", "latin_1", "mac_roman", "cp1256"]
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"{\\rtf")
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_SCIENTIFIC = re.compile(r"\d[.,]\d{5,}[eE]\+\d{1,2}")
_GUARDED = re.compile(r"''*[=+\-@\t\r]")
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


@dataclass(frozen=True, slots=True)
class Row:
    """One row, numbered as a spreadsheet numbers it; cells are cleaned lines."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that hold anything, all of the same width."""

    rows: tuple[Row, ...]

    @property
    def width(self) -> int:
        """How many columns."""
        return len(self.rows[0].cells) if self.rows else 0


def read_file(content: bytes, filename: str) -> Table:
    """The table in a file. DomainError on the field `file` for what is not read, and why."""
    if len(content) > MAX_BYTES:
        raise _refusal(
            "file_large", _l("This file is larger than %(size)d MB.", size=MAX_BYTES >> 20)
        )
    if content.startswith(_OLD_OFFICE):
        message = _l(
            "This is an old or a protected Excel file. Save it as .xlsx without a password."
        )
        raise _refusal("file_old", message)
    if content.startswith(_NOT_TABLES):
        message = _l("This is a picture or a document, not a table. Save the list as .xlsx or CSV.")
        raise _refusal("file_kind", message)
    if content.startswith(b"PK"):
        return _table(_workbook_rows(content))
    return _table(_text_rows(_decoded(content)))


def read_paste(text: str) -> Table:
    """The table in lines that were pasted. DomainError on the field `paste`."""
    try:
        return _table(_text_rows(text))
    except DomainError as error:
        raise DomainError(error.code, error.message, field="paste") from error


def _table(rows: Iterable[tuple[int, Sequence[str]]]) -> Table:
    kept: list[tuple[int, list[str]]] = []
    for number, cells in rows:
        lines = [clean_line(_unguarded(_text(cell))[:MAX_CELL]) for cell in cells]
        while lines and not lines[-1]:
            lines.pop()
        if not lines:
            continue
        if len(lines) > MAX_COLUMNS:
            message = _l(
                "This table has more than %(count)d columns. Keep those about people.",
                count=MAX_COLUMNS,
            )
            raise _refusal("columns_many", message)
        kept.append((number, lines))
        if len(kept) > MAX_ROWS:
            message = _l(
                "This table has more than %(count)d rows. Send it in parts.", count=MAX_ROWS
            )
            raise _refusal("rows_many", message)
    if not kept:
        raise _refusal("file_empty", _l("There is nothing in this table."))
    width = max(len(cells) for _, cells in kept)
    padded = (Row(n, (*cells, *[""] * (width - len(cells)))) for n, cells in kept)
    return Table(tuple(padded))


def _decoded(content: bytes) -> str:
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=_ENCODINGS).best()
        return str(best) if best is not None else content.decode("cp1252", errors="replace")


def _text_rows(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    # A cell as long as a book is no cell: the reader's own limit would stop with an error.
    lines = text.replace("\x00", "").splitlines()
    # Excel writes this line for itself.
    if lines and lines[0].lower().startswith("sep="):
        lines[0] = ""
    separator = _separator(lines)
    if separator is None:
        yield from ((number, [line]) for number, line in enumerate(lines, 1))
        return
    try:
        rows = list(csv.reader(_with_ends(lines), delimiter=separator))
    except csv.Error:
        rows = []
    if not rows or any(cell.count("\n") > _LINES_OF_A_CELL for row in rows for cell in row):
        # A quote that is never closed has swallowed the rows behind it: then quotes mean nothing.
        rows = list(csv.reader(_with_ends(lines), delimiter=separator, quoting=csv.QUOTE_NONE))
    yield from enumerate(rows, 1)


def _with_ends(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _separator(lines: Sequence[str]) -> str | None:
    """The separator that gives most lines the same number of cells, and the more the better."""
    sample = [line for line in lines if line.strip()][:_SAMPLE_LINES]
    best: tuple[float, int] = (0, 0)
    found = None
    for separator in _SEPARATORS:
        try:
            widths = Counter(len(row) for row in csv.reader(sample, delimiter=separator) if row)
        except csv.Error:
            continue
        usual = [(count, width) for width, count in widths.items() if width > 1]
        if usual:
            count, width = max(usual)
            # Of the lines, for a wrong one may take several of them for one row.
            score = (count / len(sample), width)
            if score > best:
                best, found = score, separator
    return found


def _workbook_rows(content: bytes) -> Iterator[tuple[int, Sequence[str]]]:
    _check_package(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        for sheet in book.worksheets:
            rows = _sheet_rows(sheet)
            first = next(rows, None)
            if first is not None:
                yield first
                yield from rows
                return
    except (
        *(InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, SyntaxError, OSError),
    ) as error:
        message = _l("This file cannot be read. Open it and save it again as .xlsx or CSV.")
        raise _refusal("file_torn", message) from error


def _check_package(content: bytes) -> None:
    """Look at what is in the package before anything of it is unpacked."""
    try:
        parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    except zipfile.BadZipFile as error:
        message = _l("This file cannot be read. Open it and save it again as .xlsx or CSV.")
        raise _refusal("file_torn", message) from error
    names = {part.filename for part in parts}
    if any("vbaproject" in name.lower() for name in names):
        message = _l("This file has macros. Save it as .xlsx without them, or as CSV.")
        raise _refusal("file_macros", message)
    if "xl/workbook.xml" not in names:
        message = _l("This is not a spreadsheet that we can read. Save it as .xlsx or CSV.")
        raise _refusal("file_kind", message)
    # Nothing gives more than it declares: the reader stops there.
    if len(parts) > _MAX_PARTS or sum(part.file_size for part in parts) > _MAX_UNPACKED:
        message = _l("This file is far larger inside than outside. Save the list anew, or as CSV.")
        raise _refusal("file_bomb", message)


def _sheet_rows(sheet: Any) -> Iterator[tuple[int, Sequence[str]]]:
    # What a sheet says of its own size may be wrong, and rows beyond it would be lost.
    sheet.reset_dimensions()
    blank = 0
    for number, cells in enumerate(sheet.iter_rows(), 1):
        for cell in cells:
            if cell.data_type == "f":
                message = _l(
                    "Cell %(cell)s holds a formula. Copy the sheet and paste it as values only.",
                    cell=cell.coordinate,
                )
                raise _refusal("file_formula", message)
        texts = [_text(cell.value) for cell in cells]
        blank = 0 if any(texts) else blank + 1
        if blank > MAX_ROWS:
            # A row with an absurd number: the reader makes up all those before it.
            return
        if not blank:
            yield number, texts


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, str) and _SCIENTIFIC.fullmatch(value.strip()):
        # A phone that a spreadsheet took for a quantity; with all its digits it can be put right.
        number = float(value.replace(",", "."))
        return str(int(number)) if number.is_integer() else value
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _unguarded(text: str) -> str:
    """Without the apostrophe that keeps an exported text from being a formula."""
    return text[1:] if _GUARDED.match(text) else text


def _refusal(code: str, message: Any) -> DomainError:
    return DomainError(code, message, field="file")
