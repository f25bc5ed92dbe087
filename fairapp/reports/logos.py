"""The logos of a fair on its documents: those of the badges, side by side at one height."""

from __future__ import annotations

from collections.abc import Sequence

from fairapp.badges.faces import Logo
from fairapp.badges.studio import looks
from fairapp.badges.studio.queries import design_of
from fairapp.events.models import Event

GAP = 4.0
"""Millimetres between two of them."""


def logos_of(event: Event) -> tuple[Logo, ...]:
    """The pictures, as they were uploaded for badges."""
    return looks.logos(event, design_of(event))


def placed(logos: Sequence[Logo], *, height: float, width: float) -> list[tuple[str, float, float]]:
    """Key, width and height of each: of `height` millimetres, or less where all of them would take
    more than `width`.
    """
    if not logos:
        return []
    room = width - GAP * (len(logos) - 1)
    height = min(height, room / sum(logo.ratio for logo in logos))
    return [(logo.key, round(height * logo.ratio, 2), round(height, 2)) for logo in logos]
