"""Staff pages of the people on the programme."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.programme.models import Speaker
from fairapp.programme.parts import PartRole
from fairapp.programme.speakers import actions, protocol, queries
from fairapp.programme.speakers.forms import SpeakerForm

bp = Blueprint("speakers", __name__)

# What somebody does, whoever does it.
ROLES = {
    PartRole.MODERATOR: _l("Moderation"),
    PartRole.SPEAKER: _l("Speech"),
    PartRole.PERFORMER: _l("On the stage"),
    PartRole.INTERPRETER: _l("Interpretation"),
    PartRole.RAPPORTEUR: _l("Report"),
    PartRole.TEAM: _l("Team"),
}


@bp.get("/staff/<slug>/programme/speakers/")
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """Everybody in the order of precedence, with what each does when."""
    return render_template(
        "speakers/index.html",
        speakers=queries.speakers(event),
        appearances=queries.appearances(event),
        roles=ROLES,
        office_of=protocol.office_of,
        offices=protocol.OFFICES,
    )


@bp.route("/staff/<slug>/programme/speakers/new", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def new(event: Event) -> Response | tuple[str, int]:
    """Somebody more."""
    form = SpeakerForm()
    if form.validate_on_submit():
        speaker = actions.add(event, form.details(), actor=current_user, at=clock.now())
        flash(_("%(name)s is on the list.", name=speaker.name), "success")
        return _to(speaker)
    return render_template("speakers/speaker.html", form=form, speaker=None), form.http_status


@bp.route("/staff/<slug>/programme/speakers/<int:speaker_id>", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def show(event: Event, speaker_id: int) -> Response | tuple[str, int]:
    """What is announced of somebody."""
    speaker = _find(event, speaker_id)
    form = SpeakerForm(obj=speaker, office=protocol.office_of(speaker.rank))
    if form.validate_on_submit():
        actions.change(speaker, form.details(), actor=current_user, at=clock.now())
        flash(_("%(name)s is saved.", name=speaker.name), "success")
        return _to(speaker)
    return render_template("speakers/speaker.html", form=form, speaker=speaker), form.http_status


@bp.post("/staff/<slug>/programme/speakers/<int:speaker_id>/position")
@allow(Permission.EDIT_PROGRAMME)
def move(event: Event, speaker_id: int) -> Response:
    """One step up in the order of precedence, or with `down` one step down."""
    speaker = _find(event, speaker_id)
    by = 1 if "down" in request.form else -1
    actions.move(speaker, by, actor=current_user, at=clock.now())
    return _to(speaker)


@bp.route("/staff/<slug>/programme/speakers/<int:speaker_id>/removal", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def removal(event: Event, speaker_id: int) -> Response | tuple[str, int]:
    """Ask before somebody goes; refused while they have a part in a session."""
    speaker = _find(event, speaker_id)
    form = Form()
    if form.validate_on_submit():
        name = speaker.name
        try:
            actions.remove(speaker, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("%(name)s is no longer on the list.", name=name), "success")
            return redirect(url_for("speakers.index"), 303)
    return render_template("speakers/removal.html", form=form, speaker=speaker), form.http_status


def _find(event: Event, speaker_id: int) -> Speaker:
    return queries.find(event, speaker_id) or abort(404)


def _to(speaker: Speaker) -> Response:
    return redirect(url_for("speakers.index", _anchor=f"speaker-{speaker.id}"), 303)
