"""The pocket programme, read back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.demo.sources import read as read_data
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.programme.printing import folding, pocket
from fairapp.programme.printing.panels import panels
from tests.core.test_pdf import font_files, fonts
from tests.programme.printing.conftest import add_large, of, pages_of, sizes_of

AddSession = Callable[..., Session]


def joined(text: str) -> str:
    """Without blanks, nor the hyphens at which lines are broken."""
    return re.sub(r"[\s-]", "", text.replace("'", "’"))


def columns_of(pdf: bytes, page: int) -> list[str]:
    """The text between the folds, from the left."""
    found = pypdfium2.PdfDocument(pdf)[page]
    width, height = found.get_size()
    text = found.get_textpage()
    return [
        joined(text.get_text_bounded(left=n * width / 4, right=(n + 1) * width / 4, top=height))
        for n in range(4)
    ]


@pytest.mark.usefixtures("in_french")
def test_one_sheet_reads_in_the_order_in_which_it_is_unfolded(demo: Event) -> None:
    pdf = pocket.render(of(demo)).pdf
    assert len(pypdfium2.PdfDocument(pdf)) == 2
    assert sizes_of(pdf) == {(297, 210)}
    back, cover, *first_fold = columns_of(pdf, 0)
    assert "Impressionetpliage" in back and "Version2du20novembre2026" in back
    assert "Feuille1/1" in back
    assert joined("Journées d’échanges") in cover
    reading = "".join([*first_fold, *columns_of(pdf, 1)])
    rows = read_data("programme")["sessions"]
    titles = [joined(row["title_fr"]) for row in rows]
    # « Accueil et émargement » is on two days.
    places, last = [], 0
    for title in titles:
        last = reading.index(title, last)
        places.append(last)
    assert places == sorted(places)
    assert first_fold[0].startswith("Mercredi2décembre")
    found = fonts(pdf)
    assert font_files(pdf) == len(found)


def test_arabic_sheet_is_mirrored(demo: Event) -> None:
    with force_locale("ar"):
        pdf = pocket.render(of(demo)).pdf
    outer, inner = columns_of(pdf, 0), columns_of(pdf, 1)
    assert "https://fair.example.org" in outer[3]
    assert "07:30" in outer[1] and "16:45" in outer[0]
    assert "08:00" in inner[3] and "17:15" in inner[2]
    assert "18:30" in inner[0]


@pytest.mark.usefixtures("in_french")
def test_what_is_for_the_team_alone_is_not_in_it(demo: Event) -> None:
    text = joined(" ".join(pages_of(pocket.render(of(demo)).pdf)))
    rows = read_data("stage")["sessions"].values()
    secrets = [row["needs"] for row in rows if row.get("needs")]
    assert [secret for secret in secrets if joined(secret) in text] == []


@pytest.mark.usefixtures("in_french")
def test_no_panel_is_fuller_than_it_is_high(demo: Event) -> None:
    found, _look = panels(of(demo))
    room = folding.HEIGHT - folding.TOP - folding.BOTTOM
    assert len(found) == 6
    assert all(sum(strip.height for strip in panel) <= room for panel in found)


def test_more_than_fits_takes_more_sheets_and_loses_nothing(
    db_session: scoped_session[DbSession], fair: Event, add_session: AddSession
) -> None:
    add_large(db_session, fair, add_session, rooms=20, rounds=6)
    with force_locale("fr"):
        pdf = pocket.render(of(fair)).pdf
    pages = pages_of(pdf)
    assert len(pages) == 4
    assert "Feuille 1 / 2" in pages[0] and "Glissez les autres feuilles" in pages[0]
    text = joined(" ".join(pages))
    for number in range(20):
        for turn in range(6):
            title = f"Ateliersurlasécuritédanslequartier{number}.{turn}"
            assert text.count(title) == 1, title


def test_cancelled_is_marked_and_drafts_are_not_there(fair: Event, add_session: AddSession) -> None:
    add_session("J1-01", "09:00", "10:00", title="Perdue", status=SessionStatus.CANCELLED)
    add_session("J1-02", "10:00", "11:00", title="Secrète", status=SessionStatus.DRAFT)
    with force_locale("fr"):
        text = " ".join(pages_of(pocket.render(of(fair)).pdf))
    assert re.search(r"Perdue 10:00 Grande salle · Annulée?", text)
    assert "Secrète" not in text
    assert "Notes" in text


def test_programme_that_is_empty_says_so(fair: Event) -> None:
    with force_locale("fr"):
        pages = pages_of(pocket.render(of(fair)).pdf)
    assert "pas encore publié" in pages[0]


@pytest.mark.usefixtures("in_french")
def test_panel_that_goes_on_with_a_day_says_which(demo: Event) -> None:
    assert columns_of(pocket.render(of(demo)).pdf, 0)[3].startswith("Mercredi2décembre")


@pytest.mark.usefixtures("in_french")
def test_ways_to_reach_the_fair_stand_on_lines_of_their_own(demo: Event) -> None:
    back = columns_of(pocket.render(of(demo)).pdf, 0)[0]
    assert "+224630000010accueil@example.org" in back
