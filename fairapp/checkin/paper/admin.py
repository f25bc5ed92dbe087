"""The page on which a lost phone's scans are typed again from paper."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired

from fairapp.checkin.devices import queries
from fairapp.checkin.models import Device
from fairapp.checkin.paper import actions, rules
from fairapp.checkin.paper.actions import Keyed, Sheet
from fairapp.checkin.words import REASONS, VERDICTS
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.events.models import Event
from fairapp.events.text import weekday_date

bp = Blueprint("paper", __name__)


class SheetForm(Form):
    """A sheet of paper."""

    checkpoint = SelectField(_l("Checkpoint"))
    day = SelectField(_l("Day"), coerce=int)
    rows = TextAreaField(
        _l("Rows"),
        [DataRequired(_l("Type at least one row.")), limit(40_000)],
        description=_l("One a line: the time, then the number of the badge. 08:31 12"),
    )
    override = StringField(
        _l("Why people were let in whom the gate would have stopped"),
        [limit(200)],
        filters=[strip],
        description=_l("Empty: they were not let in, and are not counted."),
    )


@bp.route("/staff/<slug>/devices/<code>/paper", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def sheet(event: Event, code: str) -> Response | tuple[str, int]:
    """Rows, what would become of each, and then their storing."""
    device = _find(event, code)
    form, at = _form(event, device, clock.now()), clock.now()
    keyed: list[Keyed] = []
    if form.validate_on_submit():
        typed = _sheet(event, device, form)
        keyed = actions.preview(event, typed, actor=current_user, at=at)
        _refuse(form, typed, at)
        if not form.rows.errors and "store" in request.form:
            stored = actions.key_in(event, typed, actor=current_user, at=at)
            flash(_told(stored), "success")
            return redirect(url_for("phones.show", code=device.code), 303)
    page = render_template(
        "paper/sheet.html",
        form=form,
        device=device,
        keyed=keyed,
        reasons=REASONS,
        verdicts=VERDICTS,
    )
    return page, 422 if form.is_submitted() and form.errors else 200


def _form(event: Event, device: Device, at: datetime) -> SheetForm:
    form = SheetForm()
    bound = device.checkpoint_id
    gates = [gate for gate in event.checkpoints if bound in (None, gate.id)]
    form.checkpoint.choices = [(gate.code, str(gate.name)) for gate in gates]
    form.day.choices = [(day.number, weekday_date(day.date)) for day in event.days]
    if not form.is_submitted() and (today := event.day_of(at)):
        form.day.data = today.number
    return form


def _sheet(event: Event, device: Device, form: SheetForm) -> Sheet:
    gate = next(g for g in event.checkpoints if g.code == form.checkpoint.data)
    day = event.day_number(form.day.data) or abort(400)
    rows = rules.read(form.rows.data or "")[: rules.MOST_ROWS + 1]
    return Sheet(device, gate, day.date, rows, override=form.override.data or "")


def _refuse(form: SheetForm, typed: Sheet, at: datetime) -> None:
    """What keeps the sheet from being stored stands at its field."""
    unread = [row for row in typed.rows if row.at is None]
    event = typed.device.event
    ahead = [row for row in typed.rows if row.at and event.utc(typed.day, row.at) > at]
    errors = []
    if len(typed.rows) > rules.MOST_ROWS:
        errors.append(_("At most %(count)s rows at once.", count=rules.MOST_ROWS))
    if unread:
        lines = _(", ").join(str(row.line) for row in unread[:20])
        errors.append(_("Not a time and a number: line %(lines)s.", lines=lines))
    if ahead:
        lines = _(", ").join(str(row.line) for row in ahead[:20])
        errors.append(_("Not yet: line %(lines)s.", lines=lines))
    form.rows.errors = [*form.rows.errors, *errors]


def _told(keyed: list[Keyed]) -> str:
    outcomes = [k.outcome for k in keyed if k.outcome]
    stored = sum(o.status == "stored" for o in outcomes)
    entries = sum(o.status == "stored" and o.is_entry for o in outcomes)
    told = _(
        "%(rows)s, with %(entries)s.",
        rows=ngettext("%(num)d row is stored", "%(num)d rows are stored", stored),
        entries=ngettext("%(num)d entry", "%(num)d entries", entries),
    )
    if already := sum(o.status == "already" for o in outcomes):
        told += " " + ngettext("%(num)d was there already.", "%(num)d were there already.", already)
    return str(told)


def _find(event: Event, code: str) -> Device:
    return queries.find(event, code) or abort(404)
