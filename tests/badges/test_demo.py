"""The demonstration fair on paper: every code of every sheet is read back."""

from __future__ import annotations

import io

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges import portraits, queries
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.queries import Selection
from fairapp.badges.render import render_sheets
from fairapp.core.pdf import page_png
from fairapp.events.models import Event


@pytest.mark.parametrize("key", ["a6x4", "a7x8"])
def test_every_code_of_the_fair_is_read_back(
    demo_session: scoped_session[Session], key: str
) -> None:
    event = demo_session.scalars(select(Event)).one()
    ids = queries.badge_ids(event, Selection())
    faces = portraits.faces(event, ids, base="https://fair.example.org")
    printed = render_sheets(faces, LAYOUTS[key], title="Badges", lang="fr")
    read: list[str] = []
    for page in range(len(pypdfium2.PdfDocument(printed.pdf))):
        image = Image.open(io.BytesIO(page_png(printed.pdf, page, dpi=100)))
        found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        read += [code.text for code in found]
    assert len(ids) >= 400
    assert sorted(read) == sorted(face.qr_text for face in faces)
