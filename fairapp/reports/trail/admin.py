"""The log of a fair for its organisers, and of what belongs to no fair for administrators."""

from __future__ import annotations

import hashlib
from itertools import groupby
from typing import Any

from flask import Blueprint, Response, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from fairapp.core import audit, clock
from fairapp.core.access import Permission, administrators, allow
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.reports.trail import queries
from fairapp.reports.trail.export import MIMETYPES, export, told
from fairapp.reports.trail.forms import ExportForm, FilterForm
from fairapp.reports.trail.shown import lines
from fairapp.reports.trail.subjects import subjects_of
from fairapp.reports.trail.words import GROUPS

bp = Blueprint("trail", __name__)
_ASKED = ("group", "about", "q", "who", "since", "until", "address")


@bp.get("/staff/<slug>/log")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> tuple[str, int]:
    """Who did what, the latest first."""
    return _page(event, ExportForm(formdata=None))


@bp.post("/staff/<slug>/log")
@allow(Permission.MANAGE_EVENT)
def download(event: Event) -> Response | tuple[str, int]:
    """The same as a file; that it was taken is in the log."""
    return _download(event)


@bp.get("/staff/log")
@administrators
def everywhere() -> tuple[str, int]:
    """What belongs to no fair: accounts, signing in, copies."""
    return _page(None, ExportForm(formdata=None))


@bp.post("/staff/log")
@administrators
def download_everywhere() -> Response | tuple[str, int]:
    """The same as a file."""
    return _download(None)


def _page(event: Event | None, form: ExportForm) -> tuple[str, int]:
    asked = _asked(event)
    # Errors are shown beside the field; the rest of what was asked is shown all the same.
    asked.validate()
    wanted = asked.wanted
    before = request.args.get("before", type=int)
    found = queries.page(event, wanted, before=before if before and may_exist(before) else None)
    shown = found[: queries.PAGE]
    page = list(lines(event, shown, subjects_of(event, shown)))
    counts = queries.counts(event, wanted)
    html = render_template(
        "trail/index.html",
        days=[(day, list(those)) for day, those in groupby(page, key=lambda line: line.day)],
        form=form,
        asked=asked,
        wanted=wanted,
        about=next((line.subject for line in page if wanted.about == line.about), None),
        counts=counts,
        total=sum(counts.values()),
        groups={key: name for key, (name, _areas) in GROUPS.items()},
        more=shown[-1].id if len(found) > len(shown) else None,
        is_first=before is None,
        link=lambda **changes: _link(event, changes),
    )
    return html, form.http_status


def _download(event: Event | None) -> Response | tuple[str, int]:
    form = ExportForm()
    if not form.validate_on_submit():
        return _page(event, form)
    at, wanted, suffix = clock.now(), _asked(event).wanted, str(form.format.data)
    made = export(event, wanted, suffix=suffix, at=at)
    details = {
        **form.values("format", "purpose", "note"),
        **told(wanted),
        "entries": made.count,
        "sha256": hashlib.sha256(made.content).hexdigest(),
    }
    event_id = event.id if event else None
    audit.record("audit.exported", event_id=event_id, at=at, actor=current_user, details=details)
    answer = Response(made.content, mimetype=MIMETYPES[suffix])
    name = f"{event.slug if event else 'fairapp'}-{_('log')}-{at:%Y-%m-%d}.{suffix}"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _asked(event: Event | None) -> FilterForm:
    form = FilterForm(formdata=request.args)
    form.offer(queries.actors(event))
    return form


def _link(event: Event | None, changes: dict[str, Any]) -> str:
    """The same page, with something else looked for; from its first entry on."""
    asked = {name: value for name, value in request.args.items() if name in _ASKED}
    values = {name: value for name, value in {**asked, **changes}.items() if value}
    if event is None:
        return url_for("trail.everywhere", **values)
    return url_for("trail.index", **{**values, "slug": event.slug})
