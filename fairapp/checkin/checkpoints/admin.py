"""The team's pages of the checkpoints."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import selectinload
from werkzeug.wrappers import Response

from fairapp.checkin.checkpoints import actions, watched
from fairapp.checkin.checkpoints.forms import CheckpointForm
from fairapp.checkin.checkpoints.words import DIRECTIONS, SHORT
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events import checkpoints
from fairapp.events.models import Checkpoint, Event

bp = Blueprint("checkpoints", __name__)


@bp.get("/staff/<slug>/checkpoints/")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """The fair's checkpoints, in the order in which phones offer them."""
    limits = (selectinload(Checkpoint.categories), selectinload(Checkpoint.days))
    query = select(Checkpoint).where(Checkpoint.event_id == event.id).options(*limits)
    return render_template(
        "checkpoints/index.html",
        gates=list(db.session.scalars(query.order_by(Checkpoint.position, Checkpoint.id))),
        titles=watched.titles(event),
        scopes=SHORT,
        directions=DIRECTIONS,
    )


@bp.route("/staff/<slug>/checkpoints/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def new(event: Event) -> Response | tuple[str, int]:
    """One more checkpoint."""
    form = CheckpointForm.of(event, None)
    if form.validate_on_submit():
        try:
            details = form.details(event, None)
            gate = actions.add(event, details, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The checkpoint is added."), "success")
            return _to(gate)
    return render_template("checkpoints/checkpoint.html", form=form, gate=None), form.http_status


@bp.route("/staff/<slug>/checkpoints/<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """What a checkpoint is and whom it lets in."""
    gate = _find(event, code)
    form = CheckpointForm.of(event, gate)
    if form.validate_on_submit():
        try:
            details = form.details(event, gate)
            actions.change(gate, details, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(
                _("The checkpoint is saved. Phones follow as soon as they have network."), "success"
            )
            return _to(gate)
    return render_template("checkpoints/checkpoint.html", form=form, gate=gate), form.http_status


@bp.post("/staff/<slug>/checkpoints/<code>/position")
@allow(Permission.MANAGE_EVENT)
def move(event: Event, code: str) -> Response:
    """One step up, or with `down` one step down."""
    gate = _find(event, code)
    by = 1 if "down" in request.form else -1
    actions.move(gate, by, actor=current_user, at=clock.now())
    return _to(gate)


@bp.route("/staff/<slug>/checkpoints/<code>/removal", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def removal(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask before a checkpoint goes; refused once it was used."""
    gate = _find(event, code)
    form = Form()
    if form.validate_on_submit():
        try:
            checkpoints.remove(gate, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The checkpoint is removed."), "success")
            return redirect(url_for("checkpoints.index"), 303)
    return render_template("checkpoints/removal.html", form=form, gate=gate), form.http_status


def _find(event: Event, code: str) -> Checkpoint:
    return actions.find(event, code) or abort(404)


def _to(gate: Checkpoint) -> Response:
    return redirect(url_for("checkpoints.index", _anchor=f"gate-{gate.code}"), 303)
