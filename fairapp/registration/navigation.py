"""The team's pages about registrations, one beside the other."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.events.tabs import Tab, tabs

_TABS = (
    ("people.overview", _l("Overview")),
    ("moderation.queue", _l("To decide")),
    ("waiting.index", _l("Waiting list")),
    ("delegations_admin.index", _l("Delegations")),
    ("imports.index", _l("Import and export")),
    ("duplicates.index", _l("Duplicates")),
    ("announcements.index", _l("Messages")),
    ("questions.index", _l("Questions")),
    ("signups.index", _l("Sessions")),
)


def people_tabs() -> list[Tab]:
    """The pages of the present fair; template global."""
    return tabs(_TABS)
