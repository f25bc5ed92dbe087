"""The demonstration fair on paper: the codes of its sheets are read back, finely and poorly.

Here every so many sheets; `python -m benchmarks.qr_codes` reads them all.
"""

from __future__ import annotations

import pytest
from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges import portraits, queries
from fairapp.badges.faces import BadgeFace
from fairapp.badges.layouts import LAYOUTS, SHEETS, SINGLES
from fairapp.badges.models import Badge
from fairapp.badges.queries import Selection
from fairapp.badges.render import render_sheets
from fairapp.events.models import Event
from tests.badges.reading import FINE, POOR, Quality, codes

QUALITIES = pytest.mark.parametrize("quality", [FINE, POOR], ids=["fine", "poor"])


def faces_of(session: scoped_session[Session], ids: list[int]) -> list[BadgeFace]:
    event = session.scalars(select(Event)).one()
    return portraits.faces(event, ids, base="https://fair.example.org")


def sheets(faces: list[BadgeFace], key: str) -> bytes:
    return render_sheets(faces, LAYOUTS[key], title="Badges", lang="fr").pdf


@pytest.mark.parametrize("key", SHEETS)
def test_codes_of_a_fairs_sheets_are_read_back(
    demo_session: scoped_session[Session], key: str
) -> None:
    event = demo_session.scalars(select(Event)).one()
    faces = faces_of(demo_session, queries.badge_ids(event, Selection()))
    assert len(faces) >= 400
    pdf, step = sheets(faces, key), LAYOUTS[key].per_sheet
    last = LAYOUTS[key].sheets(len(faces)) - 1
    for quality, start in ((FINE, 0), (POOR, 3)):
        # Each looks at other sheets; the last one is not full.
        pages = [*range(start, last, 7), last]
        read = codes(pdf, quality, lambda _count, chosen=pages: chosen)
        shown = [
            (page, face.qr_text)
            for page in pages
            for face in faces[page * step : (page + 1) * step]
        ]
        assert sorted(read) == sorted(shown), quality.name


@QUALITIES
@pytest.mark.parametrize("key", ["a7x8", "90x54x10"])
@pytest.mark.parametrize(
    "which",
    [Badge.registration_id.is_(None), Badge.replaces_id.is_not(None)],
    ids=["blank", "reprinted"],
)
def test_codes_of_blank_and_of_reprinted_badges_are_read_back(
    demo_session: scoped_session[Session],
    which: ColumnElement[bool],
    key: str,
    quality: Quality,
) -> None:
    ids = list(demo_session.scalars(select(Badge.id).where(which).order_by(Badge.id).limit(16)))
    faces = faces_of(demo_session, ids)
    assert len(faces) == len(ids) > 0
    read = [text for _page, text in codes(sheets(faces, key), quality)]
    assert sorted(read) == sorted(face.qr_text for face in faces)


@QUALITIES
@pytest.mark.parametrize("key", SINGLES)
def test_code_of_one_badge_is_read_back_from_every_paper(
    demo_session: scoped_session[Session], key: str, quality: Quality
) -> None:
    ids = list(demo_session.scalars(select(Badge.id).order_by(Badge.id).limit(3)))
    for face in faces_of(demo_session, ids):
        assert codes(sheets([face], key), quality) == [(0, face.qr_text)]
