"""Documents for the archive: what PDF/A-3 and PDF/UA-1 ask, and what the check of it can see."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pikepdf
import pypdfium2
import pytest
from flask import Flask
from jinja2 import DictLoader
from pikepdf import Dictionary, Name

from fairapp.core import pdf
from fairapp.core.pdf_attachments import Attachment
from tests.pdf_structure import alternative_texts, embedded_files, headings, problems

CREATED = datetime(2026, 12, 4, 18, 30, tzinfo=UTC)
ROWS = "jour;sexe\n1;F\n".encode("utf-8-sig")
CSV = Attachment("figures.csv", "text/csv", lambda: ROWS, "The figures")
CURVE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20" width="40" height="20">'
    b'<path d="M0 20 L40 0" stroke="#000"/><text x="2" y="9" font-size="6">9 h</text></svg>'
)
REPORT = """<html lang="fr"><head><style>
@page { size: A5; @top-left { content: "Rapport" } @bottom-right { content: counter(page) } }
td, th { border: 1px solid } h2 { break-before: page }
</style></head><body><h1>Rapport</h1>
<ul><li>un</li><li>deux</li></ul><dl><dt>Entrée</dt><dd>passage accepté</dd></dl>
<p>Voir <a href="#t">le tableau</a>.</p><p><img src="image:curve" alt="De 0 à 9"></p>
<h2 id="t">Tableau</h2><table><caption>Personnes</caption>
<thead><tr><th>Jour</th><th>F</th></tr></thead>
<tbody><tr><th scope="row">1</th><td>97</td></tr></tbody>
<tfoot><tr><th scope="row">محمد</th><td>97</td></tr></tfoot></table></body></html>"""


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    """Documents need templates, and nothing else of the application."""
    app = Flask(__name__)
    app.jinja_env.loader = DictLoader({"report.html": REPORT})
    with app.app_context():
        yield


def render(**values: Any) -> bytes:
    chosen = {"title": "Rapport & bilan", "lang": "fr", "created": CREATED, "archive": True}
    chosen |= {"images": {"curve": CURVE}, "attachments": [CSV]}
    return pdf.render("report.html", {}, **{**chosen, **values})


def spoilt(change: Callable[[pikepdf.Pdf], None]) -> list[str]:
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(render())) as opened:
        change(opened)
        opened.save(target)
    return problems(target.getvalue())


def test_an_archive_has_nothing_to_mend() -> None:
    document = render()

    assert problems(document) == []
    assert headings(document) == [1, 2]
    assert alternative_texts(document) == ["De 0 à 9"]


def test_without_a_date_and_without_files_too() -> None:
    assert problems(render(created=None, attachments=[])) == []


def test_the_files_come_out_as_they_went_in() -> None:
    document = render()

    assert embedded_files(document) == {"figures.csv": ROWS}
    with pikepdf.open(io.BytesIO(document)) as opened:
        (spec,) = opened.Root.AF
        assert (spec.AFRelationship, spec.EF.F.Subtype) == (Name.Data, Name("/text/csv"))
        assert str(spec.Desc) == "The figures"


def test_the_same_input_gives_the_same_bytes() -> None:
    assert render() == render()


def test_running_heads_are_still_seen() -> None:
    opened = pypdfium2.PdfDocument(render())

    assert all("Rapport" in page.get_textpage().get_text_bounded() for page in opened)


def test_without_archive_the_check_says_what_is_missing() -> None:
    found = problems(render(archive=False, attachments=[]))

    assert {"metadata: none", "tree: none", "archive: no output intent"} <= set(found)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda p: p.Root.__delattr__("OutputIntents"), "archive: no output intent"),
        (lambda p: p.Root.__delattr__("Lang"), "catalogue: no language"),
        (lambda p: p.Root.__delattr__("AF"), "files: those embedded are not those associated"),
        (lambda p: _first(p, Name.TH).__delattr__("A"), "tree: a header cell without scope"),
        (
            lambda p: _first(p, Name.Figure).__delattr__("Alt"),
            "tree: a figure without alternative text",
        ),
        (lambda p: _first(p, Name.H1).__setattr__("S", Name.H3), "headings: from level"),
        (
            lambda p: p.pages[0].contents_add(b"0 0 9 9 re f"),
            "marks: page 1 paints outside of any mark (f)",
        ),
        (lambda p: _font(p).__delattr__("ToUnicode"), "cannot be read back"),
        (lambda p: p.docinfo.__setattr__("Title", "autre"), "metadata: title"),
    ],
)
def test_what_is_spoilt_is_told(change: Callable[[pikepdf.Pdf], None], problem: str) -> None:
    found = spoilt(change)

    if problem.startswith("headings"):
        assert "headings: the first is of level 3" in found
    else:
        assert any(problem in line for line in found), found


def _first(opened: pikepdf.Pdf, tag: Name) -> Any:
    return next(t for t in opened.objects if isinstance(t, Dictionary) and t.get("/S") == tag)


def _font(opened: pikepdf.Pdf) -> Any:
    return next(t for t in opened.objects if isinstance(t, Dictionary) and "/ToUnicode" in t)
