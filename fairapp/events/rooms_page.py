"""Staff pages of the rooms, beside the programme that is held in them."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events import rooms
from fairapp.events.forms import RoomForm
from fairapp.events.models import Event, Room

bp = Blueprint("rooms", __name__)


@bp.get("/staff/<slug>/programme/rooms/")
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """The fair's rooms, in the order of the programme's columns."""
    return render_template("rooms/index.html")


@bp.route("/staff/<slug>/programme/rooms/new", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def new(event: Event) -> Response | tuple[str, int]:
    """One more room."""
    form = RoomForm()
    if form.validate_on_submit():
        values = form.values("name", "capacity")
        room = rooms.add_room(event, **values, actor=current_user, at=clock.now())
        flash(_("The room is added."), "success")
        return _to(room)
    return render_template("rooms/room.html", form=form, room=None), form.http_status


@bp.route("/staff/<slug>/programme/rooms/<code>", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """Name and size of a room."""
    room = _find(event, code)
    form = RoomForm(obj=room)
    if form.validate_on_submit():
        values = form.values("name", "capacity")
        rooms.change_room(room, **values, actor=current_user, at=clock.now())
        flash(_("The room is saved."), "success")
        return _to(room)
    return render_template("rooms/room.html", form=form, room=room), form.http_status


@bp.post("/staff/<slug>/programme/rooms/<code>/position")
@allow(Permission.EDIT_PROGRAMME)
def move(event: Event, code: str) -> Response:
    """One step up, or with `down` one step down."""
    room = _find(event, code)
    by = 1 if "down" in request.form else -1
    rooms.move_room(room, by, actor=current_user, at=clock.now())
    return _to(room)


@bp.route("/staff/<slug>/programme/rooms/<code>/removal", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def removal(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask before a room goes; refused while sessions are in it."""
    room = _find(event, code)
    form = Form()
    if form.validate_on_submit():
        try:
            rooms.remove_room(room, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The room is removed."), "success")
            return redirect(url_for("rooms.index"), 303)
    return render_template("rooms/removal.html", form=form, room=room), form.http_status


def _find(event: Event, code: str) -> Room:
    return rooms.find_room(event, code) or abort(404)


def _to(room: Room) -> Response:
    return redirect(url_for("rooms.index", _anchor=f"room-{room.code}"), 303)
