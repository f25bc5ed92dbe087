"""The team's first page about registrations: how many, how full, what waits for a decision."""

from __future__ import annotations

from flask import Blueprint, render_template

from fairapp.core.access import Permission, allow
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.navigation import people_tabs

bp = Blueprint("people", __name__)
bp.add_app_template_global(people_tabs)


@bp.get("/staff/<slug>/registrations/")
@allow(Permission.MANAGE_REGISTRATIONS)
def overview(event: Event) -> str:
    """How many people are registered, and how full the fair is."""
    counts = queries.count_by_status(event)
    return render_template("people/overview.html", counts=counts, terms=queries.terms(event))
