"""The address in a badge's QR code, opened with any camera: who asks decides what is shown.

The holder's own browser gets the pass; whoever checks people in, the check-in; anybody else the
fair's home. A code names nobody to strangers.
"""

from __future__ import annotations

from uuid import uuid4

from flask import abort, flash, g, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from fairapp.badges.models import Badge
from fairapp.checkin import actions, gates, presence, queries
from fairapp.checkin.cards import MERGE_DEPTH
from fairapp.checkin.codes import Kind, parse
from fairapp.checkin.desk import message
from fairapp.checkin.inputs import line, private, today, uuid_of
from fairapp.checkin.items import ScanItem
from fairapp.checkin.views import bp
from fairapp.checkin.words import REASONS, overrides_for
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may, public
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.own import keep_private, remembered


@bp.get("/b/<token>")
@public
def badge(token: str) -> Response:
    """Lead the holder, the team and everybody else to where they want to be."""
    found = _find(token)
    if found is None:
        return _no_trace(private(render_template("checkin/unknown_badge.html"), 404))
    # Its fair becomes the page's: permissions and addresses follow from it.
    g.event = found.event
    if may(Permission.CHECK_IN):
        return _no_trace(_confirmation(found))
    holder = _holder(found)
    if holder is not None and {holder.pass_key, *_keys(found)} & set(remembered()):
        return _no_trace(redirect(url_for("passes.show", pass_key=holder.pass_key)))
    return _no_trace(redirect(url_for("events.home", slug=found.event.slug)))


# Codes are printed in capitals, and routes tell capitals from small letters.
@bp.get("/B/<token>")
@public
def badge_in_capitals(token: str) -> Response:
    """The same address, as the code spells it."""
    return badge(token)


@bp.post("/scan/<slug>/confirmations")
@allow(Permission.CHECK_IN)
def confirm(event: Event) -> Response:
    """Check in the badge of the confirmation page."""
    code = parse(f"t:{request.form.get('token', '')}")
    if code is None or code.kind is not Kind.TOKEN:
        abort(400)
    item = ScanItem(
        uuid_of("uuid"),
        code,
        request.form.get("gate", ""),
        clock.now(),
        override=line("override"),
    )
    why = ""
    try:
        outcome = actions.record_one(event, item, actor=current_user, at=item.scanned_at)
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        kind, text = message(event, outcome)
        why = outcome.reason if not outcome.is_entry else ""
        flash(text, kind)
    gate = queries.gates(event.id).get(item.checkpoint)
    target = url_for("checkin.badge", token=code.value, why=why or None)
    return gates.remember(redirect(target), gate)


def _find(token: str) -> Badge | None:
    code = parse(f"t:{token}")
    if code is None or code.kind is not Kind.TOKEN:
        return None
    return db.session.scalar(select(Badge).where(Badge.token == code.value))


def _holder(found: Badge) -> Registration | None:
    """The registration that counts."""
    person = found.registration
    for _step in range(MERGE_DEPTH):
        if person is None or person.merged_into is None:
            break
        person = person.merged_into
    return person


def _keys(found: Badge) -> list[str]:
    return [found.registration.pass_key] if found.registration else []


def _confirmation(found: Badge) -> Response:
    event, person = found.event, _holder(found)
    known, gate = gates.chosen(event)
    state, now = None, clock.now()
    if person:
        state = presence.state(event, today(event), person.id, until=now)
    page = render_template(
        "checkin/badge.html",
        badge=found,
        person=person,
        state=state,
        known_gates=known,
        gate=gate,
        why=request.args.get("why", ""),
        reasons=REASONS,
        overrides_for=overrides_for,
        uuid=str(uuid4()),
    )
    return gates.remember(private(page), gate if request.args.get("gate") else None)


def _no_trace(response: Response) -> Response:
    # A pass's address must not reach the next site; nor may a cache keep who was led where.
    return keep_private(response)  # type: ignore[arg-type]
