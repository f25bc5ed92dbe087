"""What other features show on a fair's home page.

`events` knows nothing of the programme, which stands on it; so the programme gives its part here:

    @home_part
    def programme_on_home(event: Event, at: datetime) -> dict[str, object]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from fairapp.events.models import Event

HomePart = Callable[[Event, datetime], Mapping[str, object]]
_parts: list[HomePart] = []


def home_part(part: HomePart) -> HomePart:
    """Register what adds variables to the home page's template."""
    if part not in _parts:
        _parts.append(part)
    return part


def home_context(event: Event, at: datetime) -> dict[str, object]:
    """All parts together; later ones win."""
    context: dict[str, object] = {}
    for part in _parts:
        context.update(part(event, at))
    return context
