"""The page for typing a ticked list: number or name, Enter, the next one."""

from __future__ import annotations

from uuid import UUID, uuid4

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, SelectField, StringField, TimeField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired

from fairapp.checkin import actions
from fairapp.checkin.inputs import uuid_of
from fairapp.checkin.paper import keying
from fairapp.checkin.paper.admin import bp
from fairapp.checkin.paper.keying import Noted, Tick
from fairapp.checkin.words import REASONS
from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Checkpoint, Event
from fairapp.events.text import day_month, weekday_date
from fairapp.registration.queries import PersonRow

USUAL_TIME = "09:00"


class KeyingForm(Form):
    """Where the list was ticked, and the next line of it."""

    gate = SelectField(_l("Checkpoint"))
    day = SelectField(_l("Day"), coerce=int)
    at = TimeField(
        _l("At about"),
        [DataRequired(_l("Type a time, as in 08:30."))],
        description=_l("The hour of the list: who ticked it rarely noted the minute."),
    )
    text = StringField(_l("Badge number or name"), [limit(200)], filters=[strip])
    person = HiddenField()
    override = StringField(_l("Why they were let in"), [limit(200)], filters=[strip])
    uuid = HiddenField()

    def validate_uuid(self, field: HiddenField) -> None:
        """Made by the page, so that a second tap is not a second row."""
        try:
            UUID(field.data or "")
        except ValueError:
            raise ValidationError(_l("Reload the page and try again.")) from None

    def validate_text(self, field: StringField) -> None:
        """Something has to be typed, unless somebody was chosen."""
        if not field.data and not self.person.data:
            raise ValidationError(_l("Type a badge number or a name."))


@bp.get("/staff/<slug>/paper")
@allow(Permission.REGISTER_ON_SITE)
def keying_page(event: Event) -> str:
    """Checkpoint, day and time as in the address, and the place to type."""
    form = _form(event, request.args.get("gate"), request.args.get("day", type=int))
    return _page(event, form)


@bp.post("/staff/<slug>/paper")
@allow(Permission.REGISTER_ON_SITE)
def key(event: Event) -> Response | tuple[str, int]:
    """Store one tick; ask who is meant when it may be several."""
    form = _form(event)
    if not form.validate_on_submit():
        return _page(event, form), 422
    where, text = _where(event, form), form.text.data or ""
    number = keying.badge_number(text)
    people: list[PersonRow] = []
    if (chosen := _chosen(form)) is not None:
        code = keying.code_of_person(chosen)
    elif number is not None:
        code = keying.code_of_badge(number)
    else:
        people = keying.find(event, text, contacts=may(Permission.SEE_CONTACTS))
        if len(people) != 1:
            if not people:
                form.text.errors = [_("Nobody is called so. Try a part of the name.")]
            return _page(event, form, people=people), 200 if people else 422
        code = keying.code_of_person(people[0].id)
    try:
        noted = keying.tick(
            event,
            where,
            code,
            uuid=uuid_of("uuid"),
            actor=current_user,
            at=clock.now(),
            override=form.override.data or "",
        )
    except DomainError as error:
        form.add_domain_error(error)
        return _page(event, form), 422
    if noted.outcome is not None and not noted.outcome.is_entry:
        return _page(event, form, stopped=noted), 422
    flash(*_told(event, where, noted))
    return redirect(_again(form), 303)


@bp.post("/staff/<slug>/paper/undos")
@allow(Permission.REGISTER_ON_SITE)
def undo(event: Event) -> Response:
    """Take one row back."""
    form = _form(event)
    try:
        outcome = actions.undo(
            event, uuid_of("scan"), uuid=uuid_of("uuid"), actor=current_user, at=clock.now()
        )
    except DomainError as error:
        flash(error.message, "error")
    else:
        flash(_("Taken back: %(name)s.", name=outcome.name or _("blank badge")), "success")
    return redirect(_again(form), 303)


def _page(
    event: Event,
    form: KeyingForm,
    people: list[PersonRow] | None = None,
    stopped: Noted | None = None,
) -> str:
    has_context = bool(event.days and event.checkpoints and form.at.data)
    where = _where(event, form) if has_context and not form.gate.errors else None
    form.uuid.data = str(uuid4())
    return render_template(
        "paper/keying.html",
        form=form,
        people=people,
        stopped=stopped,
        reasons=REASONS,
        typed=keying.latest(event, where, current_user) if where else [],
        count=keying.count(event, where, current_user) if where else 0,
        new_uuid=lambda: str(uuid4()),
    )


def _form(event: Event, gate: str | None = None, day: int | None = None) -> KeyingForm:
    gates = sorted(event.checkpoints, key=lambda one: not one.is_entrance)
    today = event.day_of(clock.now())
    usual = {
        "gate": gate or (gates[0].code if gates else None),
        "day": day or (today.number if today else 1),
        "at": event.local(clock.now()).replace(hour=9, minute=0).time(),
    }
    form = KeyingForm(data=usual)
    form.gate.choices = [SelectChoice(one.code, str(one.name)) for one in gates]
    form.day.choices = [SelectChoice(day.number, weekday_date(day.date)) for day in event.days]
    if not form.is_submitted() and (typed := request.args.get("at")):
        form.at.process_formdata([typed])
    return form


def _where(event: Event, form: KeyingForm) -> Tick:
    gate = _gate(event, form.gate.data)
    day = event.day_number(form.day.data) or event.days[0]
    assert form.at.data is not None  # noqa: S101 # nosec B101 - it is required
    return Tick(gate, day.date, form.at.data)


def _gate(event: Event, code: str | None) -> Checkpoint:
    return next((one for one in event.checkpoints if one.code == code), event.checkpoints[0])


def _chosen(form: KeyingForm) -> int | None:
    text = form.person.data or ""
    return int(text) if text.isdecimal() and may_exist(int(text[:10])) else None


def _again(form: KeyingForm) -> str:
    at = form.at.data.strftime("%H:%M") if form.at.data else USUAL_TIME
    return url_for("paper.keying_page", gate=form.gate.data, day=form.day.data, at=at)


def _told(event: Event, where: Tick, noted: Noted) -> tuple[str, str]:
    name = noted.name or _("blank badge")
    if noted.since is not None:
        since = f"{event.local(noted.since):%H:%M}"
        told = _("%(name)s was in already, since %(time)s: nothing to add.", name=name, time=since)
        return told, "warning"
    day = day_month(where.day)
    return _("%(name)s is noted for %(day)s.", name=name, day=day), "success"
