"""Pages that wait on disk until their document is whole.

Those of 40,000 people take as much memory as the file that they end in. The files that they wait in
have no name: a process that is killed leaves nothing behind.
"""

from __future__ import annotations

import zlib
from tempfile import TemporaryFile

import pikepdf

from fairapp.core.pdf_marks import MM

_A_PART = 100


class Pages:
    """Pages of one size in millimetres, each drawn already."""

    def __init__(self, size: tuple[float, float]) -> None:
        self._box = [0, 0, *(round(edge * MM, 3) for edge in size)]
        self._made = pikepdf.new()
        self._parts: list[pikepdf.Pdf] = []

    def add(self, content: bytes) -> None:
        """One more."""
        made = self._made
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page, MediaBox=self._box, Contents=packed(made, content)
        )
        made.pages.append(pikepdf.Page(page))
        if len(made.pages) >= _A_PART:
            self._parts.append(_on_disk(made))
            self._made = pikepdf.new()

    def joined(self) -> pikepdf.Pdf:
        """All of them, without resources."""
        if not self._parts:
            return self._made
        whole = pikepdf.new()
        for part in (*self._parts, self._made):
            whole.pages.extend(part.pages)
        return whole


def packed(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Object:
    """What is drawn on a page, as it stands in the file."""
    return pikepdf.Stream(pdf, zlib.compress(content), Filter=pikepdf.Name.FlateDecode)


def _on_disk(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    file = TemporaryFile()  # noqa: SIM115 - open until the document is written
    pdf.save(file, static_id=True)
    pdf.close()
    file.seek(0)
    # As a stream: mapped, it would be in memory after all.
    return pikepdf.open(file, access_mode=pikepdf.AccessMode.stream)
