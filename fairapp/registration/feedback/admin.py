"""What people thought, as the team reads it, and the sheets for the doors."""

from __future__ import annotations

from flask import Response, abort, redirect, render_template, request, url_for
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import audit, clock, sheets
from fairapp.core.access import Permission, allow
from fairapp.events.models import Event
from fairapp.registration.feedback import actions, doors, queries, results, subjects
from fairapp.registration.feedback.marks import MARKS
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.feedback.results import Results
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.feedback.views import bp

AT = "/staff/<slug>/programme/opinions/"
_TABLES = {"figures": results.figures, "words": results.lines}


@bp.get(AT, endpoint="results")
@allow(Permission.EDIT_PROGRAMME)
def index(event: Event) -> str:
    """The fair, then every session with its mean; of one day if asked."""
    found, day = results.results_of(event, at=clock.now()), request.args.get("day", type=int)
    shown = [row for row in found.sessions if day in (None, row.subject.day_number)]
    return render_template(
        "feedback/results.html",
        fair=found.fair if day is None else None,
        rows=shown,
        found=found,
        day=day,
        marks=MARKS,
        at=clock.now(),
    )


@bp.get(f"{AT}fair", defaults={"code": ""}, endpoint="fair")
@bp.get(f"{AT}sessions/<code>")
@allow(Permission.EDIT_PROGRAMME)
def session(event: Event, code: str) -> str:
    """One session, or the fair: how often each mark was given, and all that was written."""
    found = results.results_of(event, at=clock.now())
    row = next((row for row in found.every if row.subject.code == code), None) or abort(404)
    changed = queries.find(event, request.args.get("hidden", 0, type=int))
    return render_template(
        "feedback/result.html",
        row=row,
        changed=changed if changed is not None and changed.hidden_at else None,
        marks=MARKS,
        at=clock.now(),
    )


@bp.post(f"{AT}<int:opinion_id>/hiding")
@allow(Permission.EDIT_PROGRAMME)
def hide(event: Event, opinion_id: int) -> BaseResponse:
    """Take an insult off the page; the page offers to show it again."""
    opinion = queries.find(event, opinion_id) or abort(404)
    actions.hide(opinion, actor=current_user, at=clock.now())
    return _to(event, opinion, hidden=opinion.id)


@bp.post(f"{AT}<int:opinion_id>/showing")
@allow(Permission.EDIT_PROGRAMME)
def show(event: Event, opinion_id: int) -> BaseResponse:
    """Show again what was hidden."""
    opinion = queries.find(event, opinion_id) or abort(404)
    actions.show(opinion, actor=current_user, at=clock.now())
    return _to(event, opinion)


@bp.post(f"{AT}export")
@allow(Permission.EDIT_PROGRAMME)
def download(event: Event) -> Response:
    """Figures, or what was written, for a spreadsheet; who took it is noted."""
    name = request.form.get("table", "")
    table = _TABLES.get(name) or abort(404)
    found: Results = results.results_of(event, at=clock.now())
    audit.record(
        "opinions.exported",
        event_id=event.id,
        at=clock.now(),
        actor=current_user,
        details={"table": name},
    )
    answer = Response(sheets.as_csv(table(event, found)), mimetype=sheets.CSV)
    file = f"{event.slug}-avis-{'chiffres' if name == 'figures' else 'textes'}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@bp.get(f"{AT}doors")
@allow(Permission.EDIT_PROGRAMME)
def door_sheets(event: Event) -> str:
    """Which sheets to print."""
    asked = _asked(event)
    by_day = {day: [s for s in asked if s.day_number == day.number] for day in event.days}
    return render_template("feedback/doors.html", by_day=by_day, fair=subjects.the_fair(event))


@bp.get(f"{AT}doors.pdf")
@allow(Permission.EDIT_PROGRAMME)
def doors_pdf(event: Event) -> Response:
    """The sheets of a session, of the fair, of a day or of all, on A4 or A5."""
    paper = request.args.get("paper", "A5")
    chosen = _chosen(event)
    if paper not in doors.PAPERS or not chosen:
        abort(404)
    content = doors.sheets(event, chosen, paper=paper, at=clock.now())
    answer = Response(content, mimetype="application/pdf")
    file = f"{event.slug}-avis-{paper}.pdf"
    answer.headers["Content-Disposition"] = f'inline; filename="{file}"'
    return answer


def _asked(event: Event) -> list[Subject]:
    return [subject for subject in subjects.sessions(event) if not subject.is_cancelled]


def _chosen(event: Event) -> list[Subject]:
    code, day = request.args.get("code"), request.args.get("day", type=int)
    if code is not None:
        found = subjects.find(event, code)
        return [found] if found and not found.is_cancelled else []
    return [subject for subject in _asked(event) if day in (None, subject.day_number)]


def _to(event: Event, opinion: Opinion, hidden: int | None = None) -> BaseResponse:
    about = next((s for s in subjects.sessions(event) if s.session_id == opinion.session_id), None)
    if about is None:
        return redirect(url_for("feedback.fair", hidden=hidden), 303)
    return redirect(url_for("feedback.session", code=about.code, hidden=hidden), 303)
