"""Checkpoints in plain words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.events.models import Scope

SCOPES: dict[str, Any] = {
    Scope.DAY: _l("Once a day"),
    Scope.HALF_DAY: _l("Once in the morning, once in the afternoon"),
    Scope.SESSION: _l("Once in all, as at the door of a session"),
    Scope.MEAL: _l("Once a meal: breakfast to 11:00, lunch to 17:00, then dinner"),
    Scope.COUNTER: _l("Every time, as at a stand"),
}
DIRECTIONS: dict[str, Any] = {
    "both": _l("Entries and exits"),
    "in": _l("Entries only"),
    "out": _l("Exits only"),
}
# In the list, where there is less room.
SHORT: dict[str, Any] = {
    Scope.DAY: _l("once a day"),
    Scope.HALF_DAY: _l("once a half-day"),
    Scope.SESSION: _l("once"),
    Scope.MEAL: _l("once a meal"),
    Scope.COUNTER: _l("every time"),
}
