"""A session that will not be: cancelled, so that everybody is told, or removed unseen."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.programme.editing import actions, placing, queries
from fairapp.programme.editing.admin import AT, bp


@bp.route(f"{AT}sessions/<code>/cancellation", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def cancel(event: Event, code: str) -> Response | tuple[str, int]:
    """Cancel a session, or take that back; the public sees it with the next version."""
    draft = queries.find(event, code) or abort(404)
    form = Form()
    if form.validate_on_submit():
        values = {"is_cancelled": "restore" not in request.form}
        version = placing.number(request.form.get("version"))
        try:
            actions.change(draft, values, version=version, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if draft.is_cancelled:
                flash(_("The session is cancelled with the next version."), "success")
            else:
                flash(_("The session takes place."), "success")
            return redirect(url_for("editing.edit", code=code), 303)
    page = render_template(
        "editing/cancel.html",
        form=form,
        draft=draft,
        seated=queries.seated_by_code(event).get(code, 0),
        is_published=actions.is_published(draft),
    )
    return page, form.http_status


@bp.route(f"{AT}sessions/<code>/removal", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def remove(event: Event, code: str) -> Response | tuple[str, int]:
    """Ask, then forget a session that the public has never seen."""
    draft = queries.find(event, code) or abort(404)
    form = Form()
    if form.validate_on_submit():
        version = placing.number(request.form.get("version"))
        day = draft.day.number if draft.day is not None else None
        try:
            actions.remove(draft, version=version, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The session is removed."), "success")
            return redirect(url_for("editing.board", day=day), 303)
    page = render_template(
        "editing/remove.html",
        form=form,
        draft=draft,
        is_published=actions.is_published(draft),
    )
    return page, form.http_status
