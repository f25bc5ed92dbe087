"""The team's pages: the notice, what goes when, and the erasure of one person."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.core.personal import Stage
from fairapp.events.models import Event
from fairapp.registration import queries as registrations
from fairapp.registration import reference as references
from fairapp.registration.models import Registration
from fairapp.registration.privacy import (
    actions,
    erasing,
    expiring,
    queries,
    rules,
    telling,
    wording,
)
from fairapp.registration.privacy.forms import DelaysForm, ErasureForm, NoticeForm
from fairapp.registration.privacy.views import bp
from fairapp.registration.privacy.words import STAGES, by_label

_NOTICE = ("purpose", "controller", "contact", "basis", "retention")


@bp.get("/staff/<slug>/privacy")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """The notice that stands, what goes when, whom to erase, what went."""
    return _index(event, DelaysForm(data=_days(event)))


@bp.post("/staff/<slug>/privacy/delays")
@allow(Permission.MANAGE_EVENT)
def set_delays(event: Event) -> Response | tuple[str, int]:
    """Keep things longer or shorter."""
    form = DelaysForm(data=_days(event))
    if form.validate_on_submit():
        try:
            actions.set_delays(event, form.days(), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The delays are saved."), "success")
            return redirect(url_for("privacy.index"), 303)
    return _index(event, form), 422


@bp.get("/staff/<slug>/privacy/delays/<stage>")
@allow(Permission.MANAGE_EVENT)
def dry_run(event: Event, stage: str) -> str:
    """What would go if the delay were over now; nothing does."""
    delay = next((d for d in queries.delays(event) if d.stage == stage), None) or abort(404)
    counts = by_label(expiring.due(event, delay.stage))
    shown = [references.display(one) for one in expiring.sample(event, delay.stage)]
    return render_template(
        "privacy/dry_run.html", delay=delay, counts=counts, sample=shown, stages=STAGES
    )


@bp.route("/staff/<slug>/privacy/notice", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def notice(event: Event) -> Response | tuple[str, int]:
    """What people read before they register; what stood before stays with what they agreed to."""
    last = queries.notice(event)
    values = {name: getattr(last, name) for name in _NOTICE} if last else wording.proposed(event)
    form = NoticeForm(data=wording.completed(values))
    if form.validate_on_submit():
        told = form.values(*_NOTICE)
        made = telling.write_notice(event, **told, actor=current_user, at=clock.now())
        if made is not None:
            flash(_("Version %(number)s of the notice stands.", number=made.number), "success")
        return redirect(url_for("privacy.index"), 303)
    versions = queries.notices(event)
    page = render_template("privacy/notice_form.html", form=form, versions=versions)
    return page, form.http_status


@bp.route("/staff/<slug>/registrations/<reference>/erasure", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def erasure(event: Event, reference: str) -> Response | tuple[str, int]:
    """What would go and what stays; then the reference is typed."""
    person, form = _find(event, reference), ErasureForm()
    if form.validate_on_submit():
        typed = form.reference.data or ""
        try:
            actions.order(person, typed, actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("privacy.erasure", reference=person.reference), 303)
    page = render_template(
        "privacy/erasure.html",
        form=form,
        person=person,
        shown=references.display(person.reference),
        wish=queries.open_erasure(person),
        goes=erasing.preview(person) if person.erased_at is None else {},
        perhaps=erasing.perhaps(person) if person.erased_at is None else [],
        stays=erasing.stays(person) if person.erased_at is None else [],
        grace=rules.GRACE.total_seconds() // 3600,
    )
    return page, form.http_status


@bp.post("/staff/<slug>/registrations/<reference>/erasure/withdrawal")
@allow(Permission.MANAGE_EVENT)
def keep(event: Event, reference: str) -> Response:
    """Erase nobody after all."""
    person = _find(event, reference)
    wish = queries.open_erasure(person)
    if Form().validate_on_submit() and wish is not None:
        actions.withdraw(wish, actor=current_user, at=clock.now())
        flash(_("Nothing will be erased."), "success")
    return redirect(url_for("privacy.erasure", reference=person.reference), 303)


def _index(event: Event, form: DelaysForm) -> str:
    at = clock.now()
    return render_template(
        "privacy/index.html",
        form=form,
        told=queries.notice(event),
        delays=queries.delays(event),
        stages=STAGES,
        erasures=queries.erasures(event),
        answer=rules.ANSWER,
        runs=[(run, by_label(run.counts)) for run in queries.runs(event)],
        display=references.display,
        today=event.local(at).date(),
        Stage=Stage,
    )


def _days(event: Event) -> dict[str, int]:
    return {str(stage): n for stage, n in queries.days_of(event).items()}


def _find(event: Event, reference: str) -> Registration:
    person = registrations.find_by_reference(event, reference) or abort(404)
    return person.merged_into or person
