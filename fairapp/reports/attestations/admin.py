"""The team's pages: who gets an attestation, one person's, and the letters."""

from __future__ import annotations

from collections import Counter

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import audit, clock, tasks
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LANGUAGES
from fairapp.events.models import Event
from fairapp.registration import letters as letter
from fairapp.registration.models import Registration
from fairapp.reports.attestations import actions, letters, listing, queries, sending
from fairapp.reports.attestations.forms import LanguageForm, RevocationForm
from fairapp.reports.attestations.listing import Flag
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.attestations.own_page import pdf_of
from fairapp.reports.documents.evidence import NUMBER_LENGTH, display

bp = Blueprint("attestations", __name__)

AT = "/staff/<slug>/reports/attestations"
PAGE = 50
FLAG_LABELS = {
    Flag.NAME: _l("Names to look at"),
    Flag.RENAMED: _l("Name changed since"),
    Flag.UNCOVERED: _l("No longer covered by scans"),
    Flag.REVOKED: _l("Revoked"),
    Flag.UNCONFIRMED: _l("Name not confirmed"),
}


@bp.get(AT)
@allow(Permission.READ_REPORTS)
def index(event: Event) -> str:
    """Everybody entitled, and everybody to whom one was issued."""
    everybody = listing.rows(event)
    counts = Counter(flag for row in everybody for flag in row.flags)
    chosen, text = request.args.get("show", ""), request.args.get("q", "")
    shown = [row for row in everybody if not chosen or chosen in row.flags]
    found = listing.matching(shown, text)
    pages = max(1, -(-len(found) // PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    told = queries.told(event)
    return render_template(
        "attestations/index.html",
        rows=found[(page - 1) * PAGE : page * PAGE],
        found=len(found),
        everybody=len(everybody),
        counts=counts,
        labels=FLAG_LABELS,
        chosen=chosen,
        text=text,
        page=page,
        pages=pages,
        entitled=sum(row.is_entitled for row in everybody),
        issued=sum(row.attestation is not None for row in everybody),
        told=told,
        needed=queries.days_needed(event),
        job=sending.latest_job(event),
        display=display,
    )


@bp.get(f"{AT}/people/<int:person_id>")
@allow(Permission.READ_REPORTS)
def person(event: Event, person_id: int) -> str:
    """One person's attestations and name."""
    return _person_page(event, _find(event, person_id), RevocationForm())


@bp.post(f"{AT}/people/<int:person_id>/file")
@allow(Permission.READ_REPORTS)
def file(event: Event, person_id: int) -> Response:
    """The paper, issued if it has to be; who took it away is written down."""
    found = _find(event, person_id)
    row, at = listing.row_of(found), clock.now()
    latest = row.attestation
    if latest is not None and latest.revoked_at is not None:
        abort(404)
    if row.is_entitled:
        latest = actions.issue_row(event, row, at=at)
    if latest is None:
        abort(404)
    asked = LanguageForm().language.data
    language = asked if asked in LANGUAGES else letter.language_of(found)
    details = {"number": latest.number, "language": language}
    audit.record("attestation.downloaded", latest, at=at, actor=current_user, details=details)
    return pdf_of(latest, language)


@bp.post(f"{AT}/people/<int:person_id>/name")
@allow(Permission.MANAGE_REGISTRATIONS)
def judge_name(event: Event, person_id: int) -> Response:
    """Take the name that the person wants, or keep the registered one."""
    found = _find(event, person_id)
    is_refused = request.form.get("judgement") == "refuse"
    try:
        actions.judge_name(
            found,
            request.form.get("name", ""),
            is_refused=is_refused,
            actor=current_user,
            at=clock.now(),
        )
    except DomainError as error:
        flash(error.message, "error")
    else:
        kept = _("The registered name is printed.")
        flash(kept if is_refused else _("This name is printed."), "success")
    return _to_person(found)


@bp.post(f"{AT}/people/<int:person_id>/revocation")
@allow(Permission.MANAGE_REGISTRATIONS)
def revoke(event: Event, person_id: int) -> Response | tuple[str, int]:
    """Make the latest one worthless, and say why."""
    found = _find(event, person_id)
    form = RevocationForm()
    if form.validate_on_submit():
        try:
            actions.revoke(
                _latest(found), form.reason.data or "", actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The attestation is revoked. Whoever checks it reads so."), "success")
            return _to_person(found)
    return _person_page(event, found, form), 422


@bp.post(f"{AT}/people/<int:person_id>/return")
@allow(Permission.MANAGE_REGISTRATIONS)
def give_back(event: Event, person_id: int) -> Response:
    """Undo the revocation."""
    found = _find(event, person_id)
    actions.give_back(_latest(found), actor=current_user, at=clock.now())
    flash(_("The attestation is valid again."), "success")
    return _to_person(found)


@bp.get(f"{AT}/letters")
@allow(Permission.MANAGE_REGISTRATIONS)
def preview_letters(event: Event) -> str:
    """How many are told, and what the first of them reads."""
    everybody = listing.rows(event)
    waiting = listing.to_tell(event, everybody)
    sample = _find(event, waiting[0].registration_id) if waiting else None
    words = None
    if sample is not None:
        with force_locale(letter.language_of(sample)):
            words = letters.words(sample, "2" * NUMBER_LENGTH)
    return render_template(
        "attestations/letters.html",
        count=len(waiting),
        without=sum(row.is_entitled and not row.has_email for row in everybody),
        told=len(queries.told(event)),
        sample=sample,
        words=words,
        is_over=sending.is_over(event, clock.now()),
        job=sending.latest_job(event),
    )


@bp.post(f"{AT}/letters")
@allow(Permission.MANAGE_REGISTRATIONS)
def send_letters(event: Event) -> Response:
    """Have the worker tell everybody who has not been told."""
    try:
        sending.start(event, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("attestations.preview_letters"), 303)


@bp.get(f"{AT}/letters/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def progress(event: Event) -> Response:
    """How far the sending is, for the page that waits."""
    return tasks.progress_answer(sending.latest_job(event) or abort(404))


def _find(event: Event, person_id: int) -> Registration:
    return queries.find_person(event, person_id) or abort(404)


def _latest(found: Registration) -> Attestation:
    return queries.latest(found) or abort(404)


def _to_person(found: Registration) -> Response:
    return redirect(url_for("attestations.person", person_id=found.id), 303)


def _person_page(event: Event, found: Registration, form: RevocationForm) -> str:
    return render_template(
        "attestations/person.html",
        person=found,
        row=listing.row_of(found),
        history=queries.history(found),
        needed=queries.days_needed(event),
        form=form,
        language_form=LanguageForm(data={"language": letter.language_of(found)}),
        display=display,
    )
