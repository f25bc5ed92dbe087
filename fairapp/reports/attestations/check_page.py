"""Whether an attestation is valid: for whoever holds one in the hand, and for nobody else.

The page says what the paper says and how it stands. Numbers cannot be guessed; those who try all
the same are stopped by address, and only wrong ones count: an employer may check a whole file.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from fairapp import limiter
from fairapp.core.access import public
from fairapp.registration.own import keep_private
from fairapp.reports.attestations import queries
from fairapp.reports.attestations.forms import NumberForm
from fairapp.reports.documents import queries as documents
from fairapp.reports.documents.evidence import display, typed_number
from fairapp.reports.documents.views import elsewhere

bp = Blueprint("attestation_check", __name__)

OFTEN = "60 per minute"
WRONG_OFTEN = "20 per 10 minutes"


def _was_wrong(response: Response) -> bool:
    return response.status_code == 404


@bp.get("/attestations/")
@public
@limiter.limit(OFTEN)
def ask() -> BaseResponse:
    """Where a number is typed."""
    typed = request.args.get("number", "")
    if number := typed_number(typed):
        return redirect(url_for("attestation_check.show", number=display(number)))
    # What cannot be a number is told at once, and is no guess.
    return _page(NumberForm(request.args, meta={"csrf": False}), is_wrong=bool(typed.strip()))


@bp.get("/attestations/<number>")
@public
@limiter.limit(OFTEN)
@limiter.limit(WRONG_OFTEN, deduct_when=_was_wrong)
def show(number: str) -> BaseResponse:
    """How the attestation with this number stands."""
    read = typed_number(number)
    found = queries.find_number(read) if read else None
    if read and found is None and documents.by_number(read):
        return redirect(url_for("check.document", number=display(read)))
    if found is None:
        form = NumberForm(None, data={"number": number[:40]}, meta={"csrf": False})
        return _page(form, 404, is_wrong=True)
    g.event = found.event
    form = NumberForm(None, meta={"csrf": False})
    return _page(form, attestation=found, number=display(found.number))


def _address_of(typed: str) -> str | None:
    read = typed_number(typed)
    if read is None or queries.find_number(read) is None:
        return None
    return url_for("attestation_check.show", number=display(read))


elsewhere.append(_address_of)


def _page(form: NumberForm, status: int = 200, **values: Any) -> BaseResponse:
    page = render_template("attestations/check.html", number_form=form, **values)
    return keep_private(make_response(page, status))
