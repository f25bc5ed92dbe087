"""Films for Chromium's fake camera: codes are held before it, one after another, for ever."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

from fairapp.core import qr

WIDTH, HEIGHT = 1280, 720
FRAMES_A_SECOND = 10
# A code as it is held: smaller than the frame, and a little tilted.
_SIDE = 400
_TILT = 7


def write_film(path: Path, scenes: Sequence[tuple[str | Image.Image | None, float]]) -> Path:
    """A .y4m file of `scenes`: the text of a code (None: an empty table), or a whole picture in
    grey, and its seconds.
    """
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n"
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(header.encode())
        for text, seconds in scenes:
            picture = text if isinstance(text, Image.Image) else _picture(text)
            frame = b"FRAME\n" + picture.tobytes() + colourless
            for _ in range(max(1, round(seconds * FRAMES_A_SECOND))):
                film.write(frame)
    return path


def held(page: Image.Image, *, height: int = 640, turn: float = 4) -> Image.Image:
    """A sheet, card or screen before the camera: so many pixels high, turned by so many degrees."""
    table = Image.new("L", (WIDTH, HEIGHT), 120)
    size = (round(page.width * height / page.height), height)
    sheet = page.convert("L").resize(size, Image.Resampling.LANCZOS)
    sheet = sheet.rotate(turn, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
    table.paste(sheet, ((WIDTH - sheet.width) // 2, (HEIGHT - sheet.height) // 2))
    return table


def photo(path: Path, text: str) -> Path:
    """A .png of a code held before a camera."""
    _picture(text).save(path)
    return path


def _picture(text: str | None) -> Image.Image:
    table = Image.new("L", (WIDTH, HEIGHT), 120)
    if text is not None:
        with Image.open(io.BytesIO(qr.png(text, scale=8))) as code:
            held = code.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BILINEAR)
        held = held.rotate(_TILT, Image.Resampling.BICUBIC, expand=True, fillcolor=120)
        table.paste(held, ((WIDTH - held.width) // 2, (HEIGHT - held.height) // 2))
    return table
