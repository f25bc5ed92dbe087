"""Pages about what was printed: the log, marks taken back, sheets printed again, blank badges, and
badges that were handed to the wrong people.
"""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.badges import actions, blanks, prints, queries, reprints, swaps
from fairapp.badges.actions import Sheets
from fairapp.badges.admin import batch_page, find_batch
from fairapp.badges.forms import BlanksForm, PagesForm, SwapForm
from fairapp.badges.models import Badge
from fairapp.badges.queries import Selection
from fairapp.badges.words import REASON_LABELS
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event

bp = Blueprint("badge_log", __name__)

A_PAGE = 50


@bp.get("/staff/<slug>/badges/printings")
@allow(Permission.PRINT_BADGES)
def printings(event: Event) -> str:
    """What was put on paper: when, by whom, why."""
    total = prints.count(event)
    pages = max(-(-total // A_PAGE), 1)
    page = min(max(request.args.get("page", 1, type=int), 1), pages)
    entries = prints.log(event, limit=A_PAGE, offset=(page - 1) * A_PAGE)
    return render_template(
        "badges/printings.html",
        entries=entries,
        numbers=prints.numbers([entry.id for entry in entries]),
        reasons=REASON_LABELS,
        page=page,
        pages=pages,
    )


@bp.post("/staff/<slug>/badges/printings/<int:printing_id>/cancellation")
@allow(Permission.PRINT_BADGES)
def undo_printing(event: Event, printing_id: int) -> BaseResponse:
    """It was not printed after all."""
    printing = prints.find(event, printing_id) or abort(404)
    try:
        prints.undo(printing, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        flash(_("These badges count as not printed by that entry."), "success")
    return redirect(url_for("badge_log.printings"))


@bp.post("/staff/<slug>/badges/batches/<int:batch_id>/reprints")
@allow(Permission.PRINT_BADGES)
def reprint(event: Event, batch_id: int) -> BaseResponse | tuple[str, int]:
    """Note that some sheets are printed once more, and give them."""
    found, form = find_batch(event, batch_id), PagesForm()
    if found.job.file is None:
        abort(404)
    if form.validate_on_submit():
        pages = str(form.pages.data)
        try:
            ids = reprints.badges_on(found.job, pages)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            actions.reprint(found, pages, ids, actor=current_user, at=clock.now())
            return redirect(url_for("badges.download", batch_id=batch_id, pages=pages))
    return batch_page(found, form), form.http_status


@bp.route("/staff/<slug>/badges/blanks", methods=["GET", "POST"])
@allow(Permission.PRINT_BADGES)
def make_blanks(event: Event) -> BaseResponse | tuple[str, int]:
    """Blank badges and their sheets: the desk gives them to whoever comes unannounced."""
    form = BlanksForm()
    form.offer(event)
    if form.validate_on_submit():
        by_code = {category.code: category for category in event.categories}
        category = by_code.get(str(form.category.data))
        at, count = clock.now(), int(form.count.data or 0)
        first, last = blanks.make_blanks(event, count, category, actor=current_user, at=at)
        sheets = Sheets(str(form.layout.data), str(form.language.data), base_url())
        selection = Selection(numbers=f"{first}-{last}")
        job = actions.start_batch(event, selection, sheets, actor=current_user, at=at)
        return redirect(url_for("badges.batch", batch_id=job.id))
    return render_template("badges/blanks.html", form=form), form.http_status


@bp.route("/staff/<slug>/badges/swap", methods=["GET", "POST"])
@allow(Permission.PRINT_BADGES)
def swap(event: Event) -> BaseResponse | tuple[str, int]:
    """Put right two badges whose holders have each other's; the same once more undoes it."""
    form = SwapForm(formdata=request.form if request.method == "POST" else request.args)
    one, other = (_badge(event, field.data) for field in (form.one, form.other))
    if form.validate_on_submit():
        if one is None or other is None:
            field = form.other if one is not None else form.one
            field.errors = [*field.errors, _("No badge has this number.")]
        else:
            try:
                swaps.swap(one, other, actor=current_user, at=clock.now())
            except DomainError as error:
                form.add_domain_error(error)
            else:
                flash(_("The two badges are put right."), "success")
                return redirect(
                    url_for("badge_log.swap", one=one.number, other=other.number, done="y")
                )
    page = render_template(
        "badges/swap.html",
        form=form,
        pair=[badge for badge in (one, other) if badge is not None],
        done="done" in request.args and one is not None and other is not None,
    )
    return page, form.http_status


def _badge(event: Event, number: int | None) -> Badge | None:
    return queries.find(event, number) if number and may_exist(number) else None
