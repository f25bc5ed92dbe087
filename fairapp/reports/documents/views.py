"""The page where anybody who holds a document checks it, without an account."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from fairapp import limiter
from fairapp.core.access import public
from fairapp.reports.documents import evidence, kinds, queries
from fairapp.reports.documents.models import Report

bp = Blueprint("check", __name__)

OFTEN = "60 per minute"
# Numbers on other papers, which look the same to whoever types one: each tells the address of the
# page of its own where a number is checked, None when it does not know it.
elsewhere: list[Callable[[str], str | None]] = []
_PIECE = 1 << 20


@bp.get("/check/")
@public
def index() -> Response | str:
    """Where a number is typed."""
    typed = request.args.get("number", "").strip()
    if not typed:
        return render_template("reports/check.html", typed="", error="")
    number = evidence.typed_number(typed)
    if number is None:
        error = _("A number has twelve letters and digits, such as 4KX7-M2QP-9DAB.")
        return render_template("reports/check.html", typed=typed[:40], error=error)
    return redirect(url_for("check.document", number=evidence.display(number)))


@bp.get("/check/<number>")
@public
@limiter.limit(OFTEN)
def document(number: str) -> Response | str | tuple[str, int]:
    """What the document with that number is; nothing that the document itself does not say."""
    report = _find(number)
    if report is not None:
        return _page(report)
    address = next((found for find in elsewhere if (found := find(number))), None)
    return redirect(address) if address else _unknown(number)


@bp.post("/check/<number>")
@public
@limiter.limit(OFTEN)
def compare(number: str) -> str | tuple[str, int]:
    """Whether a file is the one that was issued, bit by bit. The file is not kept."""
    report = _find(number)
    if report is None:
        return _unknown(number)
    file, digest, is_any = request.files.get("file"), hashlib.sha256(), False
    while file is not None and (piece := file.stream.read(_PIECE)):
        digest.update(piece)
        is_any = True
    if not is_any:
        return _page(report, error=_("Choose the file that you received.")), 422
    return _page(report, is_same=digest.hexdigest() == report.file_digest)


def _page(report: Report, *, is_same: bool | None = None, error: str = "") -> str:
    kind = kinds.find(report.kind)
    return render_template(
        "reports/checked.html",
        report=report,
        # The fair whose clocks its moments are told on; the page is nobody's of the team.
        fair=report.event,
        kind=kind,
        number=evidence.display(report.number),
        is_same=is_same,
        error=error,
    )


def _find(typed: str) -> Report | None:
    number = evidence.typed_number(typed)
    return queries.by_number(number) if number else None


def _unknown(typed: str) -> tuple[str, int]:
    error = _("No document has this number. Read it again from the paper, letter by letter.")
    return render_template("reports/check.html", typed=typed[:40], error=error), 404
