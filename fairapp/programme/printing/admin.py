"""The staff's page with all that can be printed of the programme."""

from __future__ import annotations

from dataclasses import asdict

from flask import Response, abort, redirect, render_template, request, url_for
from flask_babel import force_locale
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, storage, tasks
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import absolute
from fairapp.core.i18n import LANGUAGES
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.programme.printing import actions, queries
from fairapp.programme.printing.documents import LABELS, Choice, Document, make
from fairapp.programme.printing.views import bp
from fairapp.programme.releases.queries import is_changed, latest_number


@bp.get("/staff/<slug>/programme/printing/")
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """The documents, each with what it is for."""
    return render_template(
        "printing/index.html",
        version=latest_number(event),
        is_ahead=is_changed(event),
        is_long=queries.is_long(event),
        jobs=queries.jobs(event),
        labels=LABELS,
        languages=LANGUAGES,
        choice_of=Choice.of,
    )


@bp.get("/staff/<slug>/programme/printing/<document>.pdf")
@allow(Permission.EDIT_PROGRAMME)
def document(event: Event, document: str) -> BaseResponse:
    """A document at once; one that takes long is ordered from the page."""
    choice = _choice(event, document)
    if queries.is_long(event):
        return redirect(url_for("printing.index"))
    with force_locale(choice.language):
        printed = make(event, choice, address=_address(event), made_at=clock.now())
    response = Response(printed.pdf, mimetype="application/pdf")
    name = f"{event.slug}-{choice.file_name}"
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


@bp.post("/staff/<slug>/programme/printing/<document>")
@allow(Permission.EDIT_PROGRAMME)
def order(event: Event, document: str) -> BaseResponse:
    """Have a document made by the worker."""
    choice = _choice(event, document)
    params = {**asdict(choice), "address": _address(event)}
    job = actions.order(event, params, actor=current_user, at=clock.now())
    return redirect(url_for("printing.made", job_id=job.id))


@bp.get("/staff/<slug>/programme/printing/made/<int:job_id>")
@allow(Permission.EDIT_PROGRAMME)
def made(event: Event, job_id: int) -> str:
    """How far a document is; then the file."""
    job = _find(event, job_id)
    choice = Choice.of(job.params)
    return render_template(
        "printing/made.html",
        job=job,
        choice=choice,
        label=LABELS[choice.document],
        language=LANGUAGES[choice.language],
    )


@bp.get("/staff/<slug>/programme/printing/made/<int:job_id>/progress")
@allow(Permission.EDIT_PROGRAMME)
def progress(event: Event, job_id: int) -> BaseResponse:
    """How far a document is, for the page that waits."""
    return tasks.progress_answer(_find(event, job_id))


@bp.get("/staff/<slug>/programme/printing/made/<int:job_id>/file.pdf")
@allow(Permission.EDIT_PROGRAMME)
def download(event: Event, job_id: int) -> BaseResponse:
    """The file."""
    file = _find(event, job_id).file or abort(404)
    return storage.send(file)


def _choice(event: Event, document: str) -> Choice:
    """What the form asks for; 404 for what no form offers."""
    asked = request.values
    day, room = asked.get("day", ""), asked.get("room", "")
    language = asked.get("language", "")
    is_offered = (
        document in list(Document)
        and language in LANGUAGES
        and day in ("", *(str(one.number) for one in event.days))
        and room in ("", *(one.code for one in event.rooms))
    )
    if not is_offered:
        abort(404)
    if document != Document.RUN_SHEET:
        return Choice(Document(document), language)
    return Choice(Document(document), language, int(day) if day else None, room or None)


def _find(event: Event, job_id: int) -> Job:
    return queries.find_job(event, job_id) or abort(404)


def _address(event: Event) -> str:
    return absolute("programme.index", slug=event.slug)
