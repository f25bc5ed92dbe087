"""The picture for a gallery, looked at from outside."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
import zxingcpp
from flask import Flask
from PIL import Image, ImageOps

import fairapp
from fairapp.badges.faces import BadgeFace
from fairapp.badges.phone_picture import PHONE, phone_picture
from tests.badges.test_render import ADLAM, ARABIC, FACE, HOSTILE, NKO, longest_names


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Faces bring their words along, so that templates are all they need of the application."""
    app = Flask(__name__, template_folder=str(fairapp.ROOT / "templates"))
    with app.app_context():
        yield


@pytest.mark.parametrize(
    "face",
    [FACE, ARABIC, NKO, ADLAM, HOSTILE, longest_names(20)[-1]],
    ids=["latin", "arabic", "nko", "adlam", "hostile", "long"],
)
def test_code_fills_the_screen_and_stays_alone(face: BadgeFace) -> None:
    picture = Image.open(io.BytesIO(phone_picture(face, lang="fr"))).convert("L")
    assert picture.size == (720, 1280)
    # In a gallery the picture is surrounded by black.
    (code,) = zxingcpp.read_barcodes(ImageOps.expand(picture, 200, fill=0))
    assert code.text == face.qr_text
    # Four blank modules above and below it, from edge to edge.
    box = PHONE.box("code", "ltr")
    a_mm, module = 203 / 25.4, box.width / 25
    for top, bottom in ((box.top - 4 * module, box.top), (box.bottom, box.bottom + 4 * module)):
        strip = picture.crop((0, round(top * a_mm) + 3, 720, round(bottom * a_mm) - 3))
        assert strip.getextrema() == (255, 255)
    # Whatever the name, nothing of it touches the category's band.
    band = round(PHONE.box("band", "ltr").top * a_mm)
    assert picture.crop((0, band - 6, 720, band - 1)).getextrema()[0] > 200
