"""The guide through a new fair: one step a page, each kept when it is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, administrators, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.i18n import LocalizedText
from fairapp.events import actions, guiding, moving, opening, steps
from fairapp.events.categories import CategoryDetails
from fairapp.events.copy_page import own_fairs
from fairapp.events.guide_forms import (
    MOST_ROWS,
    CategoriesForm,
    DatesForm,
    GatesForm,
    NameForm,
    NewForm,
    OpeningForm,
    PlaceForm,
    RoomsForm,
)
from fairapp.events.guiding import CategoryLine, Line
from fairapp.events.models import Event
from fairapp.events.usual import CATEGORIES, ROOMS

bp = Blueprint("guide", __name__)

_MORE = 3
_DATES = ("first_day", "last_day", "timezone")


@dataclass(frozen=True)
class _Part:
    """A step: its form, filled with what there is, and how that is kept."""

    form: Callable[[Event], Form]
    save: Callable[[Event, Any, datetime], None]


@bp.route("/staff/new", methods=["GET", "POST"])
@administrators
def new() -> Response | tuple[str, int]:
    """The first step of a fair from nothing."""
    form = NewForm()
    if form.validate_on_submit():
        values = form.values("name", "languages", "slug")
        try:
            event = guiding.begin(**values, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("guide.show", slug=event.slug, step="dates"), 303)
    page = render_template(
        "guide/new.html",
        form=form,
        year=guiding.proposed_day(clock.now().date()).year,
        has_others=bool(own_fairs()),
        all_steps=steps.STEPS,
    )
    return page, form.http_status


@bp.route("/staff/<slug>/guide/<step>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def show(event: Event, step: str) -> Response | tuple[str, int]:
    """One step; saved on the way on and on the way back."""
    part = _PARTS.get(step) or abort(404)
    form = part.form(event)
    if "more" in request.form:
        _add_rows(form)
    elif form.validate_on_submit():
        try:
            part.save(event, form, clock.now())
            guiding.mark(event, step)
            return _onward(event, step)
        except DomainError as error:
            form.add_domain_error(error)
    page = render_template(
        f"guide/{step}.html",
        form=form,
        step=step,
        steps=steps,
        most_rows=MOST_ROWS,
    )
    return page, 200 if "more" in request.form else form.http_status


def _onward(event: Event, step: str) -> Response:
    go = request.form.get("go")
    if go == "open":
        opening.open_registration(event, actor=current_user, at=clock.now())
        flash(_("Registration is open. This is the address to give."), "success")
    other = steps.before(step) if go == "back" else steps.after(step)
    if other is None or go == "open":
        return redirect(url_for("checklist.index", slug=event.slug), 303)
    return redirect(url_for("guide.show", slug=event.slug, step=other), 303)


def _add_rows(form: Any) -> None:
    for _row in range(min(_MORE, MOST_ROWS - len(form.rows))):
        form.rows.append_entry()


def _name_form(event: Event) -> Form:
    return NameForm(obj=event)


def _dates_form(event: Event) -> Form:
    first, last = event.days[0].date, event.days[-1].date
    form = DatesForm(obj=event, first_day=first, last_day=last)
    if moving.is_used(event):
        for name in _DATES:
            del form[name]
    return form


def _place_form(event: Event) -> Form:
    return PlaceForm(obj=event)


def _opening_form(event: Event) -> Form:
    return OpeningForm(obj=event)


def _categories_form(event: Event) -> Form:
    own = [
        {"code": c.code, "kept": True, "name": c.name, "letter": c.letter, "colour": c.colour}
        | {"admission": c.admission, "capacity": c.capacity}
        for c in event.categories
    ]
    there = {category.code for category in event.categories}
    usual = [
        {"code": u.code, "kept": False, "name": u.name, "letter": u.letter, "colour": u.colour}
        for u in CATEGORIES
        if u.code not in there
    ]
    return CategoriesForm(rows=[*own, *usual, {"colour": event.accent, "name": LocalizedText()}])


def _rooms_form(event: Event) -> Form:
    rows: list[dict[str, Any]] = [
        {"code": room.code, "name": room.name, "capacity": room.capacity} for room in event.rooms
    ]
    if not rows and "rooms" not in event.settled:
        rows = [{"name": room.name, "capacity": room.capacity} for room in ROOMS]
    return RoomsForm(rows=[*rows, {"name": LocalizedText()}])


def _gates_form(event: Event) -> Form:
    rows = [{"code": gate.code, "name": gate.name} for gate in event.checkpoints]
    return GatesForm(rows=[*rows, {"name": LocalizedText()}])


def _save_values(*names: str) -> Callable[[Event, Any, datetime], None]:
    def save(event: Event, form: Any, at: datetime) -> None:
        actions.change_event(event, form.values(*names), actor=current_user, at=at)

    return save


def _save_dates(event: Event, form: Any, at: datetime) -> None:
    if "first_day" in form:
        guiding.set_dates(event, **form.values(*_DATES), actor=current_user, at=at)


def _save_categories(event: Event, form: Any, at: datetime) -> None:
    counted = {usual.code: usual.is_counted for usual in CATEGORIES}
    counted |= {category.code: category.is_counted for category in event.categories}
    lines = []
    for row in form.rows:
        names = ("name", "letter", "colour", "admission", "capacity")
        values = {name: row.form[name].data for name in names}
        code = row.form.code.data or ""
        details = CategoryDetails(**values, is_counted=counted.get(code, True))
        lines.append(CategoryLine(code, row.form.kept.data, details))
    guiding.set_categories(event, lines, actor=current_user, at=at)


def _save_rooms(event: Event, form: Any, at: datetime) -> None:
    lines = [
        Line(row.form.code.data or "", row.form.name.data, row.form.capacity.data)
        for row in form.rows
    ]
    guiding.set_rooms(event, lines, actor=current_user, at=at)


def _save_gates(event: Event, form: Any, at: datetime) -> None:
    lines = [Line(row.form.code.data or "", row.form.name.data) for row in form.rows]
    guiding.set_checkpoints(event, lines, actor=current_user, at=at)


_PARTS = {
    "name": _Part(_name_form, _save_values("name", "languages")),
    "dates": _Part(_dates_form, _save_dates),
    "place": _Part(_place_form, _save_values("city", "place")),
    "categories": _Part(_categories_form, _save_categories),
    "rooms": _Part(_rooms_form, _save_rooms),
    "checkpoints": _Part(_gates_form, _save_gates),
    "opening": _Part(
        _opening_form,
        _save_values("registration_opens_at", "registration_closes_at", "capacity", "contact"),
    ),
}
