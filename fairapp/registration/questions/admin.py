"""The team's pages about the fair's own questions, and the files that were handed in."""

from __future__ import annotations

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, storage
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration.forms import RegistrationForm
from fairapp.registration.queries import find_by_reference
from fairapp.registration.questions import actions, queries
from fairapp.registration.questions.answers import given_by
from fairapp.registration.questions.asking import form_for
from fairapp.registration.questions.forms import QuestionForm
from fairapp.registration.questions.models import Question
from fairapp.registration.questions.words import KINDS

bp = Blueprint("questions", __name__)
_AT = "/staff/<slug>/registrations/questions/"


@bp.get(_AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """The questions in the form's order, then those that are no longer asked."""
    every = queries.every(event)
    return render_template(
        "questions/index.html",
        asked=[question for question in every if question.retired_at is None],
        retired=[question for question in every if question.retired_at is not None],
        counts=queries.count_answers(event),
        kinds=KINDS,
        categories={category.code: category.name for category in event.categories},
    )


@bp.get(f"{_AT}preview")
@allow(Permission.MANAGE_REGISTRATIONS)
def preview(event: Event) -> str:
    """As participants see it; nothing of it is sent."""
    return render_template("questions/preview.html", form=form_for(RegistrationForm, event))


@bp.route(f"{_AT}new", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def new(event: Event) -> BaseResponse | tuple[str, int]:
    """One more."""
    form = QuestionForm(event)
    if form.validate_on_submit():
        try:
            actions.add_question(event, form.details(), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The question is on the form."), "success")
            return redirect(url_for("questions.index"))
    return _page(form, None)


@bp.route(f"{_AT}<code>", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def edit(event: Event, code: str) -> BaseResponse | tuple[str, int]:
    """Words and limits of a question."""
    question = _question(event, code)
    form = QuestionForm(event, question)
    if form.validate_on_submit():
        try:
            actions.change_question(question, form.details(), actor=current_user, at=clock.now())
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The question is saved."), "success")
            return redirect(url_for("questions.index"))
    return _page(form, question)


@bp.post(f"{_AT}<code>/position")
@allow(Permission.MANAGE_REGISTRATIONS)
def move(event: Event, code: str) -> BaseResponse:
    """One up or one down."""
    question, up = _question(event, code), request.form.get("to") == "up"
    if question.retired_at is None:
        actions.move_question(question, up=up, actor=current_user, at=clock.now())
    # Back to the same button, so that the keyboard can go on.
    return redirect(url_for("questions.index", moved=code, to="up" if up else "down"))


@bp.post(f"{_AT}<code>/retirement")
@allow(Permission.MANAGE_REGISTRATIONS)
def retire(event: Event, code: str) -> BaseResponse:
    """Ask no longer."""
    actions.retire_question(_question(event, code), actor=current_user, at=clock.now())
    flash(_("The question is no longer asked. What was answered is kept."), "success")
    return redirect(url_for("questions.index"))


@bp.post(f"{_AT}<code>/return")
@allow(Permission.MANAGE_REGISTRATIONS)
def take_up(event: Event, code: str) -> BaseResponse:
    """Ask again."""
    actions.take_up_question(_question(event, code), actor=current_user, at=clock.now())
    flash(_("The question is on the form."), "success")
    return redirect(url_for("questions.index"))


@bp.post(f"{_AT}<code>/removal")
@allow(Permission.MANAGE_REGISTRATIONS)
def remove(event: Event, code: str) -> BaseResponse:
    """Forget a question that nobody has answered."""
    try:
        actions.remove_question(_question(event, code), actor=current_user, at=clock.now())
        flash(_("The question is removed."), "success")
    except DomainError as error:
        flash(error.message, "error")
    return redirect(url_for("questions.index"))


@bp.get("/staff/<slug>/registrations/<reference>/files/<code>")
@allow(Permission.MANAGE_REGISTRATIONS)
def download(event: Event, reference: str, code: str) -> Response:
    """A file that was handed in: saved, never shown, so that nothing in it runs on our pages."""
    registration = find_by_reference(event, reference) or abort(404)
    answer = given_by(registration).get(code)
    if answer is None or answer.file is None:
        abort(404)
    response = storage.send(answer.file)
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _question(event: Event, code: str) -> Question:
    return queries.find(event, code) or abort(404)


def _page(form: QuestionForm, question: Question | None) -> tuple[str, int]:
    is_answered = question is not None and actions.is_answered(question)
    page = render_template(
        "questions/edit.html", form=form, question=question, is_answered=is_answered
    )
    return page, form.http_status
