"""The payment list: what it says now, what was signed, and what has changed since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.reports.payments import actions, navigation, queries, signing
from fairapp.reports.payments.models import Payee, Statement, Step
from fairapp.reports.payments.queries import Live
from fairapp.reports.payments.rules import Change, changes, next_step
from fairapp.reports.payments.warnings import Warnings, warnings
from fairapp.reports.payments.words import CORRECTED, STEPS

bp = Blueprint("payments", __name__)
navigation.register(bp)


@dataclass(frozen=True)
class Standing:
    """The latest statement beside what the list would say now. `step`: who signs next, None when
    nobody is left; `is_mine`: whether whoever looks may be that person.
    """

    statement: Statement
    changes: list[Change]
    is_current: bool
    step: Step | None
    is_mine: bool

    @property
    def difference(self) -> int:
        """In all, in whole francs."""
        return sum(change.by for change in self.changes)


@bp.get("/staff/<slug>/payments/")
@allow(Permission.APPROVE_PAYMENTS)
def index(event: Event) -> str:
    """Where the list stands, and what to look at before signing."""
    return _page(event, Form())


@bp.post("/staff/<slug>/payments/versions")
@allow(Permission.APPROVE_PAYMENTS)
def establish(event: Event) -> Response | tuple[str, int]:
    """Draw up a version, signed as established."""
    form = Form()
    if form.validate_on_submit():
        try:
            made = signing.establish(event, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Version %(number)s is drawn up.", number=made.number), "success")
            return redirect(url_for("payments.index"), 303)
    return _page(event, form), 422


@bp.post("/staff/<slug>/payments/versions/<int:number>/signatures")
@allow(Permission.APPROVE_PAYMENTS)
def sign(event: Event, number: int) -> Response | tuple[str, int]:
    """Verify or approve a version: `step` says which, so that a second tap signs nothing more."""
    statement = queries.find_statement(event, number) or abort(404)
    form = Form()
    step = request.form.get("step", "")
    if step not in (Step.VERIFIED, Step.APPROVED):
        abort(400)
    if form.validate_on_submit():
        try:
            signing.sign(statement, Step(step), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Your signature is kept."), "success")
            return redirect(url_for("payments.index"), 303)
    return _page(event, form), 422


@bp.route("/staff/<slug>/payments/erasure", methods=["GET", "POST"])
@allow(Permission.HANDLE_PAYMENTS)
def erasure(event: Event) -> Response | tuple[str, int]:
    """Ask before all identity documents and numbers are forgotten."""
    form = Form()
    if form.validate_on_submit():
        actions.erase(event, actor=current_user, at=clock.now())
        flash(_("Identity documents and mobile-money numbers are erased."), "success")
        return redirect(url_for("payments.index"), 303)
    kept = len(queries.payees(event))
    return render_template("payments/erasure.html", form=form, kept=kept), form.http_status


def _page(event: Event, form: Form) -> str:
    scale = queries.scale(event)
    live = queries.live(event, queries.terms_of(scale)) if scale else None
    kept = queries.payees(event)
    found: Warnings | None = warnings(event, live, kept) if live else None
    statements = queries.statements(event)
    return render_template(
        "payments/index.html",
        form=form,
        scale=scale,
        live=live,
        warnings=found,
        standing=_standing(statements[0], live) if statements and live else None,
        statements=statements,
        adjustments=queries.adjustments(event),
        known=_known(live, kept) if live else 0,
        paid=queries.paid_in_all(event),
        steps=STEPS,
        corrected=CORRECTED,
    )


def _known(live: Live, kept: Mapping[int, Payee]) -> int:
    """Of how many on the list a document was shown."""
    shown = {id_ for id_, payee in kept.items() if payee.document_number}
    return sum(line.registration_id in shown for line in live.lines)


def _standing(statement: Statement, live: Live) -> Standing:
    lines = queries.lines_of(statement)
    step = next_step(one.step for one in statement.signatures)
    return Standing(
        statement,
        changes(lines, live.lines),
        signing.says(statement, live),
        Step(step) if step else None,
        all(one.user_id != current_user.id for one in statement.signatures),
    )
