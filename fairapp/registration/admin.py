"""The team's first page about registrations: how many, how full, what waits for a decision."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, current_app, render_template, url_for

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.navigation import people_tabs

bp = Blueprint("people", __name__)
bp.add_app_template_global(people_tabs)
_RECENT = timedelta(days=7)


@bp.get("/staff/<slug>/registrations/")
@allow(Permission.MANAGE_REGISTRATIONS)
def overview(event: Event) -> str:
    """How many people are registered, how full the fair is, and where something is to be done."""
    return render_template(
        "people/overview.html",
        counts=queries.count_by_status(event),
        terms=queries.terms(event),
        recent=queries.registered_since(event, clock.now() - _RECENT),
        links={
            endpoint: url_for(endpoint)
            for endpoint in ("moderation.queue", "waiting.index")
            if endpoint in current_app.view_functions
        },
    )
