"""The page of the rates, with one person worked out."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.events.models import Event
from fairapp.reports.payments import actions, queries
from fairapp.reports.payments.forms import RatesForm
from fairapp.reports.payments.rules import Due, Terms

bp = Blueprint("payment_rates", __name__)


@dataclass(frozen=True, slots=True)
class Example:
    """What somebody from `region` gets who came on `days` days."""

    region: str
    days: int
    due: Due


@bp.route("/staff/<slug>/payments/rates", methods=["GET", "POST"])
@allow(Permission.APPROVE_PAYMENTS)
def index(event: Event) -> Response | tuple[str, int]:
    """What is paid for a day and for the way, from where, and to whom."""
    scale = queries.scale(event)
    form = RatesForm.of(event, scale)
    if form.validate_on_submit():
        actions.set_terms(event, form.terms(), actor=current_user, at=clock.now())
        flash(_("The rates are saved."), "success")
        return redirect(url_for("payment_rates.index"), 303)
    terms = queries.terms_of(scale) if scale else None
    page = render_template(
        "payments/rates.html",
        form=form,
        scale=scale,
        terms=terms,
        example=_example(event, terms) if terms else None,
    )
    return page, form.http_status


def _example(event: Event, terms: Terms) -> Example | None:
    """Somebody who came from where the way costs most, on every day of the fair."""
    if not terms.rates:
        return None
    region = max(terms.rates, key=lambda name: (terms.rates[name].transport, name))
    days = max(1, len(event.days))
    return Example(region, days, terms.due(region, days))
