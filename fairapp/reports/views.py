"""Pages for those who answer for a fair: its figures and its documents."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from fairapp.checkin import presence
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.events.models import Event
from fairapp.reports.breakdowns import breakdowns, sources
from fairapp.reports.documents import kinds, listing
from fairapp.reports.participation.charts import all_charts
from fairapp.reports.participation.drawing import WIDTH
from fairapp.reports.participation.facts import gather

bp = Blueprint("reports", __name__)


@bp.get("/staff/<slug>/reports")
@allow(Permission.READ_REPORTS)
def index(event: Event) -> str:
    """The key figures, and the documents that can be made."""
    return render_template(
        "reports/index.html",
        figures=presence.figures(event),
        groups=kinds.offered(event, may),
        group_labels=kinds.GROUP_LABELS,
        documents=listing.documents(event, may),
    )


@bp.get("/staff/<slug>/reports/figures")
@allow(Permission.READ_REPORTS)
def figures(event: Event) -> str:
    """The whole fair in numbers: by day, sex, age, category and region."""
    if not event.days:
        abort(404)
    facts = gather(event, shared=False, until=clock.now())
    summary = facts.summary
    return render_template(
        "reports/figures.html",
        figures=summary.figures,
        breakdowns=breakdowns(summary),
        sources=sources(summary),
        tallies=summary.tallies,
        charts=all_charts(facts),
        chart_width=WIDTH,
    )
