"""One person's page: how he or she is known and paid, corrections, and what was paid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.phones import display
from fairapp.registration.queries import find_by_reference
from fairapp.reports.payments import actions, paying, queries
from fairapp.reports.payments.actions import Identity
from fairapp.reports.payments.forms import CorrectionForm, IdentityForm, PaymentForm
from fairapp.reports.payments.models import (
    Adjustment,
    Correction,
    Mode,
    Payee,
    Payment,
)
from fairapp.reports.payments.people_page import Entry, bp, entries
from fairapp.reports.payments.words import CORRECTED, DOCUMENTS, MODES


@dataclass
class Forms:
    """The three forms of the page; one of them was sent, the others are as they are kept."""

    identity: IdentityForm
    correction: CorrectionForm
    payment: PaymentForm


@bp.get("/staff/<slug>/payments/people/<reference>")
@allow(Permission.HANDLE_PAYMENTS)
def show(event: Event, reference: str) -> str:
    """Everything about paying one person."""
    person = _find(event, reference)
    return _page(event, person, _forms(event, person))


@bp.post("/staff/<slug>/payments/people/<reference>/identity")
@allow(Permission.HANDLE_PAYMENTS)
def identify(event: Event, reference: str) -> Response | tuple[str, int]:
    """Keep document and number; then the next person whose document is missing."""
    person = _find(event, reference)
    forms = _forms(event, person, sent="identity")
    form = forms.identity
    if form.validate_on_submit():
        names = ("document", "document_number", "mode", "mobile")
        try:
            identity = Identity(**form.values(*names))
            actions.identify(person, identity, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Kept for %(name)s.", name=person.full_name), "success")
            return redirect(_next(event, person), 303)
    return _page(event, person, forms), 422


@bp.post("/staff/<slug>/payments/people/<reference>/corrections")
@allow(Permission.HANDLE_PAYMENTS)
def correct(event: Event, reference: str) -> Response | tuple[str, int]:
    """A day more, a day less, or not paid."""
    person = _find(event, reference)
    forms = _forms(event, person, sent="correction")
    form = forms.correction
    if form.validate_on_submit():
        try:
            actions.correct(
                person,
                Correction(form.kind.data),
                day=date.fromisoformat(form.day.data),
                reason=form.reason.data or "",
                actor=current_user,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The correction is kept, under your name."), "success")
            return _back(person)
    return _page(event, person, forms), 422


@bp.post("/staff/<slug>/payments/people/<reference>/corrections/<int:id_>/withdrawal")
@allow(Permission.HANDLE_PAYMENTS)
def withdraw_correction(event: Event, reference: str, id_: int) -> Response:
    """Take a correction back."""
    person = _find(event, reference)
    made = db.session.get(Adjustment, id_)
    if made is None or made.registration_id != person.id:
        abort(404)
    actions.withdraw_correction(made, actor=current_user, at=clock.now())
    return _back(person)


@bp.post("/staff/<slug>/payments/people/<reference>/payments")
@allow(Permission.HANDLE_PAYMENTS)
def pay(event: Event, reference: str) -> Response | tuple[str, int]:
    """Note that the money was given; then on to whoever comes next."""
    person = _find(event, reference)
    forms = _forms(event, person, sent="payment")
    form = forms.payment
    if form.validate_on_submit():
        try:
            paying.pay(
                person,
                mode=Mode(form.paid_mode.data),
                reference=form.reference.data or "",
                on=form.paid_on.data or abort(400),
                by=form.paid_by.data or "",
                actor=current_user,
                at=clock.now(),
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("Payment noted for %(name)s.", name=person.full_name), "success")
            return redirect(url_for("payees.index", show="unpaid"), 303)
    return _page(event, person, forms), 422


@bp.post("/staff/<slug>/payments/people/<reference>/payments/<int:id_>/withdrawal")
@allow(Permission.HANDLE_PAYMENTS)
def withdraw_payment(event: Event, reference: str, id_: int) -> Response:
    """Take back a payment that was noted by mistake."""
    person = _find(event, reference)
    made = db.session.get(Payment, id_)
    if made is None or made.registration_id != person.id:
        abort(404)
    paying.withdraw_payment(made, actor=current_user, at=clock.now())
    return _back(person)


@bp.post("/staff/<slug>/payments/people/<reference>/erasure")
@allow(Permission.HANDLE_PAYMENTS)
def erase(event: Event, reference: str) -> Response:
    """Forget one person's document and number."""
    person = _find(event, reference)
    actions.erase(event, actor=current_user, at=clock.now(), only=person)
    flash(_("Identity documents and mobile-money numbers are erased."), "success")
    return _back(person)


def _page(event: Event, person: Registration, forms: Forms) -> str:
    everybody = entries(event)
    mine = next((row for row in everybody if row.line.registration_id == person.id), None)
    statement, scale = queries.latest(event), queries.scale(event)
    live = queries.live(event, queries.terms_of(scale)) if scale else None
    present = paying.line_of(live.lines, person.id) if live else None
    return render_template(
        "payments/person.html",
        person=person,
        entry=mine,
        forms=forms,
        scale=scale,
        present=present.amount if present else 0,
        payee=db.session.get(Payee, person.id),
        is_approved=statement is not None and statement.is_approved,
        seen=queries.days_seen(event, person),
        adjustments=queries.adjustments(event, person),
        payments=queries.payments(person),
        following=_following(everybody, person),
        labels={"documents": DOCUMENTS, "modes": MODES, "corrected": CORRECTED},
    )


def _forms(event: Event, person: Registration, *, sent: str = "") -> Forms:
    """The form that was sent reads what was typed; the others show what is kept."""

    def read(name: str) -> dict[str, Any]:
        return {} if name == sent else {"formdata": None}

    payee = db.session.get(Payee, person.id)
    phone = display(person.phone) if person.phone else ""
    usual = _usual_document(event)
    correction = CorrectionForm(**read("correction"))
    correction.offer(event)
    return Forms(
        IdentityForm.of(payee, phone=phone, usual=usual, **read("identity")),
        correction,
        PaymentForm(data=usual_payment(event, payee), **read("payment")),
    )


def usual_payment(event: Event, payee: Payee | None) -> dict[str, Any]:
    """Day and payer as they were typed last, by whoever asks: money is given out in one go."""
    query = select(Payment).where(
        Payment.event_id == event.id, Payment.entered_by_name == current_user.name
    )
    last = db.session.scalar(query.order_by(Payment.id.desc()).limit(1))
    return {
        "paid_on": last.paid_on if last else event.local(clock.now()).date(),
        "paid_by": last.paid_by if last else current_user.name,
        "paid_mode": payee.mode if payee else Mode.CASH,
    }


def _usual_document(event: Event) -> str:
    query = select(Payee.document).where(Payee.event_id == event.id, Payee.document != "")
    return db.session.scalar(query.order_by(Payee.changed_at.desc()).limit(1)) or ""


def _next(event: Event, person: Registration) -> str:
    following = _following(entries(event), person)
    if following is None:
        return url_for("payees.index")
    return url_for("payees.show", reference=following.line.reference)


def _following(everybody: list[Entry], person: Registration) -> Entry | None:
    """Whose document is missing: the next below on the list, from its end on from the top."""
    ids = [row.line.registration_id for row in everybody]
    at = ids.index(person.id) + 1 if person.id in ids else 0
    turned = [*everybody[at:], *everybody[:at]]
    return next(
        (row for row in turned if not row.is_known and row.line.registration_id != person.id), None
    )


def _find(event: Event, reference: str) -> Registration:
    person = find_by_reference(event, reference)
    if person is None or person.merged_into_id is not None:
        abort(404)
    return person


def _back(person: Registration) -> Response:
    return redirect(url_for("payees.show", reference=person.reference), 303)
