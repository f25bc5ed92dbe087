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


def write_film(path: Path, scenes: Sequence[tuple[str | None, float]]) -> Path:
    """A .y4m file of `scenes`: the text of a code (None: an empty table) and its seconds."""
    header = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n"
    colourless = bytes([128]) * (WIDTH * HEIGHT // 2)
    with path.open("wb") as film:
        film.write(header.encode())
        for text, seconds in scenes:
            frame = b"FRAME\n" + _picture(text).tobytes() + colourless
            for _ in range(max(1, round(seconds * FRAMES_A_SECOND))):
                film.write(frame)
    return path


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
