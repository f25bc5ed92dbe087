"""The team's pages about registrations, one beside the other."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app, request, url_for
from flask_babel import lazy_gettext as _l


class Tab(NamedTuple):
    """One of the pages."""

    url: str
    label: Any
    is_current: bool


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
    blueprint = request.blueprint
    return [
        Tab(url_for(endpoint), label, endpoint.partition(".")[0] == blueprint)
        for endpoint, label in _TABS
        if endpoint in current_app.view_functions
    ]
