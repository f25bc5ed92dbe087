"""The team's pages of the devices: which there are, one more, one cut off."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, abort, flash, redirect, render_template, session, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.checkin.devices import actions, listing, queries, rules
from fairapp.checkin.devices.actions import NewDevice
from fairapp.checkin.devices.forms import DeviceForm, NewDeviceForm
from fairapp.checkin.models import Device
from fairapp.checkin.names import queries as names
from fairapp.core import clock, qr
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("phones", __name__)

# The code that was given last, in the browser of whoever gave it and nowhere else.
_GIVEN = "enrolment"


@bp.get("/staff/<slug>/devices/")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """All devices, and what is to know of each."""
    at = clock.now()
    return render_template("devices/index.html", rows=listing.listed(event, at=at), at=at)


@bp.route("/staff/<slug>/devices/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def new(event: Event) -> Response | tuple[str, int]:
    """One more; the next page shows the code with which a phone becomes it."""
    form, at = NewDeviceForm.of(event), clock.now()
    if not form.is_submitted():
        form.until.data = _last_day(event, actions.usual_end(event, at))
    if form.validate_on_submit():
        try:
            until = _end_of(event, form.until.data, at=at)
            name = form.name.data or ""
            gate = next((g for g in event.checkpoints if g.code == form.checkpoint.data), None)
            rights = form.values("may_override", "may_search")
            details = NewDevice(name, gate, expires_at=until, **rights)
            device = actions.make(event, details, actor=current_user, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _give_code(device)
    return render_template("devices/new.html", form=form), form.http_status


@bp.route("/staff/<slug>/devices/<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def show(event: Event, code: str) -> Response | tuple[str, int]:
    """What a device is doing; its name, and until when it works."""
    device, at = _find(event, code), clock.now()
    form = DeviceForm(obj=device, until=_last_day(event, device.expires_at))
    if form.validate_on_submit():
        try:
            if form.until.data != _last_day(event, device.expires_at):
                until = _end_of(event, form.until.data, at=at)
                actions.prolong(device, until, actor=current_user, at=at)
            actions.rename(device, form.name.data or "", actor=current_user, at=at)
            actions.let_search(device, form.may_search.data, actor=current_user, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The device is saved."), "success")
            return redirect(url_for("phones.show", code=device.code), 303)
    [row] = listing.listed(event, at=at, only=device)
    is_given = device.may_search and names.is_given(device)
    page = render_template(
        "devices/show.html", form=form, row=row, device=device, at=at, has_names=is_given
    )
    return page, form.http_status


@bp.get("/staff/<slug>/devices/<code>/enrolment")
@allow(Permission.MANAGE_EVENT)
def enrolment(event: Event, code: str) -> str:
    """The code to scan with the phone that is to be the device; or that it is it by now."""
    device, at = _find(event, code), clock.now()
    given = _given(device, at)
    scanner = f"{base_url()}/scan/"
    return render_template(
        "devices/enrolment.html",
        device=device,
        state=listing.state(device, at),
        is_done=device.enrolled_at is not None and device.enrolment_hash is None,
        scanner=scanner,
        spelt=rules.spell(given) if given else None,
        drawn=qr.svg(f"{scanner}#e={given}", label=_("Code to enrol a phone")) if given else None,
    )


@bp.post("/staff/<slug>/devices/<code>/enrolment")
@allow(Permission.MANAGE_EVENT)
def give_code(event: Event, code: str) -> Response:
    """Another code for the device."""
    device = _find(event, code)
    if listing.state(device, clock.now()) in (listing.REVOKED, listing.EXPIRED):
        return redirect(url_for("phones.show", code=device.code), 303)
    return _give_code(device)


@bp.post("/staff/<slug>/devices/<code>/names")
@allow(Permission.MANAGE_EVENT)
def renew_names(event: Event, code: str) -> Response:
    """Let the phone have its list of names once more, under another secret."""
    device = _find(event, code)
    if device.may_search:
        actions.renew_search(device, actor=current_user, at=clock.now())
        flash(_("A new secret code can be chosen on the phone."), "success")
    return redirect(url_for("phones.show", code=device.code), 303)


@bp.route("/staff/<slug>/devices/<code>/revocation", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def revocation(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask before a device is cut off for good, then cut it off."""
    device, form = _find(event, code), Form()
    if form.validate_on_submit():
        actions.revoke(device, actor=current_user, at=clock.now())
        flash(_("%(name)s is cut off.", name=device.name), "success")
        return redirect(url_for("phones.show", code=device.code), 303)
    page = render_template("devices/revocation.html", form=form, device=device, at=clock.now())
    return page, form.http_status


def _give_code(device: Device) -> Response:
    code = actions.give_code(device, actor=current_user, at=clock.now())
    session[_GIVEN] = [device.id, code]
    return redirect(url_for("phones.enrolment", code=device.code), 303)


def _given(device: Device, at: datetime) -> str | None:
    """The code that this browser's user gave, while a phone can be enrolled with it."""
    device_id, code = session.get(_GIVEN, (None, ""))
    ends = device.enrolment_expires_at
    is_good = device_id == device.id and rules.digest(code) == device.enrolment_hash
    return code if is_good and ends is not None and ends > at else None


def _find(event: Event, code: str) -> Device:
    return queries.find(event, code) or abort(404)


def _last_day(event: Event, end: datetime | None) -> date | None:
    return event.local(end - timedelta(seconds=1)).date() if end else None


def _end_of(event: Event, day: date | None, *, at: datetime) -> datetime:
    """The last moment of `day`; a day that is over is refused (`until_past`)."""
    if day is None or day.year not in clock.YEARS:
        raise actions.until_past()
    end = event.utc(day + timedelta(days=1), time.min)
    if end <= at:
        raise actions.until_past()
    return end
