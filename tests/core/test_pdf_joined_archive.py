"""Long documents for the archive: joined from chunks, read aloud as if made in one piece."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pytest
from flask import Flask
from jinja2 import DictLoader

from fairapp.core import pdf
from fairapp.core.pdf import Chunk
from fairapp.core.pdf_attachments import Attachment
from tests.pdf_structure import embedded_files, headings, problems
from tests.pdf_tree import spoken

CREATED = datetime(2026, 12, 4, 18, 30, tzinfo=UTC)
ROWS = "nom;sexe\nBah;F\n".encode("utf-8-sig")
CSV = Attachment("liste.csv", "text/csv", lambda: ROWS, "La liste")
PAGE = """<html lang="fr"><head><style>@page { size: A6; @top-left { content: "Courant" } }
h1 { break-before: page } td { border: 1px solid }</style></head><body>
{% for name in names %}<h1>{{ name }}</h1><p>un <b>deux</b> trois</p>
<table><thead><tr><th>Nom</th><th>Jours</th></tr></thead>
<tbody><tr><th>{{ name }}</th><td>2</td></tr></tbody></table>{% endfor %}</body></html>"""
NUMBERS = """<style>@page { size: A6 } p { break-after: page }</style>
{% for n in range(pages) %}<p>{{ n + 1 }} / {{ pages }}</p>{% endfor %}"""
CHUNKS = [Chunk({"names": ["Bah", "Ɓoiro"]}, weight=2), Chunk({"names": ["محمد"]})]


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Documents need templates, and nothing else of the application."""
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader({"page.html": PAGE, "numbers.html": NUMBERS})
    with app.app_context():
        yield


def render(**values: Any) -> bytes:
    chosen = {"total": 3, "title": "Liste & annexe", "lang": "fr", "created": CREATED}
    chosen |= {"page_numbers": "numbers.html", "archive": True, "attachments": [CSV]}
    return pdf.render_chunks("page.html", CHUNKS, **{**chosen, **values})


def test_nothing_is_left_to_mend() -> None:
    document = render()

    assert problems(document) == []
    assert headings(document) == [1, 1, 1]
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert opened.check_pdf_syntax() == []


def test_without_stamps_date_and_files_too() -> None:
    assert problems(render(page_numbers=None, created=None, attachments=[])) == []


def test_it_is_read_in_order_without_what_is_for_the_eye() -> None:
    said = spoken(render())

    assert said[:9] == [
        ("H1", "Bah"),
        ("P", "un deux trois"),
        *(("TH", "Nom"), ("TH", "Jours"), ("TH", "Bah"), ("TD", "2")),
        *(("H1", "Ɓoiro"), ("P", "un deux trois"), ("TH", "Nom")),
    ]
    # Letters from the right are drawn, and so marked, from the left of the page.
    assert [text for kind, text in said if kind == "H1"] == ["Bah", "Ɓoiro", "محمد"[::-1]]
    assert not [text for _, text in said if "Courant" in text or "/" in text]


def test_headings_of_columns_are_told_from_those_of_rows() -> None:
    with pikepdf.open(io.BytesIO(render())) as opened:
        scopes = [
            str(thing.A.Scope)
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/S") == pikepdf.Name.TH
        ]

    assert scopes == ["/Column", "/Column", "/Row"] * 3


def test_files_come_out_as_they_went_in() -> None:
    document = render()

    assert embedded_files(document) == {"liste.csv": ROWS}
    with pikepdf.open(io.BytesIO(document)) as opened:
        assert [str(spec.AFRelationship) for spec in opened.Root.AF] == ["/Data"]


def test_it_looks_as_without_tags() -> None:
    tagged, plain = render(), render(archive=False, attachments=[])

    for page in range(3):
        assert pdf.page_png(tagged, page) == pdf.page_png(plain, page)


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render() == render()
