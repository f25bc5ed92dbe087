"""Staff pages of the kinds of session."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.events.pages import version_of
from fairapp.programme import kinds, queries
from fairapp.programme.kinds import actions
from fairapp.programme.kinds.forms import KindForm
from fairapp.programme.models import SessionKind

bp = Blueprint("kinds", __name__)


@bp.get("/staff/<slug>/programme/kinds/")
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """The fair's kinds, with how many public sessions each has."""
    rows = queries.kinds(event)
    sheet = url_for("programme.kinds_sheet", v=version_of(kinds.sheet(rows)))
    return render_template("kinds/index.html", kinds=rows, kinds_url=sheet)


@bp.route("/staff/<slug>/programme/kinds/new", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def new(event: Event) -> Response | tuple[str, int]:
    """One more kind."""
    form = KindForm(colour=event.accent)
    if form.validate_on_submit():
        try:
            kind = actions.add_kind(event, **_values(form), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The kind is added."), "success")
            return _to(kind)
    return render_template("kinds/kind.html", form=form, kind=None), form.http_status


@bp.route("/staff/<slug>/programme/kinds/<code>", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """Name, colour and pictogram of a kind."""
    kind = _find(event, code)
    form = KindForm(obj=kind)
    if form.validate_on_submit():
        try:
            actions.change_kind(kind, **_values(form), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The kind is saved."), "success")
            return _to(kind)
    return render_template("kinds/kind.html", form=form, kind=kind), form.http_status


@bp.post("/staff/<slug>/programme/kinds/<code>/position")
@allow(Permission.EDIT_PROGRAMME)
def move(event: Event, code: str) -> Response:
    """One step up, or with `down` one step down."""
    kind = _find(event, code)
    by = 1 if "down" in request.form else -1
    actions.move_kind(event, kind, by, actor=current_user, at=clock.now())
    return _to(kind)


@bp.route("/staff/<slug>/programme/kinds/<code>/removal", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def removal(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask before a kind goes; refused while sessions are of it."""
    kind = _find(event, code)
    form = Form()
    if form.validate_on_submit():
        try:
            actions.remove_kind(kind, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The kind is removed."), "success")
            return redirect(url_for("kinds.index"), 303)
    return render_template("kinds/removal.html", form=form, kind=kind), form.http_status


def _values(form: KindForm) -> dict[str, Any]:
    return form.values("name", "colour", "icon")


def _find(event: Event, code: str) -> SessionKind:
    return actions.find_kind(event, code) or abort(404)


def _to(kind: SessionKind) -> Response:
    return redirect(url_for("kinds.index", _anchor=f"kind-{kind.code}"), 303)
