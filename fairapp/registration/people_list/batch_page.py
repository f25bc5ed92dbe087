"""The pages of what is done with many people at a time; nothing is done by opening one."""

from __future__ import annotations

from flask import Response, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectField
from wtforms.validators import DataRequired

from fairapp.core import audit, clock, tasks
from fairapp.core.access import Permission, allow, may
from fairapp.core.forms import Form
from fairapp.events.models import Category, Event
from fairapp.registration import history
from fairapp.registration import queries as registrations
from fairapp.registration.imports.downloads import as_file
from fairapp.registration.imports.export import table
from fairapp.registration.moderation.forms import RefusalForm
from fairapp.registration.people_list import batches, queries
from fairapp.registration.people_list.admin import ACTS, asked, to_list
from fairapp.registration.people_list.admin import bp as bp
from fairapp.registration.people_list.models import Act, Batch, BatchStatus, Outcome
from fairapp.registration.rules import Quota

# As many as a page names.
_NAMED = 50
_ELSEWHERE = {Act.MESSAGE: "announcements.compose", Act.BADGES: "badges.index"}
AT = "/staff/<slug>/registrations/batches/"


class CategoryForm(Form):
    """Into which category."""

    category = SelectField(
        _l("New category"), [DataRequired(_l("Please choose an answer."))], default=""
    )

    def __init__(self, event: Event) -> None:
        super().__init__()
        names = [(category.code, str(category.name)) for category in event.categories]
        self.category.choices = [("", _("Please choose")), *names]


@bp.post(AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def choose(event: Event) -> BaseResponse:
    """Note who was ticked, or all who match, and ask."""
    wish, contacts = asked(event, request.form), may(Permission.SEE_CONTACTS)
    act = request.form.get("act", "")
    if act not in set(Act):
        abort(400)
    if request.form.get("scope") == "all":
        ids = queries.ids(event, wish, contacts=contacts)
    else:
        texts = request.form.getlist("person")[: queries.PAGE]
        ids = [int(text) for text in texts if text.isascii() and text.isdigit()]
    if not ids:
        flash(_("Nobody was ticked."), "warning")
        return to_list(wish)
    batch = batches.choose(event, Act(act), ids, actor=current_user, at=clock.now())
    if endpoint := _ELSEWHERE.get(Act(act)):
        return redirect(url_for(endpoint, chosen=batch.id), 303)
    return _to(batch)


@bp.get(f"{AT}<int:key>")
@allow(Permission.MANAGE_REGISTRATIONS)
def batch(event: Event, key: int) -> str:
    """Who is meant and who is left out; then how far it is, what was done, and what undone."""
    found = _find(event, key)
    if found.status == BatchStatus.CHOSEN:
        return _ask(event, found, _form(event, found))
    if found.status in {BatchStatus.RUNNING, BatchStatus.UNDOING}:
        return render_template("people/batch_working.html", batch=found, label=ACTS[Act(found.act)])
    return render_template(
        "people/batch.html",
        batch=found,
        label=ACTS[Act(found.act)],
        counts=batches.counts(found),
        named={
            outcome: batches.people_of(found, outcome, limit=_NAMED)
            for outcome in (Outcome.LEFT, Outcome.CHANGED)
        },
        statuses=history.STATUSES,
        category=_category(event, found.params.get("category", "")),
    )


@bp.post(f"{AT}<int:key>/execution")
@allow(Permission.MANAGE_REGISTRATIONS)
def run_batch(event: Event, key: int) -> BaseResponse | tuple[str, int]:
    """Do it."""
    found = _find(event, key)
    form = _form(event, found)
    if found.status == BatchStatus.CHOSEN and form is not None and not form.validate():
        return _ask(event, found, form), 422
    params = {k: v or "" for k, v in form.data.items() if k != "csrf_token"} if form else {}
    batches.run(found, params, actor=current_user, at=clock.now())
    return _to(found)


@bp.post(f"{AT}<int:key>/undo")
@allow(Permission.MANAGE_REGISTRATIONS)
def undo_batch(event: Event, key: int) -> BaseResponse:
    """Take it back, for everybody to whom nothing else has happened since."""
    found = _find(event, key)
    batches.undo(found, actor=current_user, at=clock.now())
    return _to(found)


@bp.get(f"{AT}<int:key>/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def batch_progress(event: Event, key: int) -> Response:
    """How far the work is."""
    return tasks.progress_answer(_find(event, key).job or abort(404))


@bp.post("/staff/<slug>/registrations/people/export")
@allow(Permission.MANAGE_REGISTRATIONS)
def export(event: Event) -> Response:
    """Whoever is listed, as a table with everything; who took it is noted."""
    if not may(Permission.SEE_CONTACTS):
        abort(403)
    wish, suffix = asked(event, request.form), request.form.get("format", "")
    ids = queries.ids(event, wish, contacts=True)
    details = {"format": suffix, "people": len(ids), "filters": wish.kept()}
    audit.record(
        "registrations.exported",
        event_id=event.id,
        at=clock.now(),
        actor=current_user,
        details=details,
    )
    rows = table(event, ids)
    return as_file(rows, f"{event.slug}-participants", suffix, _("Registrations"))


def _ask(event: Event, found: Batch, form: Form | None) -> str:
    code = request.form.get("category", "")
    category = _category(event, code)
    return render_template(
        "people/batch_ask.html",
        batch=found,
        label=ACTS[Act(found.act)],
        preview=batches.preview(found, category),
        form=form,
        quotas=_tight(event, found),
        statuses=history.STATUSES,
    )


def _form(event: Event, found: Batch) -> Form | None:
    match found.act:
        case Act.DECLINE:
            return RefusalForm()
        case Act.CATEGORY:
            return CategoryForm(event)
        case _:
            return None


def _tight(event: Event, found: Batch) -> list[Quota]:
    """Limits that bind nobody here, and that the team may want to keep all the same."""
    if found.act not in {Act.REINSTATE, Act.CATEGORY}:
        return []
    return [
        quota
        for quota in registrations.quotas(event)
        if quota.scope != "day" and quota.taken + found.people > quota.capacity
    ]


def _category(event: Event, code: str) -> Category | None:
    return next((category for category in event.categories if category.code == code), None)


def _find(event: Event, key: int) -> Batch:
    return batches.find(event, key) or abort(404)


def _to(found: Batch) -> BaseResponse:
    return redirect(url_for("people.batch", key=found.id), 303)
