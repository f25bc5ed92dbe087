"""The run sheet, read back."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask_babel import force_locale
from sqlalchemy.orm import Session as DbSession
from sqlalchemy.orm import scoped_session

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme import queries
from fairapp.programme.editing import actions as editing
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import Speaker
from fairapp.programme.parts import Act, Part
from fairapp.programme.printing import run_sheet
from fairapp.programme.releases import actions as releases
from tests.conftest import NOW
from tests.core.test_pdf import font_files, fonts
from tests.programme.conftest import DAY_1, DAY_2, at_fair
from tests.programme.printing.conftest import pages_of, sizes_of


def text(french: str) -> LocalizedText:
    return LocalizedText(fr=french)


def draft(fair: Event, code: str, start: str, minutes: int, **values: object) -> Draft:
    kind = queries.kinds(fair)[0]
    code_of_room = values.pop("room", "GS")
    room = next(room for room in fair.rooms if room.code == code_of_room)
    on = values.pop("on", DAY_1)
    given = {
        "kind_id": kind.id,
        "room_id": room.id,
        "title": text(f"Séance {code}"),
        "starts_at": at_fair(fair, on, start),  # type: ignore[arg-type]
        "minutes": minutes,
        **values,
    }
    return editing.create(fair, given, code=code, actor=None, at=NOW)


def printed(fair: Event, made_at: datetime = NOW, **asked: object) -> list[str]:
    with force_locale("fr"):
        sheet = run_sheet.read(fair, **asked)  # type: ignore[arg-type]
        return pages_of(run_sheet.render(sheet, made_at=made_at).pdf)


@pytest.fixture
def mayor(db_session: scoped_session[DbSession], fair: Event) -> Speaker:
    row = Speaker(event=fair, name="M. Facinet Aribot", function=text("Maire"), rank=11)
    db_session.add(row)
    db_session.flush()
    return row


def test_acts_have_their_minute_who_speaks_and_what_the_stage_needs(
    fair: Event, mayor: Speaker
) -> None:
    acts = (
        Act(text("Mise en place"), 20, needs="Huissiers aux portes"),
        Act(text("Mots de bienvenue"), 5, speaker=mayor.id),
        Act(text("Danse"), 15, company="Ballet du Milo", performers="douze danseurs"),
    )
    draft(fair, "J1-01", "09:00", 60, acts=acts, note="Le ministre arrive à 09:15", needs="Pupitre")
    (page,) = printed(fair)
    wanted = ("09:00 20 min Mise en place Huissiers", "09:20 5 min Mots de bienvenue M. Facinet")
    for words in (*wanted, "09:25 15 min Danse Ballet du Milo, douze danseurs"):
        assert words in page
    assert "09:40 20 min Marge" in page
    assert "Le ministre arrive à 09:15" in page and "Pupitre" in page
    assert "Pour l’équipe seulement" in page and "Page 1 / 1" in page


def test_after_an_act_of_unknown_length_no_minute_is_claimed(fair: Event) -> None:
    acts = (Act(text("Film"), 0), Act(text("Débat"), 10))
    draft(fair, "J1-01", "09:00", 60, acts=acts)
    (page,) = printed(fair)
    assert "– 10 min Débat" in page
    assert "Marge" not in page


def test_acts_that_are_too_long_and_pauses_are_told(fair: Event) -> None:
    draft(fair, "J1-01", "09:00", 10, acts=(Act(text("Discours"), 25),))
    draft(fair, "J1-02", "10:00", 30)
    (page,) = printed(fair)
    assert "déroulé trop long de 15 min" in page
    assert "50 min Salle libre" in page


def test_each_room_and_day_has_its_own_page_and_can_be_asked_for_alone(fair: Event) -> None:
    draft(fair, "A", "09:00", 30)
    draft(fair, "B", "09:00", 30, room="SC")
    draft(fair, "C", "09:00", 30, on=DAY_2)
    pages = printed(fair)
    heads = [re.findall(r"(Grande salle|Scène) – (\w+)", page) for page in pages]
    assert heads == [
        [("Grande salle", "mercredi")],
        [("Scène", "mercredi")],
        [("Grande salle", "jeudi")],
    ]
    assert "Page 2 / 3" in pages[1]
    (only,) = printed(fair, day_number=2, room_code="GS")
    assert "Séance C" in only
    assert "Rien n’a encore d’horaire" in printed(fair, day_number=2, room_code="SC")[0]


def test_it_says_which_version_it_is_and_when_it_is_ahead_of_it(fair: Event) -> None:
    one = draft(fair, "A", "09:00", 30)
    assert "rien n’est encore publié" in printed(fair)[0]
    releases.publish(fair, actor=None, at=NOW)
    assert "modifications" not in printed(fair)[0]
    assert "Version 1 du" in printed(fair)[0]
    editing.change(one, {"title": text("Autrement")}, version=1, actor=None, at=NOW)
    (page,) = printed(fair)
    assert "+ modifications non publiées" in page and "Autrement" in page


def test_kept_back_is_left_out_and_cancelled_is_marked(fair: Event) -> None:
    draft(fair, "A", "09:00", 30, is_held=True)
    draft(fair, "B", "10:00", 30, is_cancelled=True)
    (page,) = printed(fair)
    assert "Séance A" not in page
    assert "✕ Annulé" in page


def test_parts_are_named_as_the_team_arranged_them(fair: Event, mayor: Speaker) -> None:
    draft(fair, "A", "09:00", 30, parts=(Part(mayor.id, "moderator"),))
    assert "Modération : M. Facinet Aribot" in printed(fair)[0]


@pytest.mark.usefixtures("in_french")
def test_demonstration_has_a_page_for_each_room_and_day_and_no_contacts(demo: Event) -> None:
    sheet = run_sheet.read(demo)
    pdf = run_sheet.render(sheet, made_at=NOW).pdf
    pages = pages_of(pdf)
    assert sizes_of(pdf) == {(297, 210)}
    assert len(pages) >= len(sheet.sheets)
    whole = " ".join(pages)
    assert "10:13 17 min Discours d’ouverture S.E.M. Ousmane Zogbélémou" in whole
    assert "Version 2 du 20 novembre 2026, 15:30" in whole
    assert "modifications non publiées" not in whole
    assert "+224" not in whole and "@" not in whole
    assert font_files(pdf) == len(fonts(pdf))
