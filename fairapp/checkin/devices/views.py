"""What phones ask about themselves: enrolment, configuration; and whose token they show."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify
from flask_babel import gettext as _
from flask_login import current_user

from fairapp import csrf, limiter
from fairapp.checkin import wire
from fairapp.checkin.devices import actions, queries
from fairapp.checkin.devices.configuration import configuration
from fairapp.checkin.models import Device
from fairapp.core import clock
from fairapp.core.access import Permission, allow, device_loader, present_device, public
from fairapp.core.errors import DomainError
from fairapp.events.models import Event

bp = Blueprint("devices", __name__)

# All phones of a venue may stand behind one address; a guess hits one in 10^18.
OFTEN = "30 per minute"


@device_loader
def find_device(token: str) -> Device:
    """The device of a bearer token; `wire.Problem` when it may do nothing."""
    found = queries.by_token(token)
    if found is None:
        raise wire.Problem("device_unknown")
    device, g.roster_state = found
    if device.revoked_at is not None:
        raise wire.Problem("device_revoked")
    if device.expires_at is not None and device.expires_at <= clock.now():
        raise wire.Problem("device_expired")
    return device


# Whoever has the code may enrol, signed in or not, so there is nothing that a site could forge.
@bp.post("/api/v1/devices")
@public
@csrf.exempt
@limiter.limit(OFTEN)
def enrol() -> Response:
    """Make the phone that sends an enrolment code the device it was given for."""
    asked = wire.read_json()
    code = asked.get("code") if isinstance(asked, dict) else None
    if not isinstance(code, str):
        raise wire.Problem("malformed")
    try:
        return _enrolled(*actions.enrol(code, at=clock.now()))
    except DomainError as refusal:
        raise wire.Problem(refusal.code) from refusal


@bp.post("/scan/<slug>/devices")
@allow(Permission.CHECK_IN)
def enrol_own(event: Event) -> Response:
    """Make the phone in the hand of a member of the team a device; answers as `enrol` does."""
    name = _("Phone of %(name)s", name=current_user.name)[:120]
    return _enrolled(*actions.enrol_own(event, name, actor=current_user, at=clock.now()))


@bp.get("/api/v1/events/<slug>/device")
@allow(Permission.CHECK_IN, devices=True)
def device(event: Event) -> Response:
    """What the device that asks needs to know of its fair."""
    if (asking := present_device()) is None:
        raise wire.Problem("device_unknown")
    return _private(jsonify(configuration(event, asking, at=clock.now())))


def _enrolled(device: Device, token: str) -> Response:
    answer: dict[str, Any] = {
        "token": token,
        "event": device.event.slug,
        "last_seq": queries.last_seq(device),
        "config": configuration(device.event, device, at=clock.now()),
    }
    return _private(jsonify(answer))


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response
