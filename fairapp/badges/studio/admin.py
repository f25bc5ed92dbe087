"""The studio: how a fair's badges look, beside one of them, before it is kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response as BaseResponse

from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.render import render_badge
from fairapp.badges.sheets import Sides
from fairapp.badges.studio import actions, logos, samples
from fairapp.badges.studio.design import Design
from fairapp.badges.studio.forms import StudioForm, values_of
from fairapp.badges.studio.queries import design_of, find, logos_of
from fairapp.core import clock, storage
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.pdf import page_png
from fairapp.events.models import Event

bp = Blueprint("badge_studio", __name__)

AT = "/staff/<slug>/badges/design"
PREVIEW_DPI = {"a6": 150, "100x150": 150}
_SHOWN = ("size", "sample", "language")


@bp.route(AT, methods=["GET", "POST"])
@allow(Permission.PRINT_BADGES)
def show(event: Event) -> BaseResponse | tuple[str, int]:
    """The settings and the badge as they make it; sent by POST, they are kept."""
    form = _form(event)
    if form.validate_on_submit():
        try:
            design = _with_new_logos(event, form)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            if actions.change(event, design, actor=current_user, at=clock.now()):
                flash(
                    _("The design is saved. Badges printed from now on look like this."), "success"
                )
            return redirect(url_for("badge_studio.show", **form.values(*_SHOWN)), 303)
    elif request.method == "GET" and _is_given():
        form.validate()
    design, found = form.design, find(event)
    kept = found.design if found is not None else Design()
    page = render_template(
        "badges/design.html",
        form=form,
        design=design,
        layout=LAYOUTS[form.chosen_size],
        chosen=_chosen(form),
        files={str(file.id): file for file in logos_of(event, kept.logos)},
        has_back=design.sides != Sides.ONE and not LAYOUTS[form.chosen_size].is_black,
        is_changed=design != kept,
        may_undo=found is not None,
        may_reset=kept != Design(),
        logos=logos,
    )
    return page, form.http_status if request.method == "POST" else 200


@bp.get(f"{AT}/preview-<side>.png")
@allow(Permission.PRINT_BADGES)
def preview(event: Event, side: str) -> BaseResponse:
    """A side of the badge as these settings make it: the page that is printed."""
    form = _form(event)
    form.validate()
    page = {"front": 0, "back": 1}.get(side, -1)
    layout = LAYOUTS[form.chosen_size]
    if page < 0 or (page and layout.is_black):
        abort(404)
    with force_locale(form.chosen_language):
        # The back upright, as whoever turns the badge like a page sees it.
        is_upright = layout.height >= layout.width
        sides = Sides.LONG if is_upright else Sides.SHORT
        design = replace(form.design, sides=sides if page else Sides.ONE)
        face = samples.face_of(event, form.chosen_sample, design, base=base_url())
        pdf = render_badge(face, size=layout.key, title="", lang=form.chosen_language)
    picture = page_png(pdf, page, dpi=PREVIEW_DPI.get(layout.key, 220))
    response = Response(picture, mimetype="image/png")
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post(f"{AT}/undoing")
@allow(Permission.PRINT_BADGES)
def undo(event: Event) -> BaseResponse:
    """The design before the last change."""
    if actions.undo(event, actor=current_user, at=clock.now()):
        flash(_("The badges look as before the last change."), "success")
    return redirect(url_for("badge_studio.show"), 303)


@bp.post(f"{AT}/ready-made")
@allow(Permission.PRINT_BADGES)
def reset(event: Event) -> BaseResponse:
    """The ready-made design."""
    if actions.change(event, Design(), actor=current_user, at=clock.now()):
        flash(_("The badges have the ready-made design again."), "success")
    return redirect(url_for("badge_studio.show"), 303)


@bp.get(f"{AT}/logos/<int:file_id>.png")
@allow(Permission.PRINT_BADGES)
def logo(event: Event, file_id: int) -> BaseResponse:
    """One of the design's logos."""
    if file_id not in design_of(event).logos:
        abort(404)
    (file,) = logos_of(event, [file_id]) or abort(404)
    return storage.send(file, as_attachment=False)


def _form(event: Event) -> StudioForm:
    """Filled from the body, from the address, or from what is kept."""
    kept = design_of(event)
    if request.method == "POST":
        form = StudioForm()
    elif _is_given():
        form = StudioForm(request.args, meta={"csrf": False})
    else:
        shown = {name: request.args[name] for name in _SHOWN if name in request.args}
        form = StudioForm(None, data=values_of(kept) | shown, meta={"csrf": False})
    form.offer(logos_of(event, kept.logos))
    return form


def _is_given() -> bool:
    return "given" in request.args


def _chosen(form: StudioForm) -> dict[str, Any]:
    """The settings as parameters of an address."""
    values = {key: value for key, value in values_of(form.design).items() if key != "emergency"}
    texts = {f"emergency-{code}": text for code, text in form.emergency.data.as_dict().items()}
    values["large_given"] = "y" if form.design.large_given else ""
    shown = {"size": form.chosen_size, "sample": form.chosen_sample.value}
    shown["language"] = form.chosen_language
    chosen = {**shown, **values, **texts}
    return {"given": 1} | {key: value for key, value in chosen.items() if value}


def _with_new_logos(event: Event, form: StudioForm) -> Design:
    sent = [
        file for file in form.logo.data or () if isinstance(file, FileStorage) and file.filename
    ]
    design = form.design
    stored = logos.keep(event, sent, beside=len(design.logos))
    return replace(design, logos=(*design.logos, *(file.id for file in stored)))
