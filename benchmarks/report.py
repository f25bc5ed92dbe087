"""The attendance report: read, protected and set; each version in a process of its own."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from flask_babel import force_locale
from sqlalchemy import select

from benchmarks.measure import Cost, run
from fairapp import create_app
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.reports.documents import evidence
from fairapp.reports.participation.kind import ReportKind

VERSIONS = {"full": "attendance report", "shared": "attendance report, to share"}


def measure(
    env: dict[str, str], slug: str, folder: Path, report: Callable[[str, Cost, Path], None]
) -> None:
    """Report both versions."""
    for version, label in VERSIONS.items():
        pdf = folder / f"report-{version}.pdf"
        command = [sys.executable, "-m", "benchmarks.report", slug, version, str(pdf)]
        report(label, run(command, env), pdf)


def make(event: Event, version: str, target: Path) -> None:
    """What the worker does for an order."""
    choice = {"format": "pdf", "version": version}
    with force_locale("fr"):
        made = ReportKind().make(event, choice, evidence.take(event), lambda done, total: None)
    target.write_bytes(made.content)


if __name__ == "__main__":
    with create_app().test_request_context():
        fair = db.session.scalars(select(Event).filter_by(slug=sys.argv[1])).one()
        make(fair, sys.argv[2], Path(sys.argv[3]))
