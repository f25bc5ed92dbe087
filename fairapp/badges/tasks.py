"""What the worker does for badges: the sheets of a batch."""

from __future__ import annotations

from dataclasses import asdict

from flask_babel import force_locale
from flask_babel import gettext as _

from fairapp.badges import portraits
from fairapp.badges.fingerprints import fingerprints
from fairapp.badges.groups import groups
from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.queries import BATCH, Order
from fairapp.badges.render import render_sheets
from fairapp.badges.studio.queries import design_with
from fairapp.core import tasks
from fairapp.core.db import db, transaction
from fairapp.core.storage import store
from fairapp.core.tasks import Job, Progress
from fairapp.events.models import Event

# More are not read by anybody; the page says how many there are.
SQUEEZES_KEPT = 200


@tasks.handler(BATCH)
def make_sheets(job: Job, progress: Progress) -> None:
    """Make the PDF of a batch, store it with what had to be squeezed, and attach it to the job."""
    job_id, event_id, params, at = job.id, job.event_id, dict(job.params), job.created_at
    event = db.session.get_one(Event, event_id)
    slug = event.slug
    with force_locale(params["language"]):
        title = _("Badges – %(event)s", event=event.name)
        total = len(params["badges"])
        progress(0, total)
        order = Order(params["selection"]["order"])
        set_apart = groups(params["badges"], order) if params.get("separators") else []
        faces = fingerprints(params["badges"])
        # Whoever has changed the design since has sheets of as many pages as were counted.
        design = design_with(event, params["sides"], params["margin"])
        layout = LAYOUTS[params["layout"]].arranged(design.sides, design.margin)
        printed = render_sheets(
            portraits.stream(event, params["badges"], base=params["base"], design=design),
            layout,
            title=title,
            lang=params["language"],
            total=total,
            groups=set_apart,
            created=at,
            progress=progress,
        )
    squeezed = [asdict(squeeze) for squeeze in printed.squeezed]
    params |= {
        "squeezed": squeezed[:SQUEEZES_KEPT],
        "squeezed_count": len(squeezed),
        "faces": [faces.get(key, "") for key in params["badges"]],
        "per_sheet": layout.per_sheet,
        "groups": [asdict(group) for group in set_apart],
    }
    with transaction():
        file = store(
            printed.pdf,
            name=f"badges-{slug}-{params['layout']}-{job_id}.pdf",
            mimetype="application/pdf",
            event_id=event_id,
        )
        job = db.session.get_one(Job, job_id)
        job.params = params
        tasks.attach(job, file)
