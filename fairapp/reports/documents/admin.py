"""Pages of the team: choosing a document, following how it is made, taking it away."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.core import clock, storage, tasks
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.reports.documents import actions, evidence, kinds, listing, queries, standing
from fairapp.reports.documents.forms import PURPOSES, DocumentForm, WithdrawalForm
from fairapp.reports.documents.kinds import Kind
from fairapp.reports.documents.listing import Document
from fairapp.reports.documents.models import Report

bp = Blueprint("documents", __name__)

AT = "/staff/<slug>/reports/documents/"
MADE = "/staff/<slug>/reports/made/<int:job_id>"


@bp.get(f"{AT}<key>")
@allow(Permission.READ_REPORTS)
def new(event: Event, key: str) -> str:
    """The questions of a kind, and what was made of that kind."""
    kind = _kind(event, key)
    return _page(event, kind, kind.form(event))


@bp.post(f"{AT}<key>")
@allow(Permission.READ_REPORTS)
def order(event: Event, key: str) -> Response | tuple[str, int]:
    """Have a document made."""
    kind = _kind(event, key)
    form = kind.form(event)
    if not form.validate_on_submit():
        return _page(event, kind, form), 422
    choice = form.choice()
    if not all(may(needed) for needed in kind.permissions(choice)):
        abort(403)
    try:
        standing.check_order(event, key, choice)
        job = actions.order(
            event,
            key,
            choice,
            actor=current_user,
            at=clock.now(),
            **form.values("language", "purpose", "note"),
        )
    except DomainError as error:
        form.add_domain_error(error)
        return _page(event, kind, form), 422
    return redirect(url_for("documents.show", job_id=job.id))


@bp.get(MADE)
@allow(Permission.READ_REPORTS)
def show(event: Event, job_id: int) -> str:
    """How far a document is; then the file, and by what it can be checked."""
    return _show(event, _find(event, job_id), WithdrawalForm())


@bp.get(f"{MADE}/progress")
@allow(Permission.READ_REPORTS)
def progress(event: Event, job_id: int) -> Response:
    """How far a document is, for the page that waits."""
    return tasks.progress_answer(_find(event, job_id).job)


@bp.post(f"{MADE}/again")
@allow(Permission.READ_REPORTS)
def again(event: Event, job_id: int) -> Response:
    """The same from the data of now, under a new number."""
    made = _find(event, job_id)
    try:
        standing.check_order(event, made.kind.key, made.choice)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("documents.show", job_id=job_id))
    job = actions.order(
        event,
        made.kind.key,
        made.choice,
        language=made.language,
        purpose=made.purpose,
        note=made.note,
        actor=current_user,
        at=clock.now(),
    )
    return redirect(url_for("documents.show", job_id=job.id))


@bp.post(f"{MADE}/download")
@allow(Permission.READ_REPORTS)
def download(event: Event, job_id: int) -> Response:
    """The file. A POST, for taking it away is written down, and its address opens nothing."""
    made = _find(event, job_id)
    if made.job.file is None:
        abort(404)
    actions.note_download(made.job, made.report, actor=current_user, at=clock.now())
    return storage.send(made.job.file)


@bp.post(f"{MADE}/withdrawal")
@allow(Permission.READ_REPORTS)
def withdraw(event: Event, job_id: int) -> Response | tuple[str, int]:
    """Tell whoever checks its number not to use it any more."""
    made = _find(event, job_id)
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return _show(event, made, form), 422
    try:
        actions.withdraw(_report(made), str(form.reason.data), actor=current_user, at=clock.now())
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("documents.show", job_id=job_id))


@bp.post(f"{MADE}/withdrawal/undo")
@allow(Permission.READ_REPORTS)
def reinstate(event: Event, job_id: int) -> Response:
    """Undo that."""
    report = _report(_find(event, job_id))
    try:
        standing.check_issue(event, report.kind, report.choice, report.digest)
    except DomainError as error:
        flash(error.message, "error")
        return redirect(url_for("documents.show", job_id=job_id))
    actions.reinstate(report, actor=current_user, at=clock.now())
    flash(_("The document is valid again."), "success")
    return redirect(url_for("documents.show", job_id=job_id))


def _page(event: Event, kind: Kind, form: DocumentForm) -> str:
    return render_template(
        "reports/new.html",
        kind=kind,
        form=form,
        documents=listing.documents(event, may, kind=kind),
    )


def _show(event: Event, made: Document, form: WithdrawalForm) -> str:
    report = made.report
    return render_template(
        "reports/document.html",
        document=made,
        job=made.job,
        report=report,
        number=evidence.display(report.number) if report else "",
        described=made.kind.describe(event, made.choice),
        refused="" if report else standing.reason(event, made.kind.key, made.choice),
        purpose=PURPOSES[made.purpose],
        expected=0 if made.job.is_over else made.kind.expected(event, made.choice),
        scans_now=evidence.count_scans(event) if report else 0,
        twins=[(evidence.display(twin.number), twin) for twin in queries.twins(report)]
        if report
        else [],
        form=form,
    )


def _kind(event: Event, key: str) -> Kind:
    """The kind, if whoever asks may make any of it."""
    kind = kinds.find(key)
    if kind is None or not kind.is_offered(event):
        abort(404)
    if not may(kind.permission):
        abort(403)
    return kind


def _find(event: Event, job_id: int) -> Document:
    """The document, if it is this fair's and shows nothing that the user may not see."""
    found = listing.find_document(event, job_id)
    if found is None:
        abort(404)
    if not found.is_open_to(may):
        abort(403)
    return found


def _report(made: Document) -> Report:
    return made.report or abort(404)
