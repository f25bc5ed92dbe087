"""What phones talk to: the address in a badge's QR code, and the wire that scans travel on."""

from __future__ import annotations

from flask import Blueprint, Response, abort, g, jsonify, request
from flask_login import current_user

from fairapp.checkin import contact, presence, queries, wire
from fairapp.checkin.actions import record_scans
from fairapp.checkin.roster.difference import few, in_base64
from fairapp.checkin.roster.following import state
from fairapp.core import clock
from fairapp.core.access import Permission, allow, present_device
from fairapp.events.models import Event

bp = Blueprint("checkin", __name__)


@bp.post("/api/v1/events/<slug>/scans")
@allow(Permission.CHECK_IN, devices=True)
def scans(event: Event) -> Response:
    """Take an upload of scans; what is answered is stored when the answer leaves."""
    received_at, device = clock.now(), present_device()
    upload = wire.read_upload()
    # A device was looked up with it.
    before = g.get("roster_state") or state(event.id)
    outcomes = record_scans(
        event,
        upload.items,
        before=before,
        actor=None if device else current_user,
        device=device,
        received_at=received_at,
        sent_at=upload.sent_at,
    )
    if device:
        contact.note(device, upload, at=received_at)
    roster = None if upload.cursor is None else in_base64(few(event.id, upload.cursor, before))
    return wire.answer(event, outcomes, roster=roster, server_time=clock.now())


@bp.get("/api/v1/events/<slug>/counts")
@allow(Permission.CHECK_IN, devices=True)
def counts(event: Event) -> Response:
    """Persons in today, at an entrance; persons let in today at any other checkpoint."""
    day = event.local(clock.now()).date()
    gate = queries.gates(event.id).get(request.args.get("checkpoint", "")) or abort(404)
    response = jsonify(
        today=presence.count_today(event, day, until=clock.now()) if gate.is_entrance else None,
        here=None if gate.is_entrance else queries.let_in(event, gate, day),
    )
    response.headers["Cache-Control"] = "no-store"
    return response
