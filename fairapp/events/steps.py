"""The guide through a new fair: its steps, in the order of the work. Pure."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

STEPS = {
    "name": _l("Name and languages"),
    "dates": _l("Dates"),
    "place": _l("Place"),
    "categories": _l("Categories"),
    "rooms": _l("Rooms"),
    "checkpoints": _l("Checkpoints"),
    "opening": _l("Opening of registration"),
}
_ORDER = tuple(STEPS)


def number(step: str) -> int:
    """Its place, from 1."""
    return _ORDER.index(step) + 1


def after(step: str) -> str | None:
    """The next one; None behind the last."""
    return _ORDER[number(step)] if number(step) < len(_ORDER) else None


def before(step: str) -> str | None:
    """The one before; None ahead of the first."""
    return _ORDER[number(step) - 2] if number(step) > 1 else None
