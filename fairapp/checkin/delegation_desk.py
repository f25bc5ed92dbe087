"""A whole delegation at the reception: ticked, replaced, added, and received with one tap."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import abort, render_template, request
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.badges.queries import numbers_in_force
from fairapp.checkin import delegations, gates
from fairapp.checkin.delegations import Arrival, Received
from fairapp.checkin.desk import message
from fairapp.checkin.inputs import line, private, today, uuid_of
from fairapp.checkin.people import Card
from fairapp.checkin.views import bp
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.registration import choices, phones
from fairapp.registration.delegations import queries
from fairapp.registration.details import Details
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.registration.names import clean_name, has_letter, split_name

BLANKS = 3
MOST_ADDED = 30
_COMING = frozenset({Status.CONFIRMED, Status.PENDING, Status.WAITING, Status.OFFERED})


@bp.get("/desk/<slug>/delegations/")
@allow(Permission.SEARCH_PEOPLE)
def delegation_list(event: Event) -> Response:
    """Delegations, with how many of each are here today."""
    text = request.args.get("q", "")[:120]
    here = delegations.people_here(event, today(event))
    rows = queries.delegations(event, text)
    return private(render_template("checkin/delegations.html", rows=rows, here=here, text=text))


@bp.get("/desk/<slug>/delegations/<code>")
@allow(Permission.SEARCH_PEOPLE)
def delegation_desk(event: Event, code: str) -> Response:
    """One delegation on one screen."""
    return _page(event, _find(event, code), str(uuid4()))


@bp.post("/desk/<slug>/delegations/<code>")
@allow(Permission.REGISTER_ON_SITE)
def receive_delegation(event: Event, code: str) -> Response:
    """Receive everybody who was ticked or written down, and say what became of each."""
    delegation, (known, _gate) = _find(event, code), gates.chosen(event)
    gate = known.get(request.form.get("gate", "")) or abort(400)
    if request.form.get("do") == "more":
        return _page(event, delegation, uuid_of("uuid"), blanks=_written() + BLANKS)
    cards = delegations.cards(event, delegation, today(event))
    arrival = _arrival(event, delegation, cards)
    at = clock.now()
    received = delegations.receive(event, delegation, arrival, gate, actor=current_user, at=at)
    # What was added must be seen by the page's own queries.
    db.session.flush()
    return _page(event, delegation, str(uuid4()), received=received)


def _page(event: Event, delegation: Delegation, key: str, **values: Any) -> Response:
    _known, gate = gates.chosen(event)
    cards = delegations.cards(event, delegation, today(event))
    page = {
        "delegation": delegation,
        "coming": [c for c in cards if c.person.status in _COMING],
        "others": [c for c in cards if c.person.status not in _COMING],
        "here": sum(c.state.is_inside for c in cards),
        "gate": gate,
        "key": key,
        "typed": request.form if "received" not in values else {},
        "ticked": request.form.getlist("here") if "received" not in values else [],
        "blanks": BLANKS,
        "sexes": choices.sexes(),
        **values,
    }
    if received := values.get("received"):
        page |= _told(event, received)
    return private(render_template("checkin/delegation.html", **page))


def _told(event: Event, received: list[Received]) -> dict[str, Any]:
    """Words for each person, and the numbers of the badges to print."""
    told = [
        (one, *(("error", one.problem) if one.outcome is None else message(event, one.outcome)))
        for one in received
    ]
    new = [o.outcome.registration_id for o in received if o.is_new and o.outcome]
    numbers = numbers_in_force(key for key in new if key is not None)
    return {"told": told, "new_badges": sorted(numbers.values())}


def _arrival(event: Event, delegation: Delegation, cards: list[Card]) -> Arrival:
    coming = {c.person.id for c in cards if c.person.status in _COMING and not c.state.is_inside}
    ticked = set(request.form.getlist("here", type=int))
    if request.form.get("all"):
        ticked |= coming
    # In the order of the list, and nobody who is not on it.
    ids = [c.person.id for c in cards]
    usual = queries.usual_category(delegation) or event.categories[0]
    substitutes: dict[int, Details] = {}
    for key in ids:
        if has_letter(_name(f"name-{key}")):
            invitee = db.session.get_one(Registration, key)
            substitutes[key] = _details(f"-{key}", invitee.category, invitee)
    first = queries.first_member(delegation)
    added = [
        _details(f"-new-{n}", usual, first)
        for n in range(MOST_ADDED)
        if has_letter(_name(f"name-new-{n}"))
    ]
    return Arrival(uuid_of("uuid"), [k for k in ids if k in ticked], substitutes, added)


def _details(suffix: str, category: Any, like: Registration | None) -> Details:
    given, family = split_name(_name(f"name{suffix}"))
    sex = request.form.get(f"sex{suffix}", "")
    return Details(
        category=category,
        given_names=given[:120],
        family_name=family[:120],
        name_raw=_name(f"name{suffix}"),
        sex=sex if sex in ("F", "M") else None,
        phones=phones.read(line(f"phone{suffix}")[:80]),
        organisation=like.organisation if like else "",
        region=like.region if like else "",
        locality=like.locality if like else "",
        country=like.country if like else "GN",
        language=current_language(),
    )


def _name(field: str) -> str:
    return clean_name(request.form.get(field, ""))[:240]


def _written() -> int:
    written = [n for n in range(MOST_ADDED) if request.form.get(f"name-new-{n}")]
    return min(max(written, default=-1) + 1, MOST_ADDED - BLANKS)


def _find(event: Event, code: str) -> Delegation:
    return queries.find(event, code) or abort(404)
