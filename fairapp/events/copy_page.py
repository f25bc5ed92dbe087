"""The page where a fair is made from an earlier one."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import DateField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired

from fairapp.core import clock
from fairapp.core.access import Permission, administrators
from fairapp.core.errors import DomainError
from fairapp.core.fields import BoxesField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.events import guiding, navigation
from fairapp.events.copying import Part, copy_event
from fairapp.events.forms import NAME_NEEDED
from fairapp.events.models import Event

bp = Blueprint("copying", __name__)

PARTS = {
    Part.TEXTS: _l("Settings, words, logos and partners, delays after which data goes"),
    Part.CATEGORIES: _l("Categories"),
    Part.ROOMS: _l("Rooms and stands"),
    Part.CHECKPOINTS: _l("Checkpoints"),
    Part.PROGRAMME: _l("Programme, as a draft on the new days, without its speakers"),
    Part.BADGES: _l("Look of the badges"),
    Part.QUESTIONS: _l("Questions of the form"),
    Part.ATTESTATIONS: _l("Attestations: their words, who signs them, logos"),
    Part.PAYMENTS: _l("Rates of per diem and transport"),
    Part.TEAM: _l("Team, with its roles"),
}


class CopyForm(Form):
    """From which fair, when, and what comes along."""

    source = SelectField(_l("Earlier fair"))
    name = LocalizedField(_l("Name of the fair"), [DataRequired(NAME_NEEDED)], max_length=200)
    first_day = DateField(_l("First day"), [InputRequired(_l("Choose the first day."))])
    parts = BoxesField(
        _l("What comes along"),
        choices=list(PARTS.items()),
        default=[part for part in Part if part != Part.TEAM],
        description=_l("Never people, scans or messages."),
    )
    slug = StringField(
        _l("Address"),
        [limit(60)],
        filters=[strip],
        description=_l("The end of its links, proposed from the name. It cannot be changed later."),
    )


@bp.route("/staff/new/copy", methods=["GET", "POST"])
@administrators
def choose() -> Response | tuple[str, int]:
    """One form, and the draft is there."""
    fairs = {fair.slug: fair for fair in own_fairs()}
    chosen = fairs.get(request.args.get("from", ""))
    form = CopyForm(source=chosen.slug if chosen else None, name=chosen.name if chosen else None)
    form.source.choices = [(fair.slug, str(fair.name)) for fair in fairs.values()]
    if form.validate_on_submit():
        values = form.values("name", "first_day", "slug")
        parts = {Part(part) for part in form.parts.data or ()}
        try:
            event = copy_event(
                fairs[form.source.data], **values, parts=parts, actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("guide.show", slug=event.slug, step="name"), 303)
    year = guiding.proposed_day(clock.now().date()).year
    return render_template("guide/copy.html", form=form, year=year), form.http_status


def own_fairs() -> list[Event]:
    """The fairs that whoever is signed in organises, and may copy."""
    return [
        fair
        for fair in navigation.own_fairs()
        if fair.days and current_user.can(Permission.MANAGE_EVENT, fair)
    ]
