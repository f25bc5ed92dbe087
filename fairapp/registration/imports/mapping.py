"""What a list's columns are, and which sheet of its workbook it is: chosen, then checked."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.imports import actions
from fairapp.registration.imports.admin import AT, find
from fairapp.registration.imports.admin import bp as bp
from fairapp.registration.imports.mapping_form import chosen_fields, chosen_options, mapping_page


@bp.post(f"{AT}<int:list_id>/check")
@allow(Permission.MANAGE_REGISTRATIONS)
def check(event: Event, list_id: int) -> Response | tuple[str, int]:
    """Have the rows checked with these columns."""
    list_ = find(event, list_id)
    fields, options = chosen_fields(event, list_), chosen_options(list_)
    try:
        actions.check(list_, fields, options, actor=current_user, at=clock.now())
    except DomainError as error:
        return mapping_page(event, list_, chosen=fields, error=error), 422
    return redirect(url_for("imports.show", list_id=list_.id), 303)


@bp.post(f"{AT}<int:list_id>/sheet")
@allow(Permission.MANAGE_REGISTRATIONS)
def turn(event: Event, list_id: int) -> Response | tuple[str, int]:
    """Take another sheet of the workbook."""
    list_ = find(event, list_id)
    try:
        actions.turn_to(list_, request.form.get("sheet", ""), chosen_options(list_))
    except DomainError as error:
        return mapping_page(event, list_, chosen=chosen_fields(event, list_), error=error), 422
    return redirect(url_for("imports.show", list_id=list_.id, columns=1), 303)
