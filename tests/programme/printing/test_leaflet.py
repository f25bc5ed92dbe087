"""The leaflet, read back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pypdfium2
import pytest
import zxingcpp
from flask_babel import force_locale
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.demo.sources import read as read_data
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.programme.printing import leaflet
from tests.core.test_pdf import font_files, fonts
from tests.programme.printing.conftest import ADDRESS, of, outside, pages_of, sizes_of

AddSession = Callable[..., Session]


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text.replace("'", "’"))


@pytest.mark.usefixtures("in_french")
def test_demonstration_is_a_page_a_day_with_each_title_once_in_the_order_of_the_clock(
    demo: Event,
) -> None:
    pdf = leaflet.render(of(demo)).pdf
    pages = pages_of(pdf)
    assert len(pages) == 3
    assert sizes_of(pdf) == {(210, 297)}
    rows = read_data("programme")["sessions"]
    for number, page in enumerate(pages, 1):
        of_day = [squeezed(row["title_fr"]) for row in rows if row["day"] == number]
        places = [page.index(title) for title in of_day]
        assert places == sorted(places)
        assert f"Page {number} / 3" in page
        assert "Version 2 du 20 novembre 2026, 15:30" in page


@pytest.mark.usefixtures("in_french")
def test_ceremony_says_who_speaks_in_the_order_of_the_stage(demo: Event) -> None:
    page = pages_of(leaflet.render(of(demo)).pdf)[0]
    speakers = ["M. Facinet Aribot", "Mme Djénabou Baldé", "Mme Nankoria Dioubaté"]
    places = [page.index(name) for name in (*speakers, "Dr Cécile Tolno", "Zogbélémou")]
    assert places == sorted(places)
    assert "Mme Hélène Sagno, représentant S.E. l’ambassadeur de l’Union européenne" in page
    assert "10:13 Discours d’ouverture" in page


@pytest.mark.usefixtures("in_french")
def test_what_is_for_the_team_alone_is_not_in_it(demo: Event) -> None:
    text = " ".join(pages_of(leaflet.render(of(demo)).pdf))
    secrets = [row["note"] for row in read_data("programme")["sessions"] if len(row["note"]) > 12]
    for row in read_data("stage")["sessions"].values():
        secrets += [row["needs"]] if row.get("needs") else []
        secrets += [act["needs"] for act in row.get("acts", ()) if act.get("needs")]
    assert len(secrets) > 40
    assert [secret for secret in secrets if squeezed(secret) in text] == []


@pytest.mark.usefixtures("in_french")
def test_moved_workshop_says_so(demo: Event) -> None:
    (page, *_rest) = pages_of(leaflet.render(of(demo)).pdf)
    assert re.search(r"Salle Bafing ! Déplacée? Atelier", page)


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_fonts_are_there_once_and_the_code_leads_to_the_programme(
    demo: Event, language: str
) -> None:
    with force_locale(language):
        pdf = leaflet.render(of(demo)).pdf
    found = fonts(pdf)
    assert all(found.values())
    assert font_files(pdf) == len(found)
    picture = pypdfium2.PdfDocument(pdf)[0].render(scale=3).to_pil()
    (code,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
    assert code.text == ADDRESS


def test_arabic_is_set_in_its_own_face_and_lines_begin_on_the_right(demo: Event) -> None:
    with force_locale("ar"):
        pdf = leaflet.render(of(demo)).pdf
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    assert "Fair-Arabic" in fonts(pdf)
    found = text.search("07:30").get_next()
    left, _bottom, _right, _top = text.get_charbox(found[0])
    assert left > page.get_width() * 0.8


def test_drafts_are_not_in_it_and_what_is_cancelled_is_marked(
    db_session: scoped_session[DbSession], fair: Event, add_session: AddSession
) -> None:
    add_session("J1-01", "09:00", "10:00", title="Ouverture")
    add_session("J1-02", "10:00", "11:00", title="Secrète", status=SessionStatus.DRAFT)
    add_session("J1-03", "11:00", "12:00", title="Perdue", status=SessionStatus.CANCELLED)
    with force_locale("fr"):
        pages = pages_of(leaflet.render(of(fair)).pdf)
    assert len(pages) == 2
    assert "Ouverture" in pages[0]
    assert "Secrète" not in " ".join(pages)
    assert re.search(r"✕ Annulée? Perdue", pages[0])
    assert "Version" not in pages[0]
    assert "Rien n’est encore prévu" in pages[1]


def test_programme_without_days_says_that_it_is_not_published(
    db_session: scoped_session[DbSession], fair: Event
) -> None:
    fair.days = []
    db_session.commit()
    with force_locale("fr"):
        (page,) = pages_of(leaflet.render(of(fair)).pdf)
    assert "pas encore publié" in page


def test_what_organisers_type_is_no_markup(
    db_session: scoped_session[DbSession], fair: Event, add_session: AddSession
) -> None:
    add_session("J1-01", "09:00", "10:00", title='<img src="file:///etc/passwd"> & <b>gras</b>')
    with force_locale("fr"):
        page = pages_of(leaflet.render(of(fair)).pdf)[0]
    assert '<img src="file:///etc/passwd"> & <b>gras</b>' in page


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_columns_keep_within_the_margins(demo: Event, language: str) -> None:
    with force_locale(language):
        pdf = leaflet.render(of(demo)).pdf
    # A « J » hangs a little over its line.
    assert outside(pdf, margin=13) == []


def test_english_dates_and_languages_are_written_as_in_english(demo: Event) -> None:
    with force_locale("en"):
        text = " ".join(pages_of(leaflet.render(of(demo)).pdf))
    assert "Day 1 – Wednesday 2 December" in text
    assert "Version 2 of 20 November 2026, 15:30" in text
    assert "French and English" in text and "French, interpreted into English" in text
