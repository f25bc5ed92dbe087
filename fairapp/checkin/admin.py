"""The staff pages of check-in, and what phones ask for, gathered on the blueprint of `views`."""

from __future__ import annotations

from fairapp.checkin import (
    badge_page,
    delegation_desk,
    desk,
    desk_printing,
    name_page,
    scanner,
    substitutes,
    walk_in,
)
from fairapp.checkin.roster import views as roster
from fairapp.checkin.views import bp

__all__ = [
    "badge_page",
    "bp",
    "delegation_desk",
    "desk",
    "desk_printing",
    "name_page",
    "roster",
    "scanner",
    "substitutes",
    "walk_in",
]
