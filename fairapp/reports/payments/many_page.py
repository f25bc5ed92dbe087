"""Noting several payments at once: typed or pasted, shown first, then noted together."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.fields import limit
from fairapp.events.models import Event
from fairapp.reports.payments import many, queries
from fairapp.reports.payments.forms import PaymentForm
from fairapp.reports.payments.many import Row
from fairapp.reports.payments.models import Mode
from fairapp.reports.payments.people_page import bp, entries
from fairapp.reports.payments.person_page import usual_payment

AT = "/staff/<slug>/payments/many"


class ManyForm(PaymentForm):
    """The same for all, and a line for each; `seen` is what the preview promised."""

    reference = None  # type: ignore[assignment]
    rows = TextAreaField(
        _l("Numbers and references"),
        [DataRequired(_l("Type or paste at least one number of the list.")), limit(50_000)],
        description=_l(
            "A line for each person: the number on the list, then the reference of the transfer,"
            " as two columns of a spreadsheet or with a space between. For cash the number alone."
        ),
    )
    seen = HiddenField()


@bp.get(AT)
@allow(Permission.HANDLE_PAYMENTS)
def several(event: Event) -> str:
    """An empty sheet, or with the numbers of all who are to be paid."""
    values = usual_payment(event, None)
    if request.args.get("fill"):
        unpaid = (entry.number for entry in entries(event) if entry.left > 0)
        values["rows"] = "".join(f"{number} \n" for number in unpaid)
    return _page(event, ManyForm(formdata=None, data=values), [])


@bp.post(AT)
@allow(Permission.HANDLE_PAYMENTS)
def pay_several(event: Event) -> Response | tuple[str, int]:
    """Show whom the lines mean; note them when that was seen and nothing is left to mend."""
    form = ManyForm()
    if not form.validate_on_submit():
        return _page(event, form, []), 422
    mode = Mode(form.paid_mode.data)
    rows = many.read(form.rows.data or "", entries(event), mode=mode)
    is_well = not any(row.problem for row in rows)
    if not is_well or form.seen.data != _promise(rows):
        return _page(event, form, rows), 200 if is_well else 422
    try:
        count = many.pay_all(
            event,
            rows,
            mode=mode,
            on=form.paid_on.data or abort(400),
            by=form.paid_by.data or "",
            actor=current_user,
            at=clock.now(),
        )
    except DomainError as error:
        form.add_domain_error(error)
        return _page(event, form, rows), 422
    noted = ngettext("%(num)d payment is noted.", "%(num)d payments are noted.", count)
    flash(noted, "success")
    return redirect(url_for("payees.several"), 303)


@bp.post(f"{AT}/<int:first_id>/withdrawal")
@allow(Permission.HANDLE_PAYMENTS)
def withdraw_several(event: Event, first_id: int) -> Response:
    """Take back what was noted together."""
    try:
        count = many.undo(event, first_id, actor=current_user, at=clock.now())
    except LookupError:
        abort(404)
    flash(
        ngettext("%(num)d payment is taken back.", "%(num)d payments are taken back.", count),
        "success",
    )
    return redirect(url_for("payees.several"), 303)


def _page(event: Event, form: ManyForm, rows: list[Row]) -> str:
    statement, scale = queries.latest(event), queries.scale(event)
    is_well = bool(rows) and not any(row.problem for row in rows)
    # What is sent next is what is shown now, not what was.
    form.seen.raw_data, form.seen.data = None, _promise(rows) if is_well else ""
    return render_template(
        "payments/many.html",
        form=form,
        rows=rows,
        is_well=is_well,
        total=_total(rows),
        scale=scale,
        most=many.MOST,
        is_approved=statement is not None and statement.is_approved,
        lots=many.lots(event),
    )


def _total(rows: list[Row]) -> int:
    return sum(row.entry.left for row in rows if row.entry and not row.problem)


def _promise(rows: list[Row]) -> str:
    """Who gets how much by which transfer, as it was shown."""
    told = (f"{row.entry.number}:{row.entry.left}:{row.reference}" for row in rows if row.entry)
    return "|".join(told)
