"""Rendered sheets, looked at from outside: QR codes by a decoder, letters by where they are."""

from __future__ import annotations

import base64
import io
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
import zxingcpp
from flask import Flask
from PIL import Image

import fairapp
from fairapp.badges import layouts
from fairapp.badges.faces import BadgeFace, Day
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.measures import Box
from fairapp.badges.render import badge_png, render_badge, render_sheets
from fairapp.badges.sheets import Layout
from fairapp.core import qr
from fairapp.core.pdf import page_png
from tests.badges.faces import FACE

DATA = Path(fairapp.__file__).parent / "demo" / "data"
MM = 72 / 25.4
ARABIC = replace(
    FACE,
    given_names="محمد عبد الرحمن",
    family_name="ديالو",
    honorific="السيد",
    organisation="جمعية الشباب من أجل السلام",
    position="رئيس",
    event_name="أيام تبادل الخبرات وتقاسم التجارب 2026",
    event_dates="2–4 ديسمبر 2026 · كوناكري",
    category_label="منظمات نسائية",
    photo_notice="دون تصوير",
    direction="rtl",
)
NKO = replace(FACE, given_names="ߡߊ߬ߡߊߘߎ߬", family_name="ߖߊߟߏ߫")
ADLAM = replace(FACE, given_names="𞤃𞤢𞤥𞤢𞤣𞤵", family_name="𞤔𞤢𞤤𞤮")
HOSTILE = replace(
    FACE,
    honorific="Son Excellence Monsieur le Contrôleur général " * 3,
    given_names="Abdoulaye-Ibrahima-Souleymane-Aboubacar " * 4,
    family_name="Wolfeschlegelsteinhausenbergerdorff" * 6,
    name_other_script="محمد عبد الرحمن " * 9,
    organisation="Ministère de la Promotion féminine et de l’Enfance " * 9,
    position="W" * 500,
    category_label="Corps diplomatique et partenaires techniques et financiers " * 5,
    category_letter="WWW",
    event_name="Journées nationales " * 30,
    event_dates="du 2 au 4 décembre " * 20,
    days=tuple(Day(f"Mercredi {n} décembre 2026 au matin", n % 2 == 0) for n in range(30)),
    photo_notice="Cette personne ne veut en aucun cas être photographiée " * 5,
    reference="W" * 60,
)
SHEETS = pytest.mark.parametrize("key", layouts.SHEETS)
ALL = pytest.mark.parametrize("key", LAYOUTS)


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Faces bring their words along, so that templates are all they need of the application."""
    app = Flask(__name__, template_folder=str(fairapp.ROOT / "templates"))
    with app.app_context():
        yield


def read_data(name: str) -> Any:
    return json.loads((DATA / f"{name}.json").read_text())


def longest_names(count: int) -> list[BadgeFace]:
    """Faces with the longest names and organisations that the fair's own lists can make."""
    names, places = read_data("names"), read_data("organisations")["organisations"]
    given = names["compound_male"] + names["compound_female"]
    family = [entry["name"] for entry in names["family"]]
    given, family, places = (
        sorted(kind, key=len)[-12:] for kind in (given, family, [place["name"] for place in places])
    )
    pairs = list(product(given, family))
    pairs.sort(key=lambda pair: len(pair[0]) + len(pair[1]))
    return [
        replace(
            FACE,
            reference=f"JE-{number:04d}",
            given_names=f"{one} {other}",
            family_name=f"{last} née {family[number % 12]}",
            organisation=places[number % 12],
            honorific="Contrôleur général",
            position="Commissaire central adjoint chargé de la prévention",
        )
        for number, ((one, last), other) in enumerate(zip(pairs[-count:], given * 9, strict=False))
    ]


def with_codes(faces: list[BadgeFace]) -> list[BadgeFace]:
    draw = random.Random(20261202)
    return [
        replace(face, qr_text="HTTPS://FAIR.ORG/B/" + base64.b32encode(draw.randbytes(10)).decode())
        for face in faces
    ]


def sheets(faces: list[BadgeFace], key: str) -> bytes:
    return render_sheets(faces, LAYOUTS[key], title="Badges", lang="fr").pdf


def letters(pdf: bytes, layout: Layout) -> list[tuple[int, str, tuple[float, ...]]]:
    """Each letter: its badge, itself, and its left, top, right and bottom on the badge, in mm."""
    found = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf)):
        text = page.get_textpage()
        for index in range(text.count_chars()):
            left, bottom, right, top = (edge / MM for edge in text.get_charbox(index))
            # Half of an Adlam letter at a time: PDFium counts in UTF-16.
            char = chr(pypdfium2.raw.FPDFText_GetUnicode(text, index))
            if right - left < 0.01 or not char.strip():
                continue
            top, bottom = layout.paper_height - top, layout.paper_height - bottom
            column = int(((left + right) / 2 - layout.left) / layout.width)
            row = int((top - layout.top) / layout.height)
            x, y = layout.left + column * layout.width, layout.top + row * layout.height
            place = number * layout.per_sheet + row * layout.columns + column
            found.append((place, char, (left - x, top - y, right - x, bottom - y)))
    return found


# -- codes ----------------------------------------------------------------------------------------


@SHEETS
def test_every_code_on_the_sheets_is_read_back(key: str) -> None:
    faces = with_codes([FACE, ARABIC, NKO, ADLAM, HOSTILE, *longest_names(19)])
    pdf = sheets(faces, key)
    seen = []
    for page in range(LAYOUTS[key].sheets(len(faces))):
        image = Image.open(io.BytesIO(page_png(pdf, page, dpi=120)))
        found = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
        found.sort(key=lambda code: (code.position.top_left.y // 50, code.position.top_left.x))
        seen += [code.text for code in found]
    assert sorted(seen) == sorted(face.qr_text for face in faces)


@pytest.mark.parametrize("size", layouts.SINGLES)
def test_picture_of_one_badge_is_read_back(size: str) -> None:
    image = Image.open(io.BytesIO(badge_png(FACE, size=size, lang="fr")))
    (found,) = zxingcpp.read_barcodes(image)
    assert found.text == FACE.qr_text


@ALL
@pytest.mark.parametrize("face", [FACE, ARABIC, HOSTILE], ids=["french", "arabic", "hostile"])
def test_nothing_enters_the_blank_around_the_code(key: str, face: BadgeFace) -> None:
    layout = LAYOUTS[key]
    count = len(qr.matrix(face.qr_text))
    code = layout.code(count, face.direction)
    quiet = code.width / count * 4
    image = Image.open(io.BytesIO(page_png(sheets([face], key), dpi=254))).convert("L")
    x, y = layout.left + code.left, layout.top + code.top
    edges = (x - quiet, y - quiet, x + code.width + quiet, y + code.width + quiet)
    around = image.crop(tuple(round(edge * 10) for edge in edges))  # type: ignore[arg-type]
    inner = [round((quiet - 0.2) * 10), round((quiet + code.width + 0.2) * 10)]
    around.paste(255, (inner[0], inner[0], inner[1], inner[1]))
    assert around.getextrema()[0] > 200


# -- texts ----------------------------------------------------------------------------------------


@ALL
def test_every_letter_keeps_to_its_box(key: str) -> None:
    """Nobody's text leaves the badge, nor falls between the boxes."""
    layout = LAYOUTS[key]
    faces = [FACE, ARABIC, NKO, ADLAM, HOSTILE, *longest_names(20)]
    found = letters(sheets(faces, key), layout)
    assert {place for place, _, _ in found} == set(range(len(faces)))
    names = ("head", "who", "days", "reference", "band")
    astray = [
        (place, char, box)
        for place, char, box in found
        if not any(_within(box, layout.box(name, faces[place].direction)) for name in names)
    ]
    assert astray == []


def _within(letter: tuple[float, ...], box: Box) -> bool:
    left, top, right, bottom = letter
    return (
        box.left - 0.6 <= left
        and right <= box.right + 0.6
        and box.top - 0.6 <= top
        and bottom <= box.bottom + 0.6
    )


def test_badge_says_everything() -> None:
    page = pypdfium2.PdfDocument(render_badge(FACE, title="Badge", lang="fr"))[0]
    text = " ".join(page.get_textpage().get_text_bounded().split())
    for words in (
        "Journées d’échanges et de partage d’expériences 2026",
        "2–4 décembre 2026 · Conakry",
        "Mme",
        "M’Mah Aïssata",
        "N’Fansoumane",
        "Groupement Sabou des Femmes",
        "Présidente",
        "Mer. 2 déc.",
        "Pas de photo",
        "JE-4F7K",
        "Organisations de femmes",
        "G",
    ):
        assert words in text.replace("\u00a0", " ")


def test_markup_in_a_name_is_text() -> None:
    face = replace(FACE, given_names="<b>&amp;", family_name="{{ 7*7 }}")
    text = pypdfium2.PdfDocument(render_badge(face, title="B", lang="fr"))[0].get_textpage()
    assert "<b>&amp;" in text.get_text_bounded()
    assert "{{ 7*7 }}" in text.get_text_bounded()


@pytest.mark.parametrize("face", [ARABIC, NKO, ADLAM], ids=["arabic", "nko", "adlam"])
def test_name_of_a_script_from_the_right_begins_on_the_right(face: BadgeFace) -> None:
    layout = LAYOUTS["a6"]
    who = layout.measures.who
    boxes = [
        box
        for _, char, box in letters(render_badge(face, title="B", lang="fr"), layout)
        if ord(char) > 0x590 and _within(box, who)
    ]
    assert max(box[2] for box in boxes) == pytest.approx(who.right, abs=1.5)


def test_fonts_are_embedded_and_ours() -> None:
    with pikepdf.open(io.BytesIO(sheets([FACE, ARABIC, NKO, ADLAM], "a6x4"))) as opened:
        fonts = [
            thing
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        names = {str(font.FontName).split("+")[1].removesuffix("-Bold") for font in fonts}
        assert names == {"Fair-Sans", "Fair-Arabic", "Fair-NKo", "Fair-Adlam"}
        assert all("/FontFile2" in font for font in fonts)
        # Each once a file, regular and bold apart.
        assert len(fonts) == len({str(font.FontName) for font in fonts})
        assert len(fonts) == len({font.FontFile2.objgen for font in fonts})


# -- what is told ---------------------------------------------------------------------------------


def test_what_was_squeezed_is_told() -> None:
    strange = replace(FACE, reference="JE-9", given_names="王伟")
    printed = render_sheets([FACE, HOSTILE, strange], LAYOUTS["a6x4"], title="B", lang="fr")
    told = {(s.reference, s.field, s.rule) for s in printed.squeezed}
    hostile = HOSTILE.reference
    assert told == {
        *((hostile, field, "shortened") for field in ("event", "dates", "category", "honorific")),
        *((hostile, field, "shortened") for field in ("given_names", "family_name", "position")),
        *((hostile, field, "shortened") for field in ("name_other_script", "organisation")),
        ("JE-9", "given_names", "unwritable"),
    }


def test_ordinary_badges_are_not_told() -> None:
    printed = render_sheets([FACE, ARABIC, NKO, ADLAM], LAYOUTS["a6x4"], title="B", lang="fr")
    assert printed.squeezed == ()


# -- the file -------------------------------------------------------------------------------------


def test_same_badges_give_the_same_bytes() -> None:
    faces = [FACE, ARABIC, *longest_names(4)]
    assert sheets(faces, "a7x8") == sheets(faces, "a7x8")


@pytest.mark.parametrize(("key", "pages"), [("a6x4", 53), ("a7x8", 27), ("90x54x10", 21)])
def test_many_badges_come_in_order_with_progress(key: str, pages: int) -> None:
    faces = [replace(FACE, reference=f"JE-{number:04d}") for number in range(210)]
    reported: list[tuple[int, int]] = []
    printed = render_sheets(
        faces,
        LAYOUTS[key],
        title="Badges",
        lang="fr",
        progress=lambda done, total: reported.append((done, total)),
    )
    document = pypdfium2.PdfDocument(printed.pdf)
    assert len(document) == pages
    assert reported == [(200, 210), (210, 210)]
    order = [
        word
        for page in document
        for word in page.get_textpage().get_text_bounded().split()
        if word.startswith("JE-")
    ]
    assert order == [face.reference for face in faces]


def test_blank_badge_has_lines_to_write_on_and_its_number() -> None:
    blank = replace(FACE, given_names="", family_name="", organisation="", position="")
    pdf = render_badge(replace(blank, honorific=""), title="B", lang="fr")
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    assert "JE-4F7K" in text
    m = LAYOUTS["a6"].measures
    image = Image.open(io.BytesIO(page_png(pdf, dpi=254))).convert("L")
    column = [image.getpixel((525, y)) for y in range(int(m.who.top * 10), int(m.code.top * 10))]
    lines = [y for y, (one, next_) in enumerate(pairwise(column)) if next_ < 200 <= one]  # type: ignore[operator]
    assert len(lines) == 2


@pytest.mark.parametrize("key", ["roll62", "100x150"])
def test_label_printers_get_no_colour_and_no_grey(key: str) -> None:
    """A tint would come out as dots, and small type of dots cannot be read."""
    blank = replace(FACE, given_names="", family_name="")
    with pikepdf.open(io.BytesIO(sheets([FACE, blank], key))) as opened:
        drawings = [page for page in opened.pages]
        drawings += [form for page in opened.pages for form in page.form_xobjects.values()]
        colours = {
            tuple(float(number) for number in operands)
            for drawing in drawings
            for operands, operator in pikepdf.parse_content_stream(drawing)
            if str(operator) in {"rg", "RG", "scn", "SCN"}
        }
    assert {frozenset(colour) for colour in colours} == {frozenset({0.0}), frozenset({1.0})}


def test_no_badges_make_no_sheet() -> None:
    with pytest.raises(ValueError):
        render_sheets([], LAYOUTS["a6x4"], title="B", lang="fr")
