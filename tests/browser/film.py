"""A printed page held before Chromium's fake camera."""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2 as pdfium
from PIL import Image

WIDTH, HEIGHT = 1280, 720
# As somebody holds it: not the whole height of the picture, and not quite straight.
_PAGE_HEIGHT = 660
_TILT = 4
_TABLE = (128, 118, 106)
_FRAMES = 10


def film_page(pdf: Path, film: Path) -> Path:
    """Write `film` (.mjpeg), on which the first page of `pdf` is held before the camera."""
    with pdfium.PdfDocument(pdf) as document:
        page = document[0]
        scale = _PAGE_HEIGHT / page.get_height()
        picture = page.render(scale=scale).to_pil().convert("RGB")
    held = picture.rotate(_TILT, Image.Resampling.BICUBIC, expand=True, fillcolor=_TABLE)
    frame = Image.new("RGB", (WIDTH, HEIGHT), _TABLE)
    frame.paste(held, ((WIDTH - held.width) // 2, (HEIGHT - held.height) // 2))
    jpeg = io.BytesIO()
    frame.save(jpeg, "JPEG", quality=85)
    film.write_bytes(jpeg.getvalue() * _FRAMES)
    return film


def text_of(pdf: Path) -> str:
    """All that can be read in it, runs of white space as one space."""
    with pdfium.PdfDocument(pdf) as document:
        text = " ".join(page.get_textpage().get_text_range() for page in document)
    return " ".join(text.split())
