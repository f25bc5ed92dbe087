"""The list of names as phones that may look people up fetch it, and its key."""

from __future__ import annotations

from flask import Blueprint, Response, abort, jsonify, request

from fairapp.checkin import wire
from fairapp.checkin.models import Device
from fairapp.checkin.names import actions, difference, sealing
from fairapp.core import clock
from fairapp.core.access import Permission, allow, present_device
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import LARGEST
from fairapp.events.models import Event

bp = Blueprint("names", __name__)


@bp.get("/api/v1/events/<slug>/names")
@allow(Permission.CHECK_IN, devices=True)
def names(event: Event) -> Response:
    """What has changed since the act `since`, sealed; by `X-Names-Key` the phone sees for whom."""
    device = _searching()
    cursor = request.args.get("since", 0, type=int)
    if not 0 <= cursor <= LARGEST:
        abort(400)
    key = actions.key_of(device)
    found = difference.since(event.id, cursor)
    response = Response(sealing.seal(found.rows, key), mimetype="application/octet-stream")
    response.headers["X-Names-Cursor"] = str(found.cursor)
    response.headers["X-Names-Since"] = str(found.since)
    response.headers["X-Names-Key"] = sealing.id_of(key)
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.post("/api/v1/events/<slug>/names/key")
@allow(Permission.CHECK_IN, devices=True)
def give_key(event: Event) -> Response:
    """The key of this phone's list, once: its user locks it under a secret that stays there."""
    device = _searching()
    wire.read_json()
    try:
        key = actions.give_key(device, at=clock.now())
    except DomainError as refusal:
        raise wire.Problem(refusal.code) from refusal
    response = jsonify(key=key.hex(), id=sealing.id_of(key))
    response.headers["Cache-Control"] = "no-store"
    return response


def _searching() -> Device:
    """The device that asks, as it stands now; `search_not_allowed` when it may not."""
    device: Device | None = present_device()
    if device is None:
        raise wire.Problem("device_unknown")
    if not device.may_search:
        raise wire.Problem("search_not_allowed")
    return device
