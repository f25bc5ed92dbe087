"""Badge sheets of 4 × A6: what they cost after imports, and a batch whose worker is killed.

    python -m benchmarks.badges                     1, 400 and 4,000 badges
    python -m benchmarks.badges --size 40000        or any other number
    python -m benchmarks.badges --killed 4000       a worker is killed, another ends its batch

Nobody has the same name as many others here: given names, family names, organisations and functions
of the demonstration are drawn anew for each. The floor is a plain ReportLab canvas with the same
texts and codes, one font, nothing fitted and nothing shaped.
"""

from __future__ import annotations

import argparse
import base64
import io
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
from flask import Flask
from flask_migrate import upgrade

from benchmarks.measure import calibrate, used
from fairapp import create_app
from fairapp.badges.faces import BadgeFace
from fairapp.badges.layouts import LAYOUTS

SLUG = "journees-2026"
BASE = "https://fair.example.org"
AT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
HEAD = (
    f"{'badges':>8}{'':12}{'CPU s':>8}{'wall s':>8}{'peak MiB':>10}{'together':>10}"
    f"{'bytes each':>12}"
)


def main() -> None:
    """Measure each size in a process of its own, then print a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, nargs="+", default=[1, 400, 4000])
    parser.add_argument("--killed", type=int, metavar="N")
    parser.add_argument("--alone", choices=["ours", "floor"], help=argparse.SUPPRESS)
    parser.add_argument("--folder", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.alone:
        print(_alone(options.alone, options.size[0], options.folder), flush=True)
        return
    print(f"calibration loop: {calibrate():.0f} ms", flush=True)
    if options.killed:
        print(_killed(options.killed))
        return
    measure(options.size)


def measure(sizes: list[int]) -> None:
    """The table. Each line is of a process that has done nothing else."""
    print(HEAD, flush=True)
    with TemporaryDirectory(prefix="fairapp-bench-") as folder:
        _filled(folder)
        for size in sizes:
            for kind in ("ours", "floor"):
                command = [sys.executable, "-m", "benchmarks.badges", "--alone", kind]
                options = ["--size", str(size), "--folder", folder]
                line = subprocess.run(
                    [*command, *options], check=True, capture_output=True, text=True
                )
                print(line.stdout.splitlines()[-1], flush=True)


def _alone(kind: str, size: int, folder: str) -> str:
    with app_of(folder).app_context():
        make = _ours if kind == "ours" else _floor
        faces = _faces(size)
        warm_up(size)
        with used() as use:
            pdf = make(faces, size)
    each = (len(pdf) - _fonts(pdf)) / size
    label = "" if kind == "ours" else "ReportLab"
    line = f"{size:8,}{label:>12}{use.cpu:8.2f}{use.wall:8.2f}{use.peak:10.0f}{use.together:10.0f}"
    return f"{line}{each:12,.0f}"


def warm_up(size: int) -> None:
    """What is imported and started with the first document is start-up."""
    from fairapp.core import pdf_apart

    if size < pdf_apart.WORTH_IT:
        from fairapp.core import pdf_layout  # noqa: F401

        return
    press = pdf_apart.press_for(size)
    press.paint("<p id=p0>Fair</p>")()
    press.close()


def app_of(folder: str) -> Flask:
    """The application whose database is in this folder."""
    url = f"sqlite:///{Path(folder) / 'fair.db'}"
    return create_app(
        {
            "SQLALCHEMY_DATABASE_URI": url,
            "DATA_DIR": folder,
            "SECRET_KEY": "a benchmark has no secrets, however long",
        }
    )


def _filled(folder: str) -> Flask:
    # Whoever prints does not load the demonstration too: its memory is not counted.
    from fairapp.demo.load import load

    app = app_of(folder)
    with app.app_context():
        upgrade()
        load()
    return app


def _faces(size: int) -> Iterator[BadgeFace]:
    from flask_babel import force_locale

    from fairapp.badges import portraits, queries
    from fairapp.events.context import find_event

    event = find_event(SLUG)
    if event is None:
        raise RuntimeError(f"no {SLUG}")
    with force_locale("fr"):
        ids = queries.badge_ids(event, queries.Selection())
        known = portraits.faces(event, ids, base=BASE)
    return _drawn(known, size)


def _drawn(known: list[BadgeFace], size: int) -> Iterator[BadgeFace]:
    draw = random.Random(size)
    for number in range(size):
        one, two, three = draw.choices(known, k=3)
        token = base64.b32encode(draw.randbytes(10)).decode()
        yield replace(
            one,
            family_name=two.family_name,
            organisation=three.organisation,
            position=three.position,
            reference=f"{number // 1000:03}-{number % 1000:03}",
            number=f"n° {number + 1}",
            qr_text=f"{BASE}/b/{token}".upper(),
        )


def _ours(faces: Iterator[BadgeFace], size: int) -> bytes:
    from fairapp.badges.render import render_sheets

    layout = LAYOUTS["a6x4"]
    return render_sheets(faces, layout, title="Badges", lang="fr", total=size, sides="one").pdf


def _floor(faces: Iterator[BadgeFace], size: int) -> bytes:
    from reportlab.lib.units import mm
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from fairapp.core import qr
    from fairapp.core.pdf_fonts import FONTS

    pdfmetrics.registerFont(TTFont("Sans", str(FONTS / "NotoSans-Regular.ttf")))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(210 * mm, 297 * mm))
    for number, face in enumerate(faces):
        left, top = number % 2 * 105 * mm, 297 * mm - number % 4 // 2 * 148.5 * mm
        lines = [face.event_name, face.event_dates, face.honorific, face.given_names]
        lines += [face.family_name, face.organisation, face.position, face.category_label]
        lines += [*(day.label for day in face.days), face.photo_notice, face.reference, face.number]
        for place, line in enumerate(lines):
            canvas.setFont("Sans", 12)
            canvas.drawString(left + 8 * mm, top - (12 + 9 * place) * mm, line)
        for y, row in enumerate(qr.matrix(face.qr_text)):
            for x, dark in enumerate(row):
                if dark:
                    corner = (left + (65 + x) * mm, top - (110 + y) * mm)
                    canvas.rect(*corner, mm, mm, stroke=0, fill=1)
        if number % 4 == 3:
            canvas.showPage()
    canvas.save()
    return target.getvalue()


def _fonts(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return sum(
            len(thing.FontFile2.read_raw_bytes())
            for thing in opened.objects
            if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        )


def _killed(size: int) -> str:
    from fairapp.badges import actions, blanks
    from fairapp.badges.queries import Selection
    from fairapp.core.db import db
    from fairapp.events.context import find_event
    from tests.badges.killing import finish, kill_in_the_middle, printed

    with TemporaryDirectory(prefix="fairapp-bench-") as folder:
        app = _filled(folder)
        with app.app_context():
            event = find_event(SLUG)
            if event is None:
                raise RuntimeError(f"no {SLUG}")
            first, last = blanks.make_blanks(event, size, None, actor=None, at=AT)
            sheets = actions.Sheets("a6x4", "fr", BASE)
            selection = Selection(numbers=f"{first}-{last}")
            job_id = actions.start_batch(event, selection, sheets, actor=None, at=AT).id
            db.session.commit()
            environment = {
                "DATABASE_URL": app.config["SQLALCHEMY_DATABASE_URI"],
                "DATA_DIR": folder,
                "SECRET_KEY": "a benchmark has no secrets, however long",
            }
            got_to = kill_in_the_middle(job_id, environment, AT)
            start = time.perf_counter()
            words = printed(finish(job_id, environment, AT))
            wall = time.perf_counter() - start
    # The year is on every badge's heading.
    counts = {words[str(number)] for number in range(first, last + 1) if number != AT.year}
    if counts != {1}:
        raise RuntimeError("a badge is missing, or is there twice")
    return f"killed at {got_to:,} of {size:,}; the next worker took {wall:.1f} s; each badge once"


if __name__ == "__main__":
    main()
