"""Pages for those who answer for a fair: its figures and its documents."""

from __future__ import annotations

from flask import Blueprint, abort, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.checkin import presence
from fairapp.checkin.presence import Figures
from fairapp.core import clock, storage, tasks
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.text import weekday_date
from fairapp.reports import actions, queries
from fairapp.reports.breakdowns import breakdowns, sources
from fairapp.reports.forms import GROUPING_LABELS, AttendanceForm
from fairapp.reports.queries import Document
from fairapp.reports.summary import summarise

bp = Blueprint("reports", __name__)


@bp.get("/staff/<slug>/reports")
@allow(Permission.READ_REPORTS)
def index(event: Event) -> str:
    """The key figures, and the documents that can be made."""
    figures = presence.figures(event)
    return _page(event, figures, _form(event, figures))


@bp.post("/staff/<slug>/reports/attendance-lists")
@allow(Permission.READ_REPORTS)
def order(event: Event) -> Response | tuple[str, int]:
    """Have an attendance list made."""
    figures = presence.figures(event)
    form = _form(event, figures)
    if form.validate_on_submit():
        try:
            job = actions.order_attendance_list(
                event, form.choice(), actor=current_user, at=clock.now()
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return redirect(url_for("reports.document", job_id=job.id))
    return _page(event, figures, form), 422


@bp.get("/staff/<slug>/reports/attendance-lists/<int:job_id>")
@allow(Permission.READ_REPORTS)
def document(event: Event, job_id: int) -> str:
    """How far a list is; then the file."""
    found = _find(event, job_id)
    day = None if found.job.is_over else found.day
    return render_template(
        "reports/document.html",
        document=found,
        job=found.job,
        # How long the way is, until the worker knows it.
        expected=presence.count_today(event, day.date) if day else 0,
        grouping_labels=GROUPING_LABELS,
    )


@bp.get("/staff/<slug>/reports/attendance-lists/<int:job_id>/progress")
@allow(Permission.READ_REPORTS)
def progress(event: Event, job_id: int) -> Response:
    """How far a list is, for the page that waits."""
    return tasks.progress_answer(_find(event, job_id).job)


@bp.post("/staff/<slug>/reports/attendance-lists/<int:job_id>/download")
@allow(Permission.READ_REPORTS)
def download(event: Event, job_id: int) -> Response:
    """The file. A POST, for taking a list away is written down, and its address opens nothing."""
    found = _find(event, job_id)
    if found.job.file is None:
        abort(404)
    actions.note_download(found, actor=current_user, at=clock.now())
    return storage.send(found.job.file)


@bp.get("/staff/<slug>/reports/figures")
@allow(Permission.READ_REPORTS)
def figures(event: Event) -> str:
    """The whole fair in numbers: by day, sex, age, category and region."""
    if not event.days:
        abort(404)
    summary = summarise(event)
    return render_template(
        "reports/figures.html",
        figures=summary.figures,
        breakdowns=breakdowns(summary),
        sources=sources(summary),
        tallies=summary.tallies,
    )


def _page(event: Event, figures: Figures, form: AttendanceForm) -> str:
    return render_template(
        "reports/index.html",
        figures=figures,
        form=form,
        documents=queries.documents(event, contacts=may(Permission.SEE_CONTACTS)),
        grouping_labels=GROUPING_LABELS,
    )


def _form(event: Event, figures: Figures) -> AttendanceForm:
    """The choices; today's list is proposed, before the fair the first, afterwards the last."""
    persons = {day.date: day.persons for day in figures.days}
    labels = {
        day.number: _(
            "Day %(number)s – %(date)s (%(persons)s present)",
            number=day.number,
            date=weekday_date(day.date),
            persons=persons.get(day.date, 0),
        )
        for day in event.days
    }
    today = event.local(clock.now()).date()
    begun = [day.number for day in event.days if day.date <= today]
    form = AttendanceForm()
    form.offer(labels, contacts=may(Permission.SEE_CONTACTS), chosen=max(begun, default=1))
    return form


def _find(event: Event, job_id: int) -> Document:
    """The list, if it is this fair's and shows nothing that the user may not see."""
    found = queries.find_document(event, job_id)
    if found is None:
        abort(404)
    if found.choice.contacts and not may(Permission.SEE_CONTACTS):
        abort(403)
    return found
