"""Documents are read back: their text, fonts, metadata, and what they must not contain."""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from jinja2 import DictLoader
from PIL import Image

from fairapp.core import pdf, pdf_fetcher, pdf_fonts
from fairapp.core.pdf import Chunk, StampSheet
from fairapp.core.pdf_marks import Bitmap, Stamp

CREATED = datetime(2026, 11, 30, 17, 5, tzinfo=UTC)
SCRIPTS = "M’Mah Ɓoiro Ŋ · محمد الأمين · ߡߊ߬ߡߊߘߎ߬ · 𞤃𞤢𞤥𞤢𞤣𞤵"
TEMPLATES = {
    "scripts.html": f"<h1>{SCRIPTS}</h1><p>{SCRIPTS}</p>",
    "say.html": "<p>{{ words }}</p>",
    "raw.html": "{{ markup|safe }}",
    "page.html": "{% for word in words %}<p style='break-before:page'>{{ word }}</p>{% endfor %}",
    "numbers.html": "{% for n in range(pages) %}"
    "<p style='break-after:page'>{{ n + 1 }} / {{ pages }}</p>{% endfor %}",
}


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Documents need templates, and nothing else of the application."""
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader(TEMPLATES)
    with app.app_context():
        yield


def picture(colour: str = "red") -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(target, "PNG")
    return target.getvalue()


def texts(document: bytes) -> list[str]:
    opened = pypdfium2.PdfDocument(document)
    return [page.get_textpage().get_text_bounded().strip() for page in opened]


def fonts(document: bytes) -> dict[str, bool]:
    """Name of each font without its subset tag, and whether its file is embedded."""
    found = {}
    with pikepdf.open(io.BytesIO(document)) as opened:
        for thing in opened.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
                found[str(thing.FontName).split("+")[1]] = "/FontFile2" in thing
    return found


def font_files(document: bytes) -> int:
    with pikepdf.open(io.BytesIO(document)) as opened:
        return sum(
            1
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        )


def images(document: bytes) -> int:
    with pikepdf.open(io.BytesIO(document)) as opened:
        return sum(
            1
            for thing in opened.objects
            if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"
        )


def render_raw(markup: str, **given: bytes) -> bytes:
    return pdf.render("raw.html", {"markup": markup}, title="T", lang="fr", images=given)


# -- one document ---------------------------------------------------------------------------------


def test_document_says_its_title_language_and_date() -> None:
    made = pdf.render("say.html", {"words": "é"}, title="Présence", lang="fr", created=CREATED)
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.docinfo["/Title"] == "Présence"
        assert opened.docinfo["/CreationDate"] == "D:20261130170500Z"
        assert opened.Root.Lang == "fr"


def test_document_without_a_date_has_none() -> None:
    made = pdf.render("say.html", {"words": "x"}, title="T", lang="fr")
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert "/CreationDate" not in opened.docinfo


def test_content_is_escaped() -> None:
    made = pdf.render("say.html", {"words": "<b>M'Mah & co</b>"}, title="T", lang="fr")
    assert texts(made) == ["<b>M'Mah & co</b>"]


def test_every_script_is_set_in_a_bundled_font() -> None:
    made = pdf.render("scripts.html", {}, title="T", lang="fr")
    assert fonts(made) == {
        "Fair-Sans": True,
        "Fair-Sans-Bold": True,
        "Fair-Arabic": True,
        "Fair-Arabic-Bold": True,
        "Fair-NKo": True,
        "Fair-NKo-Bold": True,  # the regular face again: there is no bold one
        "Fair-Adlam": True,
        "Fair-Adlam-Bold": True,
    }


def test_same_input_gives_same_bytes() -> None:
    first, second = (
        pdf.render("scripts.html", {}, title="T", lang="fr", created=CREATED) for _ in "12"
    )
    assert first == second


def test_another_process_gives_the_same_bytes(tmp_path: Path) -> None:
    here = pdf.render("scripts.html", {}, title="T", lang="fr", created=CREATED)
    program = f"""
import sys
from datetime import UTC, datetime
from flask import Flask
from jinja2 import DictLoader
from fairapp.core import pdf
app = Flask("other")
app.jinja_env.loader = DictLoader({TEMPLATES!r})
with app.app_context():
    made = pdf.render("scripts.html", {{}}, title="T", lang="fr", created={CREATED!r}
        .replace(tzinfo=UTC))
sys.stdout.buffer.write(made)
""".replace("datetime.datetime(", "datetime(").replace("datetime.timezone.utc", "UTC")
    root = Path(pdf.__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", program],
        cwd=root,
        env={**os.environ, "PYTHONHASHSEED": "4711"},
        capture_output=True,
        check=True,
    )
    assert there.stdout == here


# -- what a document may load ---------------------------------------------------------------------

REFUSED = [
    "file:///etc/passwd",
    "FILE:///etc/passwd",
    "http://127.0.0.1:9/x.png",
    "https://example.org/x.png",
    "ftp://example.org/x.png",
    "data:image/png;base64,iVBORw0KGgo=",
    "asset:../core/pdf.py",
    "asset:fonts/../../core/pdf.py",
    "asset:/etc/passwd",
    "asset://etc/passwd",
    "asset:fonts/%2e%2e/%2e%2e/wsgi.py",
    "asset:fonts/.hidden.ttf",
    "asset:fonts/OFL-noto-sans.txt",
    "asset:fonts/none.ttf",
    "image:unknown",
    "upload:../../secret_key",
    "upload:unknown",
    "asset:",
    "",
]


@pytest.mark.parametrize("address", REFUSED)
def test_fetcher_refuses(address: str) -> None:
    with pytest.raises((LookupError, OSError)):
        pdf_fetcher.Fetcher({}).fetch(address)


def test_fetcher_gives_a_bundled_font() -> None:
    response = pdf_fetcher.Fetcher({}).fetch("asset:fonts/NotoSans-Regular.ttf")
    assert response.read(4) == b"\x00\x01\x00\x00"


def test_no_file_of_the_machine_gets_into_a_document(tmp_path: Path) -> None:
    """A real picture, style sheet and font, each of which a plain fetcher would take."""
    (tmp_path / "leak.png").write_bytes(picture())
    (tmp_path / "leak.css").write_text("p::after { content: 'LEAKED' }")
    (tmp_path / "leak.ttf").write_bytes((pdf_fonts.FONTS / "NotoSans-Bold.ttf").read_bytes())
    (tmp_path / "leak.svg").write_text(
        "<svg xmlns='http://www.w3.org/2000/svg' xmlns:xlink='http://www.w3.org/1999/xlink'>"
        f"<image xlink:href='{tmp_path.as_uri()}/leak.png' width='9' height='9'/></svg>"
    )
    where = tmp_path.as_uri()
    made = render_raw(
        f"<base href='{where}/'><link rel=stylesheet href='{where}/leak.css'>"
        f"<link rel=attachment href='{where}/leak.png'>"
        f"<style>@import url({where}/leak.css);"
        f"@font-face {{ font-family: Leak; src: url({where}/leak.ttf) }}"
        f"p {{ font-family: Leak; background: url({where}/leak.png) }}</style>"
        f"<p>words</p><img src='{where}/leak.png'><img src='leak.png'><img src='{where}/leak.svg'>"
        f"<object data='{where}/leak.png'></object><embed src='{where}/leak.png'>"
    )
    assert "LEAKED" not in texts(made)[0]
    assert "Leak" not in "".join(fonts(made))
    assert images(made) == 0
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert len(opened.attachments) == 0


def test_document_takes_pictures_handed_over_with_it() -> None:
    assert images(render_raw("<img src='image:map'>", map=picture())) == 1


def test_document_takes_uploads_by_id(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = {"7f3a": picture(), "evil": b"<svg xmlns='http://www.w3.org/2000/svg'/>"}
    monkeypatch.setattr(pdf_fetcher, "_upload_source", None)
    pdf_fetcher.register_uploads(stored.__getitem__)
    assert images(render_raw("<img src='upload:7f3a'>")) == 1
    with pytest.raises(LookupError):
        pdf_fetcher.Fetcher({}).fetch("upload:evil")


# -- long documents -------------------------------------------------------------------------------

CHUNKS = [Chunk({"words": ["Ɓoiro", "ŋ"]}, weight=2), Chunk({"words": ["محمد"]}, weight=1)]


def test_chunks_become_one_document_with_each_font_once() -> None:
    reported = []
    made = pdf.render_chunks(
        "page.html",
        CHUNKS,
        total=3,
        title="Liste",
        lang="fr",
        created=CREATED,
        progress=lambda done, total: reported.append((done, total)),
    )
    assert texts(made)[:2] == ["Ɓoiro", "ŋ"]
    assert len(texts(made)) == 3
    assert reported == [(2, 3), (3, 3)]
    assert fonts(made) == {"Fair-Sans": True, "Fair-Arabic": True}
    assert font_files(made) == 2
    with pikepdf.open(io.BytesIO(made)) as opened:
        assert opened.docinfo["/Title"] == "Liste"
        assert opened.docinfo["/CreationDate"] == "D:20261130170500Z"
        assert opened.Root.Lang == "fr"


def test_chunks_look_as_the_same_pages_in_one_piece() -> None:
    """Fonts kept from the last chunk only must still draw the first chunk's letters."""
    whole = pdf.render("page.html", {"words": ["Ɓoiro", "ŋ", "محمد"]}, title="T", lang="fr")
    made = pdf.render_chunks("page.html", CHUNKS, total=3, title="T", lang="fr")
    for page in range(3):
        assert pdf.page_png(made, page) == pdf.page_png(whole, page)


def test_chunks_give_same_bytes_twice() -> None:
    def make() -> bytes:
        return pdf.render_chunks(
            "page.html", CHUNKS, total=3, title="T", lang="fr", page_numbers="numbers.html"
        )

    assert make() == make()


def test_long_document_gets_its_page_numbers() -> None:
    made = pdf.render_chunks(
        "page.html", CHUNKS, total=3, title="T", lang="fr", page_numbers="numbers.html"
    )
    assert ["1 / 3" in texts(made)[0], "3 / 3" in texts(made)[2]] == [True, True]
    assert font_files(made) == 2


def test_marks_are_drawn_where_they_belong() -> None:
    size = "<style>@page { size: 100mm 100mm; margin: 0 } body { margin: 0 }</style>"
    stamp = (
        "<style>@page { size: 20mm 10mm; margin: 0 } body { margin: 0; background: #00f }</style>"
    )
    marks = [[Stamp(0, 10, 20), Bitmap(2, b"\x40\x80", 50, 60, 20)]]
    made = pdf.render_chunks(
        "raw.html",
        [Chunk({"markup": size}, marks=marks)],
        total=1,
        title="T",
        lang="fr",
        stamps=StampSheet("raw.html", lambda: {"markup": stamp}),
    )
    image = Image.open(io.BytesIO(pdf.page_png(made, dpi=254))).convert("RGB")  # 10 pixels a mm

    def at(x: float, y: float) -> tuple[int, ...]:
        return image.getpixel((int(x * 10), int(y * 10)))  # type: ignore[return-value]

    assert [at(11, 21), at(29, 29), at(9, 25), at(31, 25), at(20, 31)] == [
        (0, 0, 255),
        (0, 0, 255),
        (255, 255, 255),
        (255, 255, 255),
        (255, 255, 255),
    ]
    # Rows from the top, 1 is white: black, white / white, black.
    assert [at(53, 63), at(67, 63), at(53, 77), at(67, 77)] == [
        (0, 0, 0),
        (255, 255, 255),
        (255, 255, 255),
        (0, 0, 0),
    ]


def test_document_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError):
        pdf.render_chunks("page.html", [], total=0, title="T", lang="fr")


# -- pictures of pages ----------------------------------------------------------------------------


def test_page_becomes_a_picture() -> None:
    made = render_raw("<style>@page { size: 50mm 25.4mm; margin: 0 }</style>x")
    image = Image.open(io.BytesIO(pdf.page_png(made, dpi=100)))
    assert image.size == (197, 100)


@pytest.mark.parametrize("page", [-1, 1])
def test_page_that_is_not_there_has_no_picture(page: int) -> None:
    with pytest.raises(IndexError):
        pdf.page_png(render_raw("x"), page)
