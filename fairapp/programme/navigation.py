"""The team's pages about the programme, one beside the other."""

from __future__ import annotations

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from fairapp.events.tabs import Tab, tabs

_PAGES = (
    ("editing.board", _l("Timetable")),
    ("releases.index", _l("Versions")),
    ("speakers.index", _l("Speakers")),
    ("rooms.index", _l("Rooms")),
    ("kinds.index", _l("Kinds")),
    ("printing.index", _l("To print")),
    ("matches.index", _l("Matches")),
    ("feedback.results", _l("Opinions")),
)


def programme_tabs() -> list[Tab]:
    """The pages of the present fair; template global."""
    return tabs(_PAGES)


def register(bp: Blueprint) -> None:
    """Give the row to all templates."""
    bp.add_app_template_global(programme_tabs, "programme_tabs")
