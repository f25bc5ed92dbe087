"""Where the team writes a fair's home page, with what it will look like beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, storage
from fairapp.core.access import Permission, allow, public
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events import actions, colours, partners
from fairapp.events.home_forms import HomeForm, PartnerForm, role_of
from fairapp.events.models import Event, Partner
from fairapp.events.views import theme_rules

bp = Blueprint("event_home", __name__)

_AT = "/staff/<slug>/home"
_WORDS = ("tagline", "description", "practical", "organiser", "partners", "accent")


@dataclass(frozen=True, slots=True)
class Pair:
    """Letters on a ground, and how well they are read there."""

    label: Any
    letters: str
    ground: str

    @property
    def ratio(self) -> float:
        """1 to 21; 4.5 is needed."""
        return round(colours.contrast(self.letters, self.ground), 1)


@bp.route(_AT, methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def edit(event: Event) -> BaseResponse | tuple[str, int]:
    """Words and colour; with `look`, only what they would give."""
    form = HomeForm(obj=event)
    is_look = "look" in request.form
    if form.validate_on_submit() and not is_look:
        try:
            actions.change_event(event, form.values(*_WORDS), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The home page is saved."), "success")
            return redirect(url_for("event_home.edit"), 303)
    typed = form.accent.data or ""
    accent = typed if colours.is_colour(typed) else event.accent
    page = render_template(
        "home/edit.html",
        form=form,
        accent=accent,
        is_pale=colours.contrast(accent, colours.WHITE) < colours.READABLE,
        fill=colours.tones(accent).fill,
        pairs=_pairs(accent),
        rows=partners.partners_of(event),
    )
    return page, 200 if is_look else form.http_status


@bp.get(f"{_AT}/preview.css")
@allow(Permission.MANAGE_EVENT)
def preview_sheet(event: Event) -> Response:
    """The colours of the preview, of a colour that is not yet kept."""
    return Response(theme_rules(request.args.get("accent", ""), ".home-look"), mimetype="text/css")


@bp.route(f"{_AT}/partners/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def add(event: Event) -> BaseResponse | tuple[str, int]:
    """One more organiser or partner."""
    form = PartnerForm()
    if form.validate_on_submit():
        try:
            partners.add_partner(
                event, form.details(), form.sent(), actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _to_list()
    page = render_template("home/partner.html", form=form, partner=None, accept=partners.ACCEPT)
    return page, form.http_status


@bp.route(f"{_AT}/partners/<int:key>", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def partner(event: Event, key: int) -> BaseResponse | tuple[str, int]:
    """Name, link, role and logo of one."""
    row = _find(event, key)
    form = PartnerForm(obj=row, role=role_of(row.is_organiser), logo=None)
    if form.validate_on_submit():
        try:
            partners.change_partner(
                row, form.details(), form.sent(), actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _to_list()
    page = render_template("home/partner.html", form=form, partner=row, accept=partners.ACCEPT)
    return page, form.http_status


@bp.post(f"{_AT}/partners/<int:key>/position")
@allow(Permission.MANAGE_EVENT)
def move(event: Event, key: int) -> BaseResponse:
    """One step up, or with `down` one step down."""
    by = 1 if "down" in request.form else -1
    partners.move_partner(_find(event, key), by, actor=current_user, at=clock.now())
    return _to_list()


@bp.route(f"{_AT}/partners/<int:key>/removal", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def removal(event: Event, key: int) -> BaseResponse | str:
    """Ask before one goes, with its logo."""
    row = _find(event, key)
    form = Form()
    if form.validate_on_submit():
        partners.remove_partner(row, actor=current_user, at=clock.now())
        return _to_list()
    return render_template("home/removal.html", form=form, partner=row)


@bp.get("/e/<slug>/logos/<int:key>.png")
@public
def logo(event: Event, key: int) -> Response:
    """The logo of a partner, drawn anew from what was sent."""
    row = _find(event, key)
    if row.logo is None:
        abort(404)
    response = storage.send(row.logo, as_attachment=False)
    if request.args.get("v") == _version(row):
        response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@bp.app_template_global()
def logo_url(row: Partner) -> str:
    """Address of a partner's logo, another one for each picture."""
    return url_for("event_home.logo", slug=row.event.slug, key=row.id, v=_version(row))


def _version(row: Partner) -> str:
    return row.logo.sha256[:10] if row.logo else ""


def _pairs(accent: str) -> list[Pair]:
    tone = colours.tones(accent)
    return [
        Pair(_l("Buttons"), colours.WHITE, tone.fill),
        Pair(_l("Links by day"), tone.ink, colours.PAPER),
        Pair(_l("Links on a tint"), tone.ink, tone.tint),
        Pair(_l("Links by night"), tone.night_ink, colours.NIGHT),
    ]


def _find(event: Event, key: int) -> Partner:
    return partners.find_partner(event, key) or abort(404)


def _to_list() -> BaseResponse:
    return redirect(url_for("event_home.edit", _anchor="logos"), 303)
