"""The team's pages for lists: sent, mapped, checked, registered, taken back; and the export."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, tasks
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.imports import actions, export, queries
from fairapp.registration.imports.mapping_form import mapping_page
from fairapp.registration.imports.models import ImportStatus, Outcome, RegistrationImport

bp = Blueprint("imports", __name__)

AT = "/staff/<slug>/registrations/imports/"
_FILTERS = (Outcome.NEW, queries.WARNINGS, Outcome.CHANGED, Outcome.UNCHANGED)
_TROUBLES = (Outcome.DUPLICATE, Outcome.ERROR)


@bp.get(AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """Send a list, see the earlier ones, take everybody along."""
    return render_template("imports/index.html", lists=queries.lists(event))


@bp.post(AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def upload(event: Event) -> BaseResponse | tuple[str, int]:
    """Take in a file, or pasted lines."""
    file, lines = request.files.get("file"), request.form.get("paste", "")
    who: dict[str, Any] = {"actor": current_user, "at": clock.now()}
    try:
        if file is not None and file.filename:
            list_ = actions.take_in(event, file.read(), file.filename, **who)
        elif lines.strip():
            list_ = actions.take_in_lines(event, lines, **who)
        else:
            raise DomainError("nothing", _("Choose a file, or paste the list."), field="file")
    except DomainError as error:
        page = render_template(
            "imports/index.html", lists=queries.lists(event), error=error, lines=lines
        )
        return page, 422
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.get(f"{AT}<int:list_id>")
@allow(Permission.MANAGE_REGISTRATIONS, contacts=True)
def show(event: Event, list_id: int) -> str:
    """Where the list stands: its columns, the work going on, its rows, what came of it."""
    list_ = find(event, list_id)
    if list_.status in {ImportStatus.UPLOADED, ImportStatus.FAILED} or "columns" in request.args:
        return mapping_page(event, list_)
    if list_.status in {ImportStatus.CHECKING, ImportStatus.IMPORTING}:
        return render_template("imports/working.html", list_=list_, job=list_.job)
    return _rows(list_)


@bp.get(f"{AT}<int:list_id>/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def progress(event: Event, list_id: int) -> Response:
    """How far the work is."""
    list_ = find(event, list_id)
    if list_.job is None:
        abort(404)
    return tasks.progress_answer(list_.job)


@bp.post(f"{AT}<int:list_id>/decisions")
@allow(Permission.MANAGE_REGISTRATIONS)
def decide(event: Event, list_id: int) -> BaseResponse:
    """Add or leave out people who look like somebody registered."""
    list_ = find(event, list_id)
    decision = queries.ADD if request.form.get("decision") == queries.ADD else ""
    numbers = request.form.getlist("row", type=int)
    if numbers or "all" in request.form:
        actions.decide(list_, decision, numbers=numbers if "all" not in request.form else ())
    return redirect(url_for("imports.show", list_id=list_.id, shown=Outcome.DUPLICATE), 303)


@bp.post(f"{AT}<int:list_id>/registrations")
@allow(Permission.MANAGE_REGISTRATIONS)
def run(event: Event, list_id: int) -> BaseResponse:
    """Register them."""
    list_ = find(event, list_id)
    actions.start(list_, actor=current_user, at=clock.now())
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.route(f"{AT}<int:list_id>/undo", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def undo(event: Event, list_id: int) -> BaseResponse | str:
    """Cancel everybody whom the list has registered, having asked."""
    list_ = find(event, list_id)
    if request.method == "GET":
        count = len(queries.to_undo(list_))
        return render_template("imports/undo.html", list_=list_, count=count)
    count = actions.undo(list_, actor=current_user, at=clock.now())
    text = ngettext(
        "%(num)d registration is cancelled.", "%(num)d registrations are cancelled.", count
    )
    flash(text, "success")
    return redirect(url_for("imports.show", list_id=list_.id), 303)


def _rows(list_: RegistrationImport) -> str:
    shown = request.args.get("shown", "")
    counts = queries.count(list_)
    shown = shown if shown in {*_FILTERS, *_TROUBLES} else ""
    total = counts.get(shown, 0) if shown else list_.row_count
    pages = max(1, -(-total // queries.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "imports/rows.html",
        list_=list_,
        rows=queries.rows(list_, shown, page=page),
        reasons=export.reasons,
        counts=counts,
        shown=shown,
        filters=[name for name in (*_FILTERS, *_TROUBLES) if counts.get(name)],
        page=page,
        pages=pages,
        paged=lambda number: url_for("imports.show", list_id=list_.id, shown=shown, page=number),
    )


def find(event: Event, list_id: int) -> RegistrationImport:
    """The list of this fair; else there is no such page."""
    list_ = queries.find(event, list_id)
    if list_ is None:
        abort(404)
    return list_
