"""The reception: find anybody, check in, undo. Works without script; with it, parts of pages move.

A request with `X-Fragment` gets the part that changes: `results` while typing, `card` after a tap.
"""

from __future__ import annotations

from datetime import time
from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.badges import papers
from fairapp.badges.forms import SINGLE_LABELS
from fairapp.checkin import actions, gates, presence
from fairapp.checkin import people as desk_people
from fairapp.checkin.inputs import line, private, today, uuid_of
from fairapp.checkin.items import Outcome
from fairapp.checkin.people import FOUND, Card
from fairapp.checkin.queries import GateRow
from fairapp.checkin.views import bp
from fairapp.checkin.words import REASONS, overrides_for
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.colours import tones
from fairapp.events.models import Event
from fairapp.registration.queries import people

MAX_QUERY = 200


@bp.get("/desk/<slug>/")
@allow(Permission.SEARCH_PEOPLE)
def desk(event: Event) -> Response:
    """Search; without a question, guests of protocol who are expected and the latest check-ins."""
    known, gate = gates.chosen(event)
    text = request.args.get("q", "").strip()[:MAX_QUERY]
    person_id = request.args.get("person", type=int)
    found: list[Card] = []
    more = False
    if text:
        rows = desk_people.find(event, text, contacts=may(Permission.SEE_CONTACTS))
        found, more = desk_people.cards(event, rows[:FOUND], today(event)), len(rows) > FOUND
    elif person_id is not None:
        found = [_card(event, person_id)]
    page = {
        "known_gates": known,
        "papers": SINGLE_LABELS,
        "text": text,
        "found": found,
        "more": more,
        "is_landing": not (text or person_id),
        "why": request.args.get("why", ""),
        **card_context(event, gate),
    }
    if request.headers.get("X-Fragment") == "results":
        return private(render_template("checkin/_results.html", **page))
    page |= _around(event) if page["is_landing"] else {}
    answer = gates.remember(private(render_template("checkin/desk.html", **page)), gate)
    return papers.remember(answer, page["paper"])


@bp.post("/desk/<slug>/checkins")
@allow(Permission.REGISTER_ON_SITE)
def check_in_person(event: Event) -> Response:
    """Check in whom the reception has found."""
    person_id = request.form.get("person", type=int)
    if person_id is None or not desk_people.is_at(event, person_id):
        abort(404)
    try:
        outcome = actions.check_in(
            event,
            person_id,
            uuid=uuid_of("uuid"),
            checkpoint=request.form.get("gate", ""),
            actor=current_user,
            at=clock.now(),
            override=line("override"),
        )
    except DomainError as error:
        return after(event, person_id, "error", str(error.message))
    why = outcome.reason if not outcome.is_entry else ""
    return after(event, person_id, *message(event, outcome), why=why)


@bp.post("/desk/<slug>/undos")
@allow(Permission.REGISTER_ON_SITE)
def undo_check_in(event: Event) -> Response:
    """Take a check-in back."""
    try:
        outcome = actions.undo(
            event, uuid_of("scan"), uuid=uuid_of("uuid"), actor=current_user, at=clock.now()
        )
    except DomainError as error:
        return after(event, request.form.get("person", type=int), "error", str(error.message))
    text = _("The check-in of %(name)s is undone.", name=outcome.name)
    return after(event, outcome.registration_id, "success", text)


def message(event: Event, outcome: Outcome) -> tuple[str, str]:
    """Kind and words of what a check-in came to."""
    name = outcome.name
    if not outcome.is_entry:
        reason = str(REASONS.get(outcome.reason, REASONS["invalid"]))
        return "error", _("%(name)s is not checked in. %(reason)s", name=name, reason=reason)
    if seen := outcome.first_seen:
        since = f"{event.local(seen.at):%H:%M}"
        return "warning", _(
            "%(name)s has been in since %(time)s (%(gate)s). This entry is noted.",
            name=name,
            time=since,
            gate=seen.gate,
        )
    return "success", _("%(name)s is checked in.", name=name)


def after(event: Event, person_id: int | None, kind: str, text: str, *, why: str = "") -> Response:
    """The card as it is now, or the page that it is on."""
    if request.headers.get("X-Fragment") == "card" and person_id is not None:
        # What was added must be seen by the card's own queries.
        db.session.flush()
        context = card_after(event, person_id) | {"why": why, "kind": kind, "text": text}
        return private(render_template("checkin/_card_after.html", **context))
    flash(text, kind)
    query = line("q")
    args: dict[str, Any] = {"q": query} if query and not why else {"person": person_id, "why": why}
    return redirect(url_for("checkin.desk", **{k: v for k, v in args.items() if v}))


def card_after(event: Event, person_id: int) -> dict[str, Any]:
    """What the card of one person needs after an act."""
    gate = gates.chosen(event)[1]
    return {**card_context(event, gate), "card": _card(event, person_id), "why": ""}


def _card(event: Event, person_id: int) -> Card:
    rows = people([person_id]) if desk_people.is_at(event, person_id) else []
    if not rows:
        abort(404)
    return desk_people.cards(event, rows, today(event))[0]


def card_context(event: Event, gate: GateRow | None) -> dict[str, Any]:
    """What every card needs."""
    return {
        "gate": gate,
        "paper": papers.chosen(),
        "reasons": REASONS,
        "overrides_for": overrides_for,
        "tones": {c.code: tones(c.colour).fill for c in event.categories},
    }


def _around(event: Event) -> dict[str, Any]:
    day = today(event)
    since = event.utc(day, time.min)
    guests, guest_count = desk_people.expected_guests(event, day)
    return {
        "present": presence.count_today(event, day, until=clock.now()),
        "guests": guests,
        "guest_count": guest_count,
        "recent": desk_people.recent(event, current_user.id, since),
    }
