"""All pages of the editor, on one blueprint."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, storage
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event
from fairapp.programme.editing import actions, ending_page, queries, session_page
from fairapp.programme.editing.admin import AT, bp
from fairapp.programme.editing.forms import HoursForm
from fairapp.programme.editing.rules import Hours

__all__ = ["bp", "ending_page", "session_page"]

_HOURS = ("opens_at", "closes_at", "stage_change", "keeps_friday_prayer")


@bp.route(f"{AT}hours", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def hours(event: Event) -> BaseResponse | tuple[str, int]:
    """When a day opens and closes, and what is warned of."""
    form = HoursForm(obj=queries.hours_of(event))
    if form.validate_on_submit():
        wanted = Hours(**form.values(*_HOURS))
        actions.set_hours(event, wanted, actor=current_user, at=clock.now())
        flash(_("The hours are saved."), "success")
        return redirect(url_for("editing.board"), 303)
    return render_template("editing/hours.html", form=form), form.http_status


@bp.get(f"{AT}sessions/<code>/files/<int:file_id>")
@allow(Permission.EDIT_PROGRAMME)
def document(event: Event, code: str, file_id: int) -> Response:
    """A document of a draft: saved, never shown, so that nothing in it runs on our pages."""
    draft = queries.find(event, code) or abort(404)
    if file_id not in {document.file for document in draft.documents}:
        abort(404)
    return storage.send(db.session.get(StoredFile, file_id) or abort(404))
