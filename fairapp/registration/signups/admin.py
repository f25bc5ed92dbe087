"""Seats at sessions as the team keeps them: how many, who has one, who waits."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.programme.models import Session
from fairapp.registration import queries as registrations
from fairapp.registration.models import Registration
from fairapp.registration.signups import actions, queries
from fairapp.registration.signups.forms import SeatsForm
from fairapp.registration.signups.seats import SeatRow
from fairapp.registration.signups.views import bp

# Of people found; whoever is not among them is found by more letters.
_FOUND = 10


@bp.get("/staff/<slug>/registrations/seats/")
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """The sessions that take sign-up, or all of them, with how full they are."""
    rows = queries.every(event)
    with_seats = [row for row in rows if row.takes_sign_up]
    shows_all = "all" in request.args or not with_seats
    return render_template(
        "signups/index.html",
        rows=rows if shows_all else with_seats,
        counts=(len(with_seats), len(rows)),
        shows_all=shows_all,
    )


@bp.route("/staff/<slug>/registrations/seats/<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """One session: its seats, who has one, who waits; add somebody."""
    row = _find(event, code)
    form = SeatsForm(obj=row)
    if form.validate_on_submit() and _set_seats(row, form):
        return _to(row)
    text = request.args.get("q", "")[:120]
    contacts = may(Permission.SEE_CONTACTS)
    found = registrations.search(event, text, limit=_FOUND, contacts=contacts)
    page = render_template(
        "signups/show.html",
        form=form,
        session=row,
        who=queries.attendance(row),
        text=text,
        found=found,
        off=registrations.find_by_reference(event, request.args.get("off", "")),
        room=_get(row).room,
    )
    return page, form.http_status


@bp.get("/staff/<slug>/registrations/seats/<code>/list")
@allow(Permission.MANAGE_REGISTRATIONS)
def door_list(event: Event, code: str) -> str:
    """Who may come in, to print for the door: names, no contacts."""
    row = _find(event, code)
    who = queries.attendance(row)
    return render_template("signups/door_list.html", session=row, who=who, at=clock.now())


@bp.post("/staff/<slug>/registrations/seats/<code>/people")
@allow(Permission.MANAGE_REGISTRATIONS)
def add(event: Event, code: str) -> Response:
    """Put somebody's name down."""
    row, person = _find(event, code), _person(event)
    try:
        mine = actions.sign_up(person, _get(row), actor=current_user, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    else:
        seated = _("%(name)s has a seat.", name=person.full_name)
        waits = _("%(name)s is on the waiting list.", name=person.full_name)
        flash(seated if mine.is_seated else waits, "success")
    return _to(row)


@bp.post("/staff/<slug>/registrations/seats/<code>/removal")
@allow(Permission.MANAGE_REGISTRATIONS)
def remove(event: Event, code: str) -> Response:
    """Take somebody off; the page offers to put them back."""
    row, person = _find(event, code), _person(event)
    actions.give_up(person, _get(row), actor=current_user, at=clock.now())
    return _to(row, off=person.reference)


def _find(event: Event, code: str) -> SeatRow:
    return queries.find_for_team(event, code) or abort(404)


def _get(row: SeatRow) -> Session:
    return db.session.get_one(Session, row.session_id)


def _person(event: Event) -> Registration:
    text = request.form.get("reference", "")[:20]
    return registrations.find_by_reference(event, text) or abort(404)


def _set_seats(row: SeatRow, form: SeatsForm) -> bool:
    values = form.values("takes_sign_up", "capacity")
    try:
        seated = actions.set_seats(_get(row), **values, actor=current_user, at=clock.now())
    except DomainError as error:
        form.add_domain_error(error)
        return False
    flash(_("The seats are saved."), "success")
    if seated:
        told = ngettext(
            "%(num)d person from the waiting list has a seat now and is told.",
            "%(num)d people from the waiting list have a seat now and are told.",
            len(seated),
        )
        flash(told, "success")
    return True


def _to(row: SeatRow, *, off: str | None = None) -> Response:
    return redirect(url_for("signups.show", code=row.code, off=off), 303)
