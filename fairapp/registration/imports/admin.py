"""The team's pages for lists: sent, mapped, checked, registered, taken back; and the export."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import audit, clock, tasks
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.registration.imports import actions, columns, export, queries
from fairapp.registration.imports.models import ImportStatus, Outcome, RegistrationImport

bp = Blueprint("imports", __name__)

_AT = "/staff/<slug>/registrations/imports/"
_FILTERS = (Outcome.NEW, queries.WARNINGS, Outcome.CHANGED, Outcome.UNCHANGED)
_TROUBLES = (Outcome.DUPLICATE, Outcome.ERROR)


@bp.get(_AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """Send a list, see the earlier ones, take everybody along."""
    return render_template("imports/index.html", lists=queries.lists(event))


@bp.post(_AT)
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


@bp.get(f"{_AT}<int:list_id>")
@allow(Permission.MANAGE_REGISTRATIONS)
def show(event: Event, list_id: int) -> str:
    """Where the list stands: its columns, the work going on, its rows, what came of it."""
    list_ = _find(event, list_id)
    if list_.status in {ImportStatus.UPLOADED, ImportStatus.FAILED} or "columns" in request.args:
        return _mapping(event, list_)
    if list_.status in {ImportStatus.CHECKING, ImportStatus.IMPORTING}:
        return render_template("imports/working.html", list_=list_, job=list_.job)
    return _rows(list_)


@bp.get(f"{_AT}<int:list_id>/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def progress(event: Event, list_id: int) -> Response:
    """How far the work is."""
    list_ = _find(event, list_id)
    if list_.job is None:
        abort(404)
    return tasks.progress_answer(list_.job)


@bp.post(f"{_AT}<int:list_id>/check")
@allow(Permission.MANAGE_REGISTRATIONS)
def check(event: Event, list_id: int) -> BaseResponse | tuple[str, int]:
    """Have the rows checked with these columns."""
    list_ = _find(event, list_id)
    form = request.form
    width = int(list_.options["width"])
    chosen = {i: form.get(f"column-{i}", "") for i in range(width)}
    mapping = {i: field for i, field in chosen.items() if field in columns.LABELS}
    is_named = form.get("header") == "y" and list_.options["header"] is not None
    options = actions.Options(
        header=list_.options["header"] if is_named else None,
        category=form.get("category", ""),
        language=form.get("language", "fr"),
        days=tuple(form.getlist("days", type=int)),
        tell=form.get("tell") == "y",
    )
    try:
        actions.check(list_, mapping, options, actor=current_user, at=clock.now())
    except DomainError as error:
        return _mapping(event, list_, mapping=mapping, error=error), 422
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.post(f"{_AT}<int:list_id>/decisions")
@allow(Permission.MANAGE_REGISTRATIONS)
def decide(event: Event, list_id: int) -> BaseResponse:
    """Add or leave out people who look like somebody registered."""
    list_ = _find(event, list_id)
    decision = queries.ADD if request.form.get("decision") == queries.ADD else ""
    numbers = request.form.getlist("row", type=int)
    if numbers or "all" in request.form:
        actions.decide(list_, decision, numbers=numbers if "all" not in request.form else ())
    return redirect(url_for("imports.show", list_id=list_.id, shown=Outcome.DUPLICATE), 303)


@bp.post(f"{_AT}<int:list_id>/registrations")
@allow(Permission.MANAGE_REGISTRATIONS)
def run(event: Event, list_id: int) -> BaseResponse:
    """Register them."""
    list_ = _find(event, list_id)
    actions.start(list_, actor=current_user, at=clock.now())
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.route(f"{_AT}<int:list_id>/undo", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def undo(event: Event, list_id: int) -> BaseResponse | str:
    """Cancel everybody whom the list has registered, having asked."""
    list_ = _find(event, list_id)
    if request.method == "GET":
        count = len(queries.to_undo(list_))
        return render_template("imports/undo.html", list_=list_, count=count)
    count = actions.undo(list_, actor=current_user, at=clock.now())
    text = ngettext(
        "%(num)d registration is cancelled.", "%(num)d registrations are cancelled.", count
    )
    flash(text, "success")
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.get(f"{_AT}<int:list_id>/failed.<suffix>")
@allow(Permission.MANAGE_REGISTRATIONS)
def failed(event: Event, list_id: int, suffix: str) -> Response:
    """The rows that became nobody, with the reason, to be corrected and sent again."""
    list_ = _find(event, list_id)
    rows = export.failures(queries.failed(list_), list_.header)
    return _file(rows, f"{event.slug}-liste-{list_.id}-a-corriger", suffix, _("To correct"))


@bp.post("/staff/<slug>/registrations/export")
@allow(Permission.MANAGE_REGISTRATIONS)
def export_all(event: Event) -> Response:
    """Everybody, as a table; who took it is noted."""
    suffix, name = request.form.get("format", ""), event.slug
    details = {"format": suffix}
    audit.record(
        "registrations.exported",
        event_id=event.id,
        at=clock.now(),
        actor=current_user,
        details=details,
    )
    rows = [export.header(), *export.people(event)]
    return _file(rows, f"{name}-inscriptions", suffix, _("Registrations"))


def _mapping(
    event: Event,
    list_: RegistrationImport,
    *,
    mapping: dict[int, str] | None = None,
    error: DomainError | None = None,
) -> str:
    chosen = {int(i): field for i, field in list_.mapping.items()} if mapping is None else mapping
    return render_template(
        "imports/mapping.html",
        list_=list_,
        chosen=chosen,
        fields=columns.LABELS,
        error=error,
        language=current_language(),
    )


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


def _file(rows: Any, name: str, suffix: str, title: str) -> Response:
    if suffix == "xlsx":
        content = export.as_xlsx(rows, title=title, created=clock.now())
        answer = Response(content, mimetype=export.XLSX)
    elif suffix == "csv":
        answer = Response(export.as_csv(rows), mimetype=export.CSV)
    else:
        abort(404)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.{suffix}"'
    return answer


def _find(event: Event, list_id: int) -> RegistrationImport:
    list_ = queries.find(event, list_id)
    if list_ is None:
        abort(404)
    return list_
