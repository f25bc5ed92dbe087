"""Tables written as plain text, in any encoding and with any separator."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from charset_normalizer import from_bytes

from fairapp.registration.tables.table import Numbered

_SEPARATORS = ";,\t|"
_SAMPLE_LINES = 60
# An address has a few lines; half a table is no cell.
_LINES_OF_A_CELL = 6
_ENCODINGS = ["cp1252", "latin_1", "mac_roman", "cp1256"]
_BOMS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16", b"\xef\xbb\xbf": "utf-8-sig"}


def decoded(content: bytes) -> str:
    """The text of a file, in whichever encoding it is likeliest to be."""
    for bom, encoding in _BOMS.items():
        if content.startswith(bom):
            return content.decode(encoding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        best = from_bytes(content, cp_isolation=_ENCODINGS).best()
        return str(best) if best is not None else content.decode("cp1252", errors="replace")


def rows(text: str) -> Iterator[Numbered]:
    """The rows of a text, with the separator that suits it best."""
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
        found = list(csv.reader(_with_ends(lines), delimiter=separator))
    except csv.Error:
        found = []
    if not found or any(cell.count("\n") > _LINES_OF_A_CELL for row in found for cell in row):
        # A quote that is never closed has swallowed the rows behind it: then quotes mean nothing.
        found = list(csv.reader(_with_ends(lines), delimiter=separator, quoting=csv.QUOTE_NONE))
    yield from enumerate(found, 1)


def _with_ends(lines: Iterable[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)


def _separator(lines: Sequence[str]) -> str | None:
    """The separator that gives most lines the same number of cells, and the more the better."""
    sample = [line for line in lines if line.strip()][:_SAMPLE_LINES]
    best: tuple[float, int, int] = (0, 0, 0)
    found = None
    for separator in _SEPARATORS:
        try:
            found_rows = [row for row in csv.reader(sample, delimiter=separator) if row]
        except csv.Error:
            continue
        widths = Counter(map(len, found_rows))
        usual = [(count, width) for width, count in widths.items() if width > 1]
        if usual:
            count, width = max(usual)
            # Of the lines, for a wrong one may take several of them for one row.
            # And one that stands inside quotes leaves them in the cells.
            quotes = sum('"' in cell for row in found_rows for cell in row)
            score = (count / len(sample), width, -quotes)
            if score > best:
                best, found = score, separator
    return found
