"""What a device is told of its fair: docs/decisions/0016 has the shape. Names nobody."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import current_app

from fairapp.checkin import codes, rules
from fairapp.checkin.devices import queries
from fairapp.checkin.models import Device
from fairapp.checkin.queries import GateRow, gates
from fairapp.checkin.tallies.queries import sessions
from fairapp.core import clock
from fairapp.events.colours import tones
from fairapp.events.models import Category, Event
from fairapp.programme.models import Session


def configuration(event: Event, device: Device, *, at: datetime) -> dict[str, Any]:
    """As JSON, in the language asked for; only the checkpoint to which a device is bound."""
    numbers = {category.code: category.id for category in event.categories}
    rooms = queries.session_capacities(event)
    known = [g for g in gates(event.id).values() if device.checkpoint_id in (None, g.id)]
    return {
        "event": {
            "slug": event.slug,
            "name": str(event.name),
            "zone": event.timezone,
            "days": [day.date.isoformat() for day in event.days],
            "salt": codes.event_salt(str(current_app.config["SECRET_KEY"]), event.id).hex(),
        },
        "device": {
            "code": device.code,
            "name": device.name,
            "may_override": device.may_override,
            "may_search": device.may_search,
            "expires_at": _iso(device.expires_at),
        },
        "checkpoints": [_checkpoint(gate, numbers, rooms) for gate in known],
        "sessions": [_session(session) for session in sessions(event)],
        "categories": {str(c.id): _category(c) for c in event.categories},
        "server_time": clock.iso(at),
    }


def _iso(at: datetime | None) -> str | None:
    return None if at is None else clock.iso(at)


def _checkpoint(gate: GateRow, numbers: dict[str, int], rooms: dict[str, int]) -> dict[str, Any]:
    return {
        "code": gate.code,
        "name": str(gate.name),
        "scope": gate.scope,
        "group": gate.group,
        "is_entrance": gate.is_entrance,
        "direction": gate.direction,
        "opens_at": _iso(gate.opens_at),
        "closes_at": _iso(gate.closes_at),
        "categories": None
        if gate.categories is None
        else sorted(numbers[code] for code in gate.categories),
        "days": None if gate.days is None else sorted(day.isoformat() for day in gate.days),
        "signed_up_only": gate.signed_up_only,
        "watches": gate.watches,
        "capacity": rules.capacity(gate.capacity, gate.scope, rooms.get(gate.watches)),
    }


def _session(session: Session) -> dict[str, str]:
    """One at which heads can be counted."""
    return {
        "code": session.code,
        "title": str(session.title),
        "starts_at": clock.iso(session.starts_at),
    }


def _category(category: Category) -> dict[str, str]:
    return {
        "code": category.code,
        "name": str(category.name),
        "letter": category.letter,
        "tone": tones(category.colour).fill,
    }
