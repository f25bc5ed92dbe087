"""Counting heads: what phones send, and the page where somebody writes a number down."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.checkin import wire
from fairapp.checkin.actions import MAX_ITEMS
from fairapp.checkin.models import Tally
from fairapp.checkin.parsing import read_moment
from fairapp.checkin.tallies import actions, queries
from fairapp.checkin.tallies.forms import TallyForm
from fairapp.checkin.tallies.parsing import read_count
from fairapp.checkin.tallies.rules import Count, Heads
from fairapp.core import clock
from fairapp.core.access import Permission, allow, present_device
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("tallies", __name__)


@bp.post("/api/v1/events/<slug>/tallies")
@allow(Permission.CHECK_IN, devices=True)
def upload(event: Event) -> Response:
    """Take what clickers counted; each row is answered for itself, by its uuid."""
    received_at, device = clock.now(), present_device()
    asked = wire.read_json()
    if not isinstance(asked, dict) or not isinstance(asked.get("tallies"), list):
        raise wire.Problem("malformed")
    sent_at = read_moment(asked.get("sent_at"))
    if sent_at is None:
        raise wire.Problem("sent_at")
    if len(asked["tallies"]) > MAX_ITEMS:
        raise wire.Problem("too_many")
    counts = [read_count(raw) for raw in asked["tallies"]]
    outcomes = actions.record(
        event,
        counts,
        device=device,
        actor=None if device else current_user,
        sent_at=sent_at,
        received_at=received_at,
    )
    results = [
        _result(count.uuid if isinstance(count, Count) else count[0], outcome)
        for count, outcome in zip(counts, outcomes, strict=True)
    ]
    response = jsonify(server_time=received_at.isoformat(), results=results)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.route("/staff/<slug>/tallies/", methods=["GET", "POST"])
@allow(Permission.CHECK_IN)
def index(event: Event) -> BaseResponse | tuple[str, int]:
    """How many were counted at each session, and a form for one more count."""
    sessions = queries.sessions(event)
    form = TallyForm(uuid=str(uuid4()))
    form.offer(sessions, event=event, at=clock.now())
    if form.validate_on_submit():
        heads = Heads(form.women.data or 0, form.men.data or 0, form.children.data or 0)
        try:
            actions.count(
                event,
                form.session.data,
                heads,
                uuid=form.uuid.data or "",
                actor=current_user,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(count)s heads are noted.", count=heads.all), "success")
            return redirect(url_for("tallies.show", code=form.session.data), 303)
    page = render_template(
        "tallies/index.html", form=form, sessions=sessions, totals=queries.totals(event)
    )
    return page, form.http_status


@bp.get("/staff/<slug>/tallies/<code>")
@allow(Permission.CHECK_IN)
def show(event: Event, code: str) -> str:
    """The rows of one session: when, by whom, how many."""
    session = next((s for s in queries.sessions(event) if s.code == code), None) or abort(404)
    return render_template(
        "tallies/show.html",
        session=session,
        rows=queries.rows(event, code),
        total=queries.totals(event).get(code, Heads()),
    )


@bp.post("/staff/<slug>/tallies/<code>/<int:tally_id>/correction")
@allow(Permission.CHECK_IN)
def take_back(event: Event, code: str, tally_id: int) -> BaseResponse:
    """Take one row back."""
    tally = db.session.get(Tally, tally_id)
    if tally is None or (tally.event_id, tally.session_code) != (event.id, code):
        abort(404)
    if Form().validate_on_submit():
        actions.take_back(tally, event=event, actor=current_user, at=clock.now())
        flash(_("This count is taken back."), "success")
    return redirect(url_for("tallies.show", code=code), 303)


def _result(uuid: str | None, outcome: str) -> dict[str, Any]:
    if outcome in ("stored", "already"):
        return {"uuid": uuid, "status": outcome}
    return {"uuid": uuid, "status": "invalid", "reason": outcome}
