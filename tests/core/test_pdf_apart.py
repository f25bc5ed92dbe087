"""Texts set by another process: the same file, and what becomes of it when that process ends."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import DictLoader

from fairapp.core import pdf_apart
from fairapp.core.pdf import StampSheet
from fairapp.core.pdf_apart import WORTH_IT, press_for
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.pdf_compose import compose
from fairapp.core.pdf_galley import Galley, Piece, one_ahead
from fairapp.core.pdf_marks import Mark, Stamp, Words
from fairapp.core.pdf_press import Archive, Press
from fairapp.core.tasks import InterruptedWorkError

GALLEY = """<style>@page { size: 80mm 9000mm; margin: 0 } body, p { margin: 0 }
p { white-space: pre; font-size: 10pt; line-height: 1.2 }</style>
{% for paragraph in paragraphs %}<p id="p{{ loop.index0 }}" class="{{ paragraph.style }}">
{{- paragraph.text }}</p>{% endfor %}"""
STAMPS = "<style>@page { size: 10mm 10mm; margin: 0 }</style><p>Stamp</p>"
NAMES = ["Ɓoiro", "Kadiatou", "عائشة", "ߡߊ߬ߡߊߘߎ߬", "Kadiatou", "M’Mah", "2026"]


@pytest.fixture(autouse=True)
def context() -> Iterator[None]:
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"galley.html": GALLEY, "stamps.html": STAMPS})
    with app.app_context():
        yield
    pdf_apart.close()


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """One with room, whatever this one has."""
    monkeypatch.setattr(pdf_apart, "_has_room", lambda: True)
    monkeypatch.setattr(pdf_apart, "_is_possible", True)


def piece(text: str) -> Piece:
    return Piece("small", (text,), 10 * 1.2 * 96 / 72, bold=False if text.isdigit() else None)


def printed(press: Press, *, is_known: bool) -> bytes:
    galley = Galley("galley.html", {}, press)
    asked = ((name, galley.ask([piece(name)])) for name in NAMES)

    def pages() -> Iterator[list[Mark]]:
        for name, lines in one_ahead(asked):
            yield [Stamp(0, 1, 1), Words(lines()[piece(name)], 5, 5)]

    sheet = StampSheet("stamps.html", dict, is_known=is_known)
    return compose(pages(), (100, 50), galley, stamps=sheet, title="Pages", lang="fr")


@pytest.mark.parametrize("is_known", [False, True])
def test_a_file_is_the_same_wherever_its_texts_were_set(is_known: bool) -> None:
    here = printed(Press(), is_known=is_known)
    press = press_for(WORTH_IT)
    assert type(press) is not Press
    assert printed(press, is_known=is_known) == here
    # By the same process again, whose fonts must have forgotten the first document.
    assert printed(press_for(WORTH_IT), is_known=is_known) == here


def test_a_whole_document_is_the_same_and_tells_its_way() -> None:
    rows = Attachment("rows.csv", "text/csv", lambda: b"name\r\nBah\r\n", "The rows")
    markup = "<html lang=fr><h1>Fair</h1><p style='break-before: page'>Kadiatou</p></html>"
    whole = Archive(markup, {}, "Report", "fr", None, [rows])
    here, there = list[int](), list[int]()

    made = press_for(WORTH_IT)
    assert made.archive(whole, there.append) == Press().archive(whole, here.append)
    made.close()

    assert here == there and here
    assert len(pdf_apart._idle) == 1


def test_a_whole_document_that_is_given_up_takes_its_process_with_it() -> None:
    def give_up(pages: int) -> None:
        raise InterruptedError(pages)

    press = press_for(WORTH_IT)
    markup = "<p>Fair</p><p style='break-before: page'>2026</p>" * 3
    with pytest.raises(InterruptedError):
        press.archive(Archive(markup, {}, "Report", "fr", None), give_up)
    press.close()
    assert pdf_apart._idle == []


def test_the_process_is_kept_for_the_next_document() -> None:
    printed(press_for(WORTH_IT), is_known=True)
    (kept,) = pdf_apart._idle
    printed(press_for(WORTH_IT), is_known=True)
    assert pdf_apart._idle == [kept]


def test_a_document_that_is_given_up_takes_its_process_with_it() -> None:
    press = press_for(WORTH_IT)
    press.paint("<p id=p0>Kadiatou</p>")
    press.close()
    assert pdf_apart._idle == []


def test_what_cannot_be_set_is_told() -> None:
    galley = Galley("galley.html", {}, press_for(WORTH_IT))
    asked = galley.press.paint(None)  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="TypeError"):
        asked()
    galley.press.close()


def test_small_documents_are_made_here() -> None:
    assert type(press_for(WORTH_IT - 1)) is Press


def test_a_process_that_is_killed_interrupts_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    printed(press_for(WORTH_IT), is_known=True)
    press = press_for(WORTH_IT)
    asked = press.paint("<p id=p0>Kadiatou</p>")
    os.kill(press._child._process.pid, signal.SIGKILL)  # type: ignore[attr-defined]
    with pytest.raises(InterruptedWorkError):
        asked()
        press.paint("<p id=p0>Kadiatou</p>")()
    press.close()
    # The next attempt has another.
    assert printed(press_for(WORTH_IT), is_known=True) == printed(Press(), is_known=True)


def test_one_that_cannot_begin_is_not_tried_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    program = tmp_path / "none.py"
    program.write_text("raise SystemExit(1)")
    monkeypatch.setattr(pdf_apart, "_PROGRAM", program)
    press = press_for(WORTH_IT)
    with pytest.raises(InterruptedWorkError):
        press.write(tagged=False)
    press.close()
    assert type(press_for(WORTH_IT)) is Press


def test_where_no_process_can_be_started_documents_are_made_here(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "none"))
    assert type(press_for(WORTH_IT)) is Press


def test_it_ends_with_whoever_has_started_it() -> None:
    program = (
        "from fairapp.core import pdf_apart\n"
        "pdf_apart._has_room = lambda: True\n"
        "press = pdf_apart.press_for(pdf_apart.WORTH_IT)\n"
        "press.paint('<p id=p0>1</p>')()\n"
        "print(press._child._process.pid, flush=True)\n"
        "input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program],
        cwd=Path(pdf_apart.__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        line = parent.stdout.readline()
        assert line, "it could not begin"
        end = os.pidfd_open(int(line))
        parent.kill()
    # Readable when the process has ended.
    assert select.select([end], [], [], 60)[0]
    os.close(end)
