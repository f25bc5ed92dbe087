"""Whether all QR codes of a fair's badges are read back: 400 badges on each sheet, all pages.

    .venv/bin/python -m benchmarks.qr_codes

Each page is drawn at 300 dpi, and at 150 dpi in grey with blur; also those of blank badges and of
badges that replace another. Ends with 1 when a code was not read.
"""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

from flask_migrate import upgrade
from sqlalchemy import select

from fairapp import create_app
from fairapp.badges import portraits, queries
from fairapp.badges.faces import BadgeFace
from fairapp.badges.layouts import LAYOUTS, SHEETS
from fairapp.badges.models import Badge
from fairapp.badges.queries import Selection
from fairapp.badges.render import render_sheets
from fairapp.core.db import db
from fairapp.demo.load import load
from fairapp.events.models import Event
from tests.badges.reading import FINE, POOR, codes


def main() -> None:
    """Read them all and print a line for each file and quality."""
    with tempfile.TemporaryDirectory(prefix="fairapp-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'fairapp.db'}"
        app = create_app({"DATA_DIR": folder, "SQLALCHEMY_DATABASE_URI": url})
        with app.app_context():
            upgrade()
            load()
            event = db.session.scalars(select(Event)).one()
            ids = select(Badge.id).order_by(Badge.id)
            files = {
                "all": queries.badge_ids(event, Selection()),
                "blank": list(db.session.scalars(ids.where(Badge.registration_id.is_(None)))),
                "reprinted": list(db.session.scalars(ids.where(Badge.replaces_id.is_not(None)))),
            }
            missing = 0
            for name, chosen in files.items():
                faces = portraits.faces(event, chosen, base="https://fair.example.org")
                missing += sum(_read(name, faces, key) for key in SHEETS)
    sys.exit(1 if missing else 0)


def _read(name: str, faces: list[BadgeFace], key: str) -> int:
    """How many codes were missed."""
    pdf = render_sheets(faces, LAYOUTS[key], title="Badges", lang="fr").pdf
    wanted, missed = {face.qr_text for face in faces}, 0
    for quality in (FINE, POOR):
        start = time.perf_counter()
        found = wanted & {text for _page, text in codes(pdf, quality)}
        took = time.perf_counter() - start
        print(f"{name:10}{key:10}{quality.name:24}{len(found):4} of {len(wanted):4}{took:7.1f} s")
        missed += len(wanted) - len(found)
    return missed


if __name__ == "__main__":
    main()
