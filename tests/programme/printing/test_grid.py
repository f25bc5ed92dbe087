"""The wall grid, read back."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.demo.sources import read as read_data
from fairapp.events.models import Event
from fairapp.programme.kinds import FOR_ALL
from fairapp.programme.models import Session, SessionStatus
from fairapp.programme.printing import grid, wall
from tests.core.test_pdf import font_files, fonts
from tests.programme.printing.conftest import add_large, of, pages_of, sizes_of

AddSession = Callable[..., Session]


def joined(text: str) -> str:
    """Without blanks: a title on the grid is broken into lines."""
    return re.sub(r"[\s-]", "", text.replace("'", "’"))


@pytest.mark.usefixtures("in_french")
def test_demonstration_is_a_page_a_day_with_every_title_whole_and_once(demo: Event) -> None:
    printed = grid.render(of(demo))
    pages = pages_of(printed.pdf)
    assert (len(pages), printed.shortened) == (3, ())
    assert sizes_of(printed.pdf) == {(420, 297)}
    rows = read_data("programme")["sessions"]
    for row in rows:
        on = [joined(page).count(joined(row["title_fr"])) for page in pages]
        # « Déjeuner et prière » is on two days.
        days = [r["day"] for r in rows if r["title_fr"] == row["title_fr"]]
        assert on == [days.count(day) for day in (1, 2, 3)], row["id"]
    assert "Jeudi 3 décembre" in pages[1]
    assert "Version 2 du 20 novembre 2026, 15:30" in pages[1]
    assert "Page 2 / 3" in pages[1]
    assert "Causerie" in pages[1] and "M. Naby Youla" in pages[1]
    found = fonts(printed.pdf)
    assert font_files(printed.pdf) == len(found)


@pytest.mark.usefixtures("in_french")
def test_what_is_for_the_team_alone_is_not_on_it(demo: Event) -> None:
    text = joined(" ".join(pages_of(grid.render(of(demo)).pdf)))
    rows = read_data("stage")["sessions"].values()
    secrets = [row["needs"] for row in rows if row.get("needs")]
    assert [secret for secret in secrets if joined(secret) in text] == []


def test_too_long_a_title_ends_in_dots_and_stands_whole_on_the_last_page(
    db_session: scoped_session[DbSession], fair: Event, add_session: AddSession
) -> None:
    long = " ".join(f"mot{n}" for n in range(120))
    add_session("J1-01", "09:00", "09:05", title=long)
    add_session("J1-02", "09:05", "18:00", title="Court")
    add_session("J1-03", "09:05", "18:00", title="Ailleurs", room="SC")
    with force_locale("fr"):
        printed = grid.render(of(fair))
    page, last = pages_of(printed.pdf)
    assert [(row.code, row.room, row.title) for row in printed.shortened] == [
        ("J1-01", "Grande salle", long)
    ]
    assert "…" in page and "mot119" not in page
    assert long in last and "Titres raccourcis" in last


def test_cancelled_is_marked_and_drafts_are_not_there(fair: Event, add_session: AddSession) -> None:
    add_session("J1-01", "09:00", "10:00", title="Perdue", status=SessionStatus.CANCELLED)
    add_session("J1-02", "10:00", "11:00", title="Secrète", status=SessionStatus.DRAFT)
    add_session("J1-03", "10:00", "11:00", title="Nulle part", room=None)
    with force_locale("fr"):
        (page,) = pages_of(grid.render(of(fair)).pdf)
    assert re.search(r"Perdue 09:00–10:00 ✕ Annulée?", page)
    assert "Secrète" not in page
    assert "Salle à préciser" in page


def test_twenty_rooms_are_two_pages_and_the_meal_is_on_both(
    db_session: scoped_session[DbSession], fair: Event, add_session: AddSession
) -> None:
    add_large(db_session, fair, add_session, rooms=20, rounds=10)
    with force_locale("fr"):
        printed = grid.render(of(fair))
    pages = pages_of(printed.pdf)
    assert len(pages) == 2
    assert "Salles, partie 1 / 2" in pages[0]
    assert all("Accueil" in page for page in pages)
    text = joined(" ".join(pages))
    titles = [
        f"Ateliersurlasécuritédanslequartier{n}.{turn}" for n in range(20) for turn in range(10)
    ]
    assert [t for t in titles if t not in text] == []
    assert printed.shortened == ()


def test_programme_that_is_empty_says_so(fair: Event) -> None:
    with force_locale("fr"):
        (page,) = pages_of(grid.render(of(fair)).pdf)
    assert "pas encore publié" in page


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_no_word_is_torn_and_no_line_is_cut_by_its_box(demo: Event, language: str) -> None:
    with force_locale(language):
        programme = of(demo)
        for day in programme.days:
            rooms = list(programme.rooms)
            for sheet in wall.sheets(day.items, rooms, for_all=lambda item: item.icon in FOR_ALL):
                for one in map(grid.set_box, sheet.boxes):
                    assert not one.title.torn and not one.names.torn, one.title
                    head = 0 if one.is_flat else 0.6 + grid.META
                    below = 0.8 + one.names.height if one.names.lines else 0
                    assert head + one.title.height + below <= one.box.height, one.title


def test_arabic_page_names_people_with_the_commas_of_their_letters(demo: Event) -> None:
    with force_locale("ar"):
        pages = pages_of(grid.render(of(demo)).pdf)
    assert "M. Naby Youla, M. Momo Camara" in re.sub(r"\s+", " ", pages[1])
    with force_locale("en"):
        pages = pages_of(grid.render(of(demo)).pdf)
    assert "Wednesday 2 December" in pages[0]
    assert "Official opening ceremony" in pages[0]
