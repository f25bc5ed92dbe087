"""Pages for those who print: sheets of many badges, made by the worker."""

from __future__ import annotations

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import force_locale, ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.badges import actions, portraits, queries, reprints
from fairapp.badges.actions import Sheets
from fairapp.badges.forms import LAYOUT_LABELS, PagesForm, SheetsForm
from fairapp.badges.groups import groups
from fairapp.badges.groups import sheets as lie_on
from fairapp.badges.queries import Batch
from fairapp.badges.render import render_sheets
from fairapp.badges.studio.queries import layout_of
from fairapp.core import clock, storage, tasks
from fairapp.core.access import Permission, allow, may
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.pdf import page_png
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.registration.queries import search

bp = Blueprint("badges", __name__)

PREVIEW_DPI = 110


@bp.get("/staff/<slug>/badges")
@allow(Permission.PRINT_BADGES)
def index(event: Event) -> str:
    """Choose badges and see their first sheet; find one person's badge; earlier batches."""
    form = _sheets_form(event)
    ids = _chosen_ids(event, form)
    query, contacts = request.args.get("q", ""), may(Permission.SEE_CONTACTS)
    found = search(event, query, contacts=contacts)
    return render_template(
        "badges/index.html",
        form=form,
        layout=layout_of(event, form.chosen_layout),
        count=len(ids),
        sheets=_sheets(event, form, ids),
        chosen=_chosen(form),
        batches=queries.batches(event),
        layout_labels=LAYOUT_LABELS,
        found=found,
        numbers=queries.numbers_in_force(person.id for person in found),
    )


@bp.get("/staff/<slug>/badges/preview.png")
@allow(Permission.PRINT_BADGES)
def preview(event: Event) -> BaseResponse:
    """The first sheet as it will be printed."""
    form = _sheets_form(event)
    layout = layout_of(event, form.chosen_layout)
    ids = _chosen_ids(event, form)[: layout.per_sheet]
    if not ids:
        abort(404)
    with force_locale(form.chosen_language):
        faces = portraits.faces(event, ids, base=base_url())
        printed = render_sheets(faces, layout, title="", lang=form.chosen_language)
    return _picture(printed.pdf)


@bp.post("/staff/<slug>/badges/batches")
@allow(Permission.PRINT_BADGES)
def start(event: Event) -> BaseResponse:
    """Have the sheets made."""
    form = _sheets_form(event)
    sheets = Sheets(form.chosen_layout, form.chosen_language, base_url(), form.chosen_separators)
    try:
        job = actions.start_batch(
            event, form.selection(), sheets, actor=current_user, at=clock.now()
        )
    except DomainError as error:
        flash(str(error.message), "error")
        return redirect(url_for("badges.index", **_chosen(form)))
    return redirect(url_for("badges.batch", batch_id=job.id))


@bp.get("/staff/<slug>/badges/batches/<int:batch_id>")
@allow(Permission.PRINT_BADGES)
def batch(event: Event, batch_id: int) -> str:
    """How far the sheets are; then the file, and what to look at before printing."""
    found = find_batch(event, batch_id)
    return batch_page(found, PagesForm())


def batch_page(found: Batch, form: PagesForm) -> str:
    """The page of a batch, with what is wrong in the form for its sheets."""
    params = found.job.params
    return render_template(
        "badges/batch.html",
        batch=found,
        form=form,
        sheets=len(reprints.sheets_of(found.job)),
        job=found.job,
        layout=reprints.layout_of(found.job),
        layout_label=LAYOUT_LABELS[params["layout"]],
        count=len(params["badges"]),
        chosen={
            **{key: value for key, value in params["selection"].items() if value},
            "layout": params["layout"],
            "language": params["language"],
            **({"separators": "y"} if params.get("separators") else {}),
        },
    )


@bp.get("/staff/<slug>/badges/batches/<int:batch_id>/progress")
@allow(Permission.PRINT_BADGES)
def progress(event: Event, batch_id: int) -> BaseResponse:
    """How far the sheets are, for the page that waits."""
    return tasks.progress_answer(find_batch(event, batch_id).job)


@bp.get("/staff/<slug>/badges/batches/<int:batch_id>/sheets.pdf")
@allow(Permission.PRINT_BADGES)
def download(event: Event, batch_id: int) -> BaseResponse:
    """The sheets, or some of them (`?pages=3-5`)."""
    if pages := request.args.get("pages"):
        job = find_batch(event, batch_id).job
        if job.file is None:
            abort(404)
        try:
            pdf = reprints.cut_out(job, pages)
        except DomainError:
            abort(404)
        response = Response(pdf, mimetype="application/pdf")
        response.headers["Content-Disposition"] = f'inline; filename="badges-{batch_id}-pages.pdf"'
        response.headers["Cache-Control"] = "private, no-store"
        return response
    return storage.send(_file(event, batch_id), as_attachment="open" not in request.args)


@bp.get("/staff/<slug>/badges/batches/<int:batch_id>/first.png")
@allow(Permission.PRINT_BADGES)
def first_sheet(event: Event, batch_id: int) -> BaseResponse:
    """A picture of the first sheet in the file."""
    with _file(event, batch_id).open() as pdf:
        return _picture(pdf.read())


@bp.post("/staff/<slug>/badges/batches/<int:batch_id>/printing")
@allow(Permission.PRINT_BADGES)
def mark_printed(event: Event, batch_id: int) -> BaseResponse:
    """Note that the sheets are on paper."""
    found = find_batch(event, batch_id)
    marked = actions.mark_batch_printed(found, actor=current_user, at=clock.now())
    if marked:
        flash(
            ngettext(
                "%(num)s badge is marked as printed.",
                "%(num)s badges are marked as printed.",
                marked,
            ),
            "success",
        )
    return redirect(url_for("badges.batch", batch_id=batch_id))


def _sheets_form(event: Event) -> SheetsForm:
    """The form filled from the address (GET) or the body (POST)."""
    form = SheetsForm(request.values, meta={"csrf": False})
    form.offer(queries.categories(event), queries.delegations(event))
    # Also of an address: what it says of numbers may be nonsense.
    form.numbers.validate(form)
    return form


def _chosen_ids(event: Event, form: SheetsForm) -> list[int]:
    """Nobody, while something in the form cannot be read."""
    return [] if form.errors else queries.badge_ids(event, form.selection())


def _sheets(event: Event, form: SheetsForm, ids: list[int]) -> int:
    set_apart = groups(ids, form.selection().order) if form.chosen_separators else []
    layout = layout_of(event, form.chosen_layout)
    return len(list(lie_on(len(ids), layout.per_sheet, set_apart)))


def _chosen(form: SheetsForm) -> dict[str, Any]:
    """The choice as parameters of an address, without what goes without saying."""
    chosen = form.selection()
    values = {
        "layout": form.chosen_layout,
        "language": form.chosen_language,
        "order": chosen.order.value,
        "category": chosen.category,
        "delegation": chosen.delegation,
        "unprinted": "y" if chosen.unprinted else "",
        "changed": "y" if chosen.changed else "",
        "separators": "y" if form.chosen_separators else "",
        "first": chosen.first,
        "last": chosen.last,
        "numbers": chosen.numbers,
        "chosen": chosen.chosen,
    }
    return {key: value for key, value in values.items() if value}


def find_batch(event: Event, batch_id: int) -> Batch:
    """One batch; 404 when there is none."""
    return queries.find_batch(event, batch_id) or abort(404)


def _file(event: Event, batch_id: int) -> StoredFile:
    return find_batch(event, batch_id).job.file or abort(404)


def _picture(pdf: bytes) -> Response:
    response = Response(page_png(pdf, dpi=PREVIEW_DPI), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response
