"""Staff pages of versions: what the next one changes, what each said, taking one up again."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.programme import signals
from fairapp.programme.editing.queries import drafts, warnings_of
from fairapp.programme.releases import actions, queries, shown
from fairapp.programme.releases.changes import Change
from fairapp.programme.releases.forms import PublishForm
from fairapp.programme.releases.models import Release
from fairapp.programme.signals import Audience

bp = Blueprint("releases", __name__)


@bp.route("/staff/<slug>/programme/versions/", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> Response | tuple[str, int]:
    """What would be published now, and what was before; posting publishes it."""
    form = PublishForm()
    if form.validate_on_submit():
        try:
            release = actions.publish(
                event,
                note=form.note.data,
                seen=form.seen(),
                actor=current_user,
                at=clock.now(),
            )
        except DomainError as error:
            if error.code == "published_already":
                # The second tap of two, or a page that was left open: it is done.
                flash(error.message, "info")
                return redirect(url_for("releases.index"), 303)
            form.add_domain_error(error)
        else:
            message = _("Version %(number)s is published.", number=release.number)
            flash(message, "success")
            return redirect(url_for("releases.index"), 303)
    return _index_page(event, form), form.http_status


@bp.get("/staff/<slug>/programme/versions/<int:number>")
@allow(Permission.EDIT_PROGRAMME)
def show(event: Event, number: int) -> str:
    """A version: what it changed and what the programme was."""
    release = _find(event, number)
    return render_template(
        "releases/show.html",
        release=release,
        is_present=number == queries.latest_number(event),
        **shown.version(release),
    )


@bp.route("/staff/<slug>/programme/versions/<int:number>/restoration", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def take_up(event: Event, number: int) -> Response | tuple[str, int]:
    """Say what taking a version up again does to the plan, and do it when that is wanted."""
    release = _find(event, number)
    form = Form()
    if form.validate_on_submit():
        changed = actions.take_up(release, actor=current_user, at=clock.now())
        flash(_taken_up(release, len(changed)), "success")
        return redirect(url_for("releases.index"), 303)
    page = render_template(
        "releases/take_up.html",
        form=form,
        release=release,
        lines=shown.lines(event, queries.taking_up(release)),
    )
    return page, form.http_status


def _index_page(event: Event, form: PublishForm) -> str:
    upcoming = queries.next_version(event)
    form.show(upcoming.seen)
    plans = [draft for draft in drafts(event) if draft.is_public]
    return render_template(
        "releases/index.html",
        form=form,
        upcoming=upcoming,
        lines=shown.lines(event, upcoming.changes),
        audience=_audience(event, upcoming.changes),
        warnings=warnings_of(event, plans),
        releases=[shown.summary(release) for release in queries.releases(event)],
    )


def _audience(event: Event, changes: list[Change]) -> Audience:
    asked = signals.audience.send(event, changes=changes, at=clock.now())
    answers = [answer for _receiver, answer in asked]
    return Audience(sum(a.reached for a in answers), sum(a.missed for a in answers))


def _taken_up(release: Release, count: int) -> str:
    done = ngettext(
        "%(num)d session is planned as in version %(number)s again.",
        "%(num)d sessions are planned as in version %(number)s again.",
        count,
        number=release.number,
    )
    return f"{done} {_('The public sees it once you publish.')}"


def _find(event: Event, number: int) -> Release:
    return queries.find(event, number) or abort(404)
