"""The studio: what a fair's attestations say and look like, beside one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from fairapp.badges.studio import logos
from fairapp.badges.studio.queries import logos_of
from fairapp.core import clock, storage
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LANGUAGES
from fairapp.core.pdf import page_png
from fairapp.events.models import Event
from fairapp.reports.attestations import actions, paper, rules
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.forms import DesignForm, as_args, values_of
from fairapp.reports.attestations.paper import Said
from fairapp.reports.attestations.queries import design_of, find_design
from fairapp.reports.documents.evidence import NUMBER_LENGTH

bp = Blueprint("attestation_studio", __name__)

AT = "/staff/<slug>/reports/attestations/design"
PREVIEW_DPI = 96
# Nobody's: it opens nothing, and shows where the real ones stand.
_NUMBER = "2" * NUMBER_LENGTH
_NAMES = {
    "fr": "Fatoumata Binta Diallo",
    "en": "Fatoumata Binta Diallo",
    "ar": "فاطمة بنت محمد الأمين",
}


@bp.route(AT, methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def show(event: Event) -> BaseResponse | tuple[str, int]:
    """The settings and the page as they make it; sent by POST, they are kept."""
    form = _form(event)
    if form.validate_on_submit():
        try:
            design = _with_new_logos(event, form)
            is_new = actions.change_design(event, design, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if is_new:
                flash(_("The attestations are saved as you see them."), "success")
            here = url_for("attestation_studio.show", language=form.chosen_language)
            return redirect(here, 303)
    elif request.method == "GET" and _is_given():
        _check(form)
    found = find_design(event)
    kept = found.design if found is not None else Design()
    page = render_template(
        "attestations/design.html",
        form=form,
        chosen=as_args(form),
        files={str(file.id): file for file in logos_of(event, kept.logos)},
        marks=rules.PLACEHOLDERS,
        is_changed=_is_changed(form.design, kept, event),
        may_undo=found is not None,
        logos=logos,
    )
    return page, form.http_status if request.method == "POST" else 200


@bp.get(f"{AT}/preview.png")
@allow(Permission.MANAGE_REGISTRATIONS)
def preview(event: Event) -> BaseResponse:
    """The page as these settings make it: what is printed, for somebody invented."""
    form = _form(event)
    at, language = clock.now(), form.chosen_language
    pdf = paper.render_one(
        event, _sample(event, language, at), form.design, language=language, at=at
    )
    response = Response(page_png(pdf, dpi=PREVIEW_DPI), mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post(f"{AT}/undoing")
@allow(Permission.MANAGE_REGISTRATIONS)
def undo(event: Event) -> BaseResponse:
    """The design before the last change."""
    if actions.undo_design(event, actor=current_user, at=clock.now()):
        flash(_("The attestations look as before the last change."), "success")
    return redirect(url_for("attestation_studio.show"), 303)


@bp.get(f"{AT}/logos/<int:file_id>.png")
@allow(Permission.MANAGE_REGISTRATIONS)
def logo(event: Event, file_id: int) -> BaseResponse:
    """One of the design's logos."""
    if file_id not in design_of(event).logos:
        abort(404)
    (file,) = logos_of(event, [file_id]) or abort(404)
    return storage.send(file, as_attachment=False)


def _form(event: Event) -> DesignForm:
    """Filled from the body, from the address, or from what is kept."""
    kept, days = design_of(event), max(1, len(event.days))
    if request.method == "POST":
        form = DesignForm()
    elif _is_given():
        form = DesignForm(request.args, meta={"csrf": False})
    else:
        data: dict[str, Any] = values_of(kept, days)
        if request.args.get("language") in LANGUAGES:
            data["language"] = request.args["language"]
        form = DesignForm(None, data=data, meta={"csrf": False})
    form.offer(days, logos_of(event, kept.logos))
    return form


def _is_given() -> bool:
    return "given" in request.args


def _check(form: DesignForm) -> None:
    """What would be refused is told before anybody saves."""
    form.validate()
    if form.body.errors:
        return
    try:
        rules.check_text(form.design.body)
    except DomainError as error:
        form.add_domain_error(error)


def _is_changed(shown: Design, kept: Design, event: Event) -> bool:
    capped = rules.needed(kept.days_needed, max(1, len(event.days)))
    return shown != replace(kept, days_needed=capped)


def _with_new_logos(event: Event, form: DesignForm) -> Design:
    design = form.design
    rules.check_text(design.body)
    sent = [
        file for file in form.logo.data or () if isinstance(file, FileStorage) and file.filename
    ]
    stored = logos.keep(event, sent, beside=len(design.logos))
    return replace(design, logos=(*design.logos, *(file.id for file in stored)))


def _sample(event: Event, language: str, at: datetime) -> Said:
    days = tuple(day.date for day in event.days)
    return Said(_NUMBER, _NAMES[language], "", days, event.local(at).date())
