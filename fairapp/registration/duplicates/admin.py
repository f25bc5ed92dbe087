"""The team's pages about people who may be registered twice."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask import Response as FlaskResponse
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import select
from werkzeug.wrappers import Response

from fairapp.core import clock, tasks
from fairapp.core.access import Permission, allow, may
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event
from fairapp.registration import phones, reference
from fairapp.registration.details import Details
from fairapp.registration.duplicates import actions, pairs, queries, searches
from fairapp.registration.duplicates.comparison import compare
from fairapp.registration.duplicates.fields import FIELDS
from fairapp.registration.duplicates.models import DistinctPair, Merge
from fairapp.registration.duplicates.traces import traces
from fairapp.registration.duplicates.words import WHY
from fairapp.registration.history import STATUSES
from fairapp.registration.models import Registration
from fairapp.registration.queries import people

bp = Blueprint("duplicates", __name__)
bp.app_context_processor(lambda: {"duplicate_words": WHY})
_SHOWN, _HISTORY = 50, 30


@bp.get("/staff/<slug>/registrations/duplicates/")
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """Probable pairs, the likeliest first; what was merged and told apart, to be undone."""
    found = pairs.likeliest(event, _SHOWN)
    merges, apart = _history(Merge, event), _history(DistinctPair, event)
    ids = {i for pair in (*found.pairs, *apart) for i in (pair.first_id, pair.second_id)}
    ids |= {i for done in merges for i in (done.kept_id, done.merged_id)}
    search = None if found.is_exact else searches.of(event)
    return render_template(
        "duplicates/index.html",
        found=found,
        search=search,
        is_stale=search is not None and searches.is_stale(search),
        merges=merges,
        apart=apart,
        rows={row.id: row for row in people(sorted(ids))},
        words=WHY,
    )


@bp.post("/staff/<slug>/registrations/duplicates/search")
@allow(Permission.MANAGE_REGISTRATIONS)
def search(event: Event) -> Response:
    """Look at everybody of a big fair again."""
    searches.start(event.id, actor=current_user, at=clock.now())
    return redirect(url_for("duplicates.index"), 303)


@bp.get("/staff/<slug>/registrations/duplicates/search/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def progress(event: Event) -> FlaskResponse:
    """How far the search is, for the page that waits."""
    found = searches.of(event)
    if found is None or found.job is None:
        abort(404)
    return tasks.progress_answer(found.job)


@bp.get("/staff/<slug>/registrations/duplicates/<int:first_id>/<int:other>")
@allow(Permission.MANAGE_REGISTRATIONS, contacts=True)
def comparison(event: Event, first_id: int, other: int) -> str:
    """Both side by side, with the fuller value of each field chosen."""
    first, second = _registration(event, first_id), _registration(event, other)
    return _compared(first, second)


@bp.post("/staff/<slug>/registrations/duplicates/<int:first_id>/<int:other>/merge")
@allow(Permission.MANAGE_REGISTRATIONS)
def merge(event: Event, first_id: int, other: int) -> Response | tuple[str, int]:
    """Make one person of both: `keep` is the id that counts, each field the id it is taken from."""
    first, second = _registration(event, first_id), _registration(event, other)
    kept, merged = (second, first) if request.form.get("keep") == str(other) else (first, second)
    take = [name for name in FIELDS if request.form.get(name) == str(merged.id)]
    try:
        actions.merge(kept, merged, take=take, actor=current_user, at=clock.now())
    except DomainError as error:
        return _compared(first, second, str(error.message)), 422
    flash(_("%(name)s is registered once now.", name=kept.full_name), "success")
    return redirect(url_for("duplicates.index"))


@bp.post("/staff/<slug>/registrations/duplicates/<int:first_id>/<int:other>/distinct")
@allow(Permission.MANAGE_REGISTRATIONS)
def tell_apart(event: Event, first_id: int, other: int) -> Response:
    """Two persons: not to be asked again."""
    first, second = _registration(event, first_id), _registration(event, other)
    if first.id == second.id:
        abort(404)
    actions.tell_apart(first, second, actor=current_user, at=clock.now())
    flash(_("Noted: these are two persons."), "success")
    return redirect(url_for("duplicates.index"))


@bp.post("/staff/<slug>/registrations/duplicates/merges/<int:key>/undo")
@allow(Permission.MANAGE_REGISTRATIONS)
def undo(event: Event, key: int) -> Response:
    """Take two merged registrations apart again."""
    done = _of_event(Merge, event, key)
    try:
        actions.undo(done, actor=current_user, at=clock.now())
    except DomainError as error:
        flash(str(error.message), "error")
    else:
        flash(_("Both registrations are as they were before."), "success")
    return redirect(url_for("duplicates.index"))


@bp.post("/staff/<slug>/registrations/duplicates/distinct/<int:key>/undo")
@allow(Permission.MANAGE_REGISTRATIONS)
def ask_again(event: Event, key: int) -> Response:
    """Ask about a pair again."""
    pair = _of_event(DistinctPair, event, key)
    actions.ask_again(pair, actor=current_user, at=clock.now())
    flash(_("This pair will be shown again."), "success")
    return redirect(url_for("duplicates.index"))


@bp.get("/staff/<slug>/registrations/duplicates/hint")
@allow(Permission.REGISTER_ON_SITE)
def hint(event: Event) -> str:
    """Who the person being typed probably is: a piece of HTML, empty for nobody."""
    said = request.args
    details = Details(
        category=event.categories[0],
        given_names=said.get("given_names", "")[:240],
        family_name=said.get("family_name", "")[:120],
        phones=phones.read(said.get("phone", "")[:80]),
    )
    found = queries.candidates(event, details, limit=3, contacts=may(Permission.SEE_CONTACTS))
    return render_template("duplicates/_hint.html", candidates=found, asked=False)


def _compared(first: Registration, second: Registration, error: str = "") -> str:
    if first.id == second.id:
        abort(404)
    return render_template(
        "duplicates/compare.html",
        both=(first, second),
        codes=[reference.display(r.reference) for r in (first, second)],
        fields=compare(first, second),
        traces=traces(first, second),
        statuses=STATUSES,
        likeness=queries.likeness_of(first, second),
        keep=min(first, second, key=lambda r: (r.status != "confirmed", r.created_at, r.id)),
        words=WHY,
        error=error,
    )


def _registration(event: Event, key: int) -> Registration:
    return _of_event(Registration, event, key)  # type: ignore[no-any-return]


def _of_event(model: Any, event: Event, key: int) -> Any:
    found = db.session.get(model, key) if may_exist(key) else None
    if found is None or found.event_id != event.id:
        abort(404)
    return found


def _history(model: Any, event: Event) -> list[Any]:
    query = select(model).where(model.event_id == event.id)
    if model is Merge:
        query = query.where(Merge.undone_at.is_(None))
    return list(db.session.scalars(query.order_by(model.id.desc()).limit(_HISTORY)))
