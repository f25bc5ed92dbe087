"""QR codes are read back with an independent decoder."""

from __future__ import annotations

import io
import re
from xml.etree import ElementTree

import pytest
import zxingcpp
from PIL import Image

from fairapp.core import qr

BADGE = "HTTPS://FAIR.ORG/B/ABCDEFGHIJKLMNOP"
TEXTS = [BADGE, "0123456789", "https://example.org/p/aZ09-_", "Élus locaux · ߒߞߏ", "x"]


def read(image: Image.Image) -> str:
    (found,) = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return str(found.text)


@pytest.mark.parametrize("text", TEXTS)
def test_png_is_read_back(text: str) -> None:
    image = Image.open(io.BytesIO(qr.png(text, scale=4)))
    assert image.mode == "L"
    assert read(image) == text


def test_png_has_one_pixel_a_module_and_its_quiet_zone() -> None:
    image = Image.open(io.BytesIO(qr.png(BADGE)))
    side = 25 + 2 * qr.QUIET_ZONE
    assert image.size == (side, side)
    assert image.crop((0, 0, side, qr.QUIET_ZONE)).getextrema() == (255, 255)
    assert image.getpixel((qr.QUIET_ZONE, qr.QUIET_ZONE)) == 0


def test_badge_address_fits_version_2() -> None:
    assert len(qr.matrix(BADGE)) == 25
    # In bytes mode the same length would need more modules.
    assert len(qr.matrix(BADGE.lower())) == 29


@pytest.mark.parametrize("text", TEXTS)
def test_bits_are_the_matrix(text: str) -> None:
    rows = qr.matrix(text)
    for scale in (1, 4):
        side, packed = qr.bits(text, scale=scale)
        image = Image.frombytes("1", (side, side), packed)
        modules = range(scale // 2, side, scale)
        assert [[image.getpixel((x, y)) == 0 for x in modules] for y in modules] == rows
        assert image.resize((len(rows),) * 2).resize((side, side)).tobytes() == packed


def test_svg_draws_the_matrix_in_one_path() -> None:
    tree = ElementTree.fromstring(qr.svg(BADGE, label="Badge", quiet_zone=0))  # noqa: S314
    paper, code = tree.findall("{http://www.w3.org/2000/svg}path")
    dark = set()
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.attrib["d"]):
        dark |= {(int(x) + step, int(y)) for step in range(int(width))}
    rows = qr.matrix(BADGE)
    assert dark == {(x, y) for y, row in enumerate(rows) for x, on in enumerate(row) if on}
    assert paper.attrib["fill"] == "#fff"
    assert tree.attrib["viewBox"] == "0 0 25 25"


def test_svg_escapes_its_label() -> None:
    drawn = qr.svg(BADGE, label='"><script>')
    assert "<script>" not in drawn
    assert 'style="' not in drawn


@pytest.mark.parametrize("text", ["", "x" * 3000])
def test_text_that_no_code_holds_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        qr.matrix(text)
