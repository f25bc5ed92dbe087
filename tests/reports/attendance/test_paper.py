"""The list as it is on paper: read back as text, and the places of words measured."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from typing import Any

import pypdfium2
import pytest
from flask_babel import force_locale
from PIL import Image

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.pdf import page_png
from fairapp.reports import ruling
from fairapp.reports.attendance import paper
from fairapp.reports.attendance.columns import columns
from fairapp.reports.attendance.listing import AttendanceList, Grouping, Shape, attendance_list
from fairapp.reports.attendance.scope import Half, Scope, find
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.ruling import PADDING
from tests.checkin.conftest import Fair
from tests.pdf_structure import alternative_texts, problems
from tests.reports.conftest import add_logo, came, local, pages_of, scanned

MADE = datetime(2026, 12, 2, 17, 5, tzinfo=UTC)
MM = 72 / 25.4


EVIDENCE = Evidence(
    number="4KX7M2QP9DAB",
    data_at=MADE,
    scans=12,
    scans_digest="ab" * 32,
    address="https://fair.example.org/check/4KX7-M2QP-9DAB",
    made_by="Aïcha Touré",
)


def listed(fair: Fair, scope: Scope | None = None, **shape: Any) -> AttendanceList:
    shape = {"contacts": True, **shape}
    return attendance_list(fair.event, scope or Scope(fair.event.days[0]), Shape(**shape))


def render(fair: Fair, language: str = "en", scope: Scope | None = None, **shape: Any) -> bytes:
    with force_locale(language):
        return paper.render(listed(fair, scope, **shape), EVIDENCE)


def crowd(fair: Fair, number: int) -> list[str]:
    """That many people; their names as the list shows them."""
    given = ("Fatoumata Binta", "Ibrahima", "M'Mah", "Kadiatou", "Mamadou Aliou")
    family = ("Diallo", "Bah", "Condé", "N'Diaye", "Béavogui")
    shown = []
    for n in range(number):
        name = given[n % 5], f"{family[n % 5]} {n}"
        came(fair, " ".join(name).replace(f" {n}", f"\xa0{n}"), "08:30", sex="FM"[n % 2])
        shown.append(f"{name[1].upper()} {name[0]}")
    return shown


def test_every_name_with_its_facts(fair: Fair) -> None:
    came(
        fair,
        "Fatoumata Binta Diallo",
        "08:31",
        sex="F",
        birth_year=1990,
        organisation="ONG Femmes et Paix",
        position="Présidente",
        region="Kankan",
        locality="Siguiri",
        phone="+224631223344",
        email="f.diallo.01@example.org",
        first_time=True,
    )

    (page,) = pages_of(render(fair))

    assert "1 DIALLO Fatoumata Binta F 36-49" in page
    for fact in ("Présidente", "Kankan,", "Siguiri", "631 22 33 44", "f.diallo.01", "@example.org"):
        assert fact in page
    assert "Y 08:31" in page


def test_without_contacts_no_number_and_no_address(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="+224631223344", email="m.diallo@example.org")

    (page,) = pages_of(render(fair, contacts=False))

    assert "DIALLO Mariama" in page
    assert "631" not in page.partition("SHA-256")[0]
    assert "m.diallo" not in page
    assert "Phone" not in page


def test_head_says_what_where_when(fair: Fair) -> None:
    fair.event.place = LocalizedText(fr="Palais du Peuple")
    fair.event.city, fair.event.project_code = "Conakry", "PSG-2026-014"
    fair.event.organiser = LocalizedText(fr="Partenaires pour la sécurité")
    db.session.flush()
    came(fair, "Mariama Diallo", "08:31", sex="F")

    (page,) = pages_of(render(fair))

    for fact in (
        *("Attendance list", "Exchange days", "Day 1 – Wednesday 2 December 2026"),
        *("Palais du Peuple, Conakry", "PSG-2026-014", "Partenaires pour la sécurité"),
        *(
            "Signature morning",
            "afternoon",
            "data of 2 December 2026, 17:05, by Aïcha Touré",
            "12 scans",
        ),
    ):
        assert fact in page


def test_totals_of_each_page_and_of_all(fair: Fair) -> None:
    names = crowd(fair, 45)

    pages = pages_of(render(fair, grouping=Grouping.NAME))

    assert len(pages) == 3
    text = " ".join(pages)
    assert all(name in text for name in names)
    assert "This page: F 10 · M 9 · total 19" in pages[0]
    assert "from page 1 to here" not in pages[0]
    assert "from page 1 to here: 41" in pages[1]
    assert "from page 1 to here: 45" in pages[2]
    assert [f"Page {n} of 3" in page for n, page in enumerate(pages, start=1)] == [True] * 3
    assert "closed at forty-five (45) participants" in pages[2]
    assert "Women Men In all Participants 23 22 45" in pages[2]
    assert "closed at" not in pages[0] + pages[1]
    assert all("No. Family name" in page for page in pages)


def test_one_participant_in_the_singular(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")

    (page,) = pages_of(render(fair))

    assert "closed at one (1) participant." in page


def test_youth_among_the_totals(fair: Fair) -> None:
    came(fair, "Jeune Diallo", "08:31", sex="F", birth_year=1991)
    came(fair, "Plus Diallo", "08:31", sex="F", birth_year=1990)
    came(fair, "Sans Âge", "08:31", sex="M")

    (page,) = pages_of(render(fair))

    assert "of whom 15 to 35 years old 1 0 1" in page


def test_unstated_sex_is_told_everywhere(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", sex="F")
    came(fair, "Sans Réponse", "08:31")

    (page,) = pages_of(render(fair))

    assert "Participants F 1 · M 0 · not given 1 · total 2" in page
    assert "Sex not given In all Participants 1 0 1 2" in page


def test_times_typed_in_from_paper_have_a_sign_with_its_meaning(fair: Fair) -> None:
    crowd(fair, 20)
    at = local(fair.event, fair.event.days[0].date, "08:47")
    for name in ("Zeinab Zoumanigui", "Zoé Zoumanigui"):
        scanned(fair.event, fair.person(name), at, method="paper")

    first, last = pages_of(render(fair, grouping=Grouping.NAME))

    assert "*" not in first
    assert last.count("08:47*") == 2
    assert "from page 1 to here: 22 · * typed in from paper: 2" in last
    meaning = "* Entry that nobody scanned, typed in afterwards from a sheet of paper: 2 of 22."
    assert meaning in last


def test_sign_of_paper_stands_after_its_time_in_arabic(fair: Fair) -> None:
    at = local(fair.event, fair.event.days[0].date, "08:47")
    scanned(fair.event, fair.person(), at, method="paper")

    lefts = _lefts(render(fair, "ar"), ["08:47", "*"])

    assert lefts["08:47"] < lefts["*"] < lefts["08:47"] + 10 * MM


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_words_for_the_number(fair: Fair, language: str) -> None:
    crowd(fair, 21)
    words = {"fr": "vingt et un (21)", "en": "twenty-one (21)"}

    pages = pages_of(render(fair, language))

    if language in words:
        assert words[language] in pages[-1]
    assert "21" in pages[-1]


def test_fingerprint_is_on_each_page(fair: Fair) -> None:
    crowd(fair, 20)
    fingerprint = listed(fair, grouping=Grouping.NAME, contacts=False).fingerprint

    pages = pages_of(render(fair, grouping=Grouping.NAME, contacts=False))

    assert len(pages) == 2
    assert all(fingerprint in page for page in pages)
    assert all("No. 4KX7-M2QP-9DAB, checked at https://fair.example.org/check/" in p for p in pages)


def test_empty_day_is_a_list_too(fair: Fair) -> None:
    (page,) = pages_of(render(fair))

    assert "No entry has been recorded." in page
    assert "closed at zero (0) participants" in page
    assert "Page 1 of 1" in page


def test_scripts_that_run_from_right_to_left(fair: Fair) -> None:
    came(fair, "فاطمة ديالو", "08:31")
    came(fair, "Mamadou Bah", "08:32", name_other_script="𞤃𞤢𞤥𞤢𞤣𞤵 𞤄𞤢𞥄")
    came(fair, "Fanta Kouyaté", "08:33", name_other_script="ߝߊ߲߬ߕߊ ߞߎߦߊߕߋ")

    pdf = render(fair)

    (page,) = pages_of(pdf)
    # Dots are glyphs of their own in this font, so readers do not find the letters in one piece.
    assert set("فاطمةديالو") <= set(page)
    fonts = " ".join(_fonts(pdf))
    assert all(script in fonts for script in ("Arabic", "NKo", "Adlam"))


def test_words_begin_at_their_columns(fair: Fair) -> None:
    """As drawn, not as laid out: WeasyPrint draws some blanks wider than it lays them out."""
    came(
        fair,
        "Fatoumata Binta Diallo",
        "08:31",
        sex="F",
        birth_year=1990,
        organisation="Radio",
        position="Chef",
        region="Labé",
        first_time=True,
    )
    by_key = {c.key: c for c in columns(Scope(fair.event.days[0]), Shape(contacts=True))}
    expected = {
        "DIALLO": "family",
        "Fatoumata": "given",
        "36-49": "age",
        "Radio": "organisation",
        "Chef": "position",
        "Labé": "origin",
        "08:31": "time",
    }

    lefts = _lefts(render(fair), list(expected))

    for word, key in expected.items():
        # A letter's ink begins a little right of its place.
        place = ruling.LEFT + PADDING + by_key[key].left
        assert place - 0.1 <= lefts[word] / MM <= place + 0.5, word


def test_arabic_list_runs_from_right_to_left_and_its_numbers_do_not(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", sex="F", phone="+224631229944")

    lefts = _lefts(render(fair, "ar"), ["Mariama", "DIALLO", "631", "22", "99", "44", "08:31"])

    assert lefts["08:31"] < lefts["631"] < lefts["Mariama"] < lefts["DIALLO"]
    assert lefts["631"] < lefts["22"] < lefts["99"] < lefts["44"]


def test_paper_is_a4_on_its_side(fair: Fair) -> None:
    document = pypdfium2.PdfDocument(render(fair))
    width, height = document[0].get_size()
    document.close()

    assert (round(width / MM), round(height / MM)) == (297, 210)


def test_same_data_same_bytes(fair: Fair) -> None:
    crowd(fair, 30)

    assert render(fair) == render(fair)


def test_markup_in_a_name_stays_text(fair: Fair) -> None:
    came(fair, "<b>Fatou</b> <script>x</script>", "08:31", organisation="A&B <i>")
    fair.event.name = LocalizedText(en="Fair <h1>")
    db.session.flush()

    (page,) = pages_of(render(fair))

    assert "<b>Fatou</b>" in page
    assert "A&B <i>" in page
    assert "Fair <h1>" in page


def test_progress_counts_people(fair: Fair) -> None:
    crowd(fair, 25)
    seen: list[tuple[int, int]] = []

    with force_locale("en"):
        paper.render(listed(fair), EVIDENCE, progress=lambda *at: seen.append(at))

    assert seen[-1] == (25, 25)


def _fonts(pdf: bytes) -> list[str]:
    import pikepdf

    with pikepdf.open(io.BytesIO(pdf)) as document:
        return [
            str(thing.BaseFont)
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and "/BaseFont" in thing
        ]


def _lefts(pdf: bytes, words: list[str]) -> dict[str, float]:
    """Where each word begins on the first page above its foot, in points from the left."""
    foot = (ruling.HEIGHT - ruling.FOOT_TOP) * MM
    document = pypdfium2.PdfDocument(pdf)
    text = document[0].get_textpage()
    found = {}
    for word in words:
        search = text.search(word, match_case=True)
        while (match := search.get_next()) is not None:
            left, bottom, _right, _top = text.get_charbox(match[0])
            if bottom > foot:
                found.setdefault(word, left)
    document.close()
    return found


# -- to be signed at the door, of a half-day, of a session ----------------------------------------


def test_a_list_to_sign_has_names_empty_lines_and_room_for_the_count(fair: Fair) -> None:
    for name in ("Mariama Diallo", "Ibrahima Sow"):
        fair.person(name, sex="F")

    first, last = pages_of(render(fair, is_blank=True, spare=20, contacts=False))

    assert "1 DIALLO Mariama" in first
    assert "Expected F 2 · M 0 · total 2" in first
    assert "Also present" in first
    assert "Time of entry" not in first
    assert "Signed on this page: F" in first
    assert " 22 " in last
    assert "closed at …" in last
    assert "closed at two" not in last


def test_a_half_day_is_signed_for_once(fair: Fair) -> None:
    came(fair, "Matin Camara", "09:00")
    came(fair, "Soir Camara", "14:00")

    (page,) = pages_of(render(fair, scope=Scope(fair.event.days[0], Half.AFTERNOON)))

    assert "Day 1 – Wednesday 2 December 2026, afternoon" in page
    assert "CAMARA Soir" in page
    assert "CAMARA Matin" not in page
    assert "Signature morning" not in page
    assert "whoever stayed on from the morning has none" in page


def test_a_session_is_named_with_its_hours(fair: Fair) -> None:
    scope = find(fair.event, ":J1-02")

    (page,) = pages_of(render(fair, scope=scope))

    assert "Day 1 – Wednesday 2 December 2026 · 08:30–10:30 Police et citoyens" in page
    assert "Half-day" not in page


def test_remarks_badges_and_thumbprints(fair: Fair) -> None:
    absent = fair.person("Kadiatou Bah", status="replaced")
    person = came(fair, "Saran Bérété", "08:55", replaces_id=absent.id, thumbprint=True)
    number = fair.badge(person).number

    (page,) = pages_of(render(fair, badges=True, remarks=True))
    (plain,) = pages_of(render(fair))

    assert f"1 {number} BÉRÉTÉ Saran" in page
    assert "in place of Kadiatou Bah" in page
    assert page.count("thumbprint") == plain.count("thumbprint") == 2
    assert "in place of" not in plain


def test_logos_of_the_design_stand_in_the_head(fair: Fair) -> None:
    add_logo(fair)

    pdf = render(fair)

    drawn = Image.open(io.BytesIO(page_png(pdf, dpi=254))).convert("RGB")
    # 40 mm wide and 10 mm high, in the corner where the head begins.
    assert drawn.getpixel((120, 70)) == drawn.getpixel((500, 155)) == (192, 0, 0)
    assert drawn.getpixel((520, 70)) == (255, 255, 255)
    assert problems(pdf) == []
    assert alternative_texts(pdf) == ["Logo"]
