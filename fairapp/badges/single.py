"""Pages about one badge: see it, print it, replace it."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.badges import actions, papers, portraits, queries
from fairapp.badges.admin import bp
from fairapp.badges.faces import BadgeFace
from fairapp.badges.forms import REASONS, ReplacementForm
from fairapp.badges.models import Badge
from fairapp.badges.render import badge_png, render_badge
from fairapp.badges.sheets import Layout
from fairapp.core import clock
from fairapp.core.access import Permission, allow, public
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Event
from fairapp.events.pages import versioned


@bp.get("/staff/<slug>/badges/<int:number>")
@allow(Permission.PRINT_BADGES)
def show(event: Event, number: int) -> str:
    """The badge as it is printed, its state, and what can be done with it."""
    badge = _find(event, number)
    return render_template(
        "badges/badge.html",
        badge=badge,
        face=_face(event, badge),
        paper=papers.chosen(),
        history=queries.history(badge),
        reasons=REASONS,
    )


@bp.get("/staff/<slug>/badges/<int:number>/badge.pdf")
@allow(Permission.PRINT_BADGES)
def single_pdf(event: Event, number: int) -> BaseResponse:
    """The badge alone on a page of its own size."""
    face = _face(event, _find(event, number))
    pdf = render_badge(
        face, size=_size(), title=face.reference or face.number, lang=current_language()
    )
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="badge-{number}.pdf"'
    return _private(response)


@bp.get("/staff/<slug>/badges/<int:number>/badge.png")
@allow(Permission.PRINT_BADGES)
def single_png(event: Event, number: int) -> BaseResponse:
    """A picture of the badge, for the page and for label printers."""
    face = _face(event, _find(event, number))
    picture = badge_png(face, size=_size(), lang=current_language(), dpi=150)
    return _private(Response(picture, mimetype="image/png"))


@bp.get("/staff/<slug>/badges/<int:number>/paper.png")
@allow(Permission.PRINT_BADGES)
def single_on_paper(event: Event, number: int) -> BaseResponse:
    """The badge as finely as a desk's printer prints it; of a badge that opens no gate, nothing."""
    badge = _find(event, number)
    if badge.revoked_at is not None:
        abort(404)
    size = _size()
    dpi = papers.dots(papers.papers()[size])
    picture = badge_png(_face(event, badge), size=size, lang=current_language(), dpi=dpi)
    return _private(Response(picture, mimetype="image/png"))


@bp.get("/badges/<size>.css")
@public
def paper_sheet(size: str) -> Response:
    """What makes a page of this size of whatever is printed."""
    paper = papers.papers().get(size) or abort(404)
    return versioned(papers.sheet(paper), "text/css", papers.version(paper))


@bp.app_template_global()
def paper_url(paper: Layout) -> str:
    """Address of its style sheet."""
    return url_for("badges.paper_sheet", size=paper.key, v=papers.version(paper))


@bp.post("/staff/<slug>/badges/<int:number>/printing")
@allow(Permission.PRINT_BADGES)
def mark_single_printed(event: Event, number: int) -> BaseResponse:
    """Note that the badge is on paper."""
    actions.mark_printed(_find(event, number), actor=current_user, at=clock.now())
    flash(_("The badge is marked as printed."), "success")
    return redirect(url_for("badges.show", number=number))


@bp.route("/staff/<slug>/badges/<int:number>/replacement", methods=["GET", "POST"])
@allow(Permission.PRINT_BADGES)
def replacement(event: Event, number: int) -> BaseResponse | tuple[str, int]:
    """Say what replacing means, then do it."""
    badge = _find(event, number)
    form = ReplacementForm()
    if form.validate_on_submit():
        try:
            new = actions.replace(badge, reason=form.text(), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The new badge is ready to print. The old one is refused now."), "success")
            return redirect(url_for("badges.show", number=new.number))
    page = render_template(
        "badges/replacement.html", form=form, badge=badge, face=_face(event, badge)
    )
    return page, form.http_status


def _find(event: Event, number: int) -> Badge:
    return queries.find(event, number) or abort(404)


def _face(event: Event, badge: Badge) -> BadgeFace:
    return portraits.faces(event, [badge.id], base=base_url())[0]


def _size() -> str:
    size = request.args.get("size", "a6")
    return size if size in papers.papers() else abort(404)


def _private(response: Response) -> Response:
    response.headers["Cache-Control"] = "private, no-store"
    return response
