"""Sheets of badges as a poor printer or a poor camera gives them back, and the codes read there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pypdfium2
import zxingcpp
from PIL import Image, ImageFilter

_POINTS = 72


@dataclass(frozen=True)
class Quality:
    """A way to look at a page: dots an inch, and the blur, in dots."""

    name: str
    dpi: int
    blur: float = 0

    def look(self, page: pypdfium2.PdfPage) -> Image.Image:
        """The page in grey."""
        picture = page.render(scale=self.dpi / _POINTS, grayscale=True).to_pil()
        return picture.filter(ImageFilter.GaussianBlur(self.blur)) if self.blur else picture


FINE = Quality("300 dpi", 300)
# A module of the smallest code, 0.8 mm, is not five dots here, and its edge is as wide as three.
POOR = Quality("150 dpi, grey, blurred", 150, blur=1.5)


def codes(
    pdf: bytes, quality: Quality, pages: Callable[[int], Iterable[int]] = range
) -> list[tuple[int, str]]:
    """The page and the text of every QR code that is read; `pages` chooses among so many."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [
            (number, code.text)
            for number in pages(len(document))
            for code in zxingcpp.read_barcodes(
                quality.look(document[number]), formats=zxingcpp.BarcodeFormat.QRCode
            )
        ]
    finally:
        document.close()
