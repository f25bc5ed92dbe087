"""The form of one session: new, changed, and what happens when two people change it at once."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.datastructures import CombinedMultiDict, MultiDict
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.events.text import language_names, weekday_date
from fairapp.programme import queries as public
from fairapp.programme.editing import actions, comparing, people, placing, queries, reading, rows
from fairapp.programme.editing.admin import AT, bp
from fairapp.programme.editing.forms import SessionForm
from fairapp.programme.editing.models import Draft

# What is spoken at fairs of the region, beside what a session says already.
_LANGUAGES = ("fr", "en", "ar", "ff", "man", "sus", "kpe", "sgn")


@bp.route(f"{AT}sessions/new", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def new(event: Event) -> Response | tuple[str, int]:
    """One more session, placed or not."""
    form = _form(event, None)
    if form.is_ready and form.validate():
        try:
            at = clock.now()
            values = reading.columns(form, event, None, actor=current_user, at=at)
            draft = actions.create(event, values, actor=current_user, at=at)
        except DomainError as error:
            form.add_domain_error(error)
        else:
            flash(_("The session is planned."), "success")
            return _to_board(draft)
    return _page(event, form, None)


@bp.route(f"{AT}sessions/<code>", methods=["GET", "POST"])
@allow(Permission.EDIT_PROGRAMME)
def edit(event: Event, code: str) -> Response | tuple[str, int]:
    """Everything about a session."""
    draft = queries.find(event, code) or abort(404)
    form = _form(event, draft)
    if form.is_ready and form.validate():
        try:
            _change(event, draft, form)
        except DomainError as error:
            if error.code == "edited_meanwhile":
                return _conflict(event, draft, form)
            form.add_domain_error(error)
        else:
            flash(_("The session is saved."), "success")
            return _to_board(draft)
    return _page(event, form, draft)


def _change(event: Event, draft: Draft, form: SessionForm) -> None:
    version = placing.number(form.version.data)
    who: dict[str, Any] = {"actor": current_user, "at": clock.now()}
    # Before anything is stored; `change` asks again once it holds the row.
    if version != draft.version:
        raise DomainError("edited_meanwhile", "")
    values = reading.columns(form, event, draft, **who)
    left = set(request.form.getlist("leave"))
    kept = {name: value for name, value in values.items() if name not in left}
    actions.change(draft, kept, version=version, **who)


def _conflict(event: Event, draft: Draft, form: SessionForm) -> tuple[str, int]:
    """What was typed stays in the form; beside it, what is there now, and the choice."""
    try:
        typed = reading.columns(
            form, event, draft, keeps_files=False, actor=current_user, at=clock.now()
        )
    except DomainError as error:
        form.add_domain_error(error)
        return _page(event, form, draft)
    found = comparing.differences(event, draft, typed, form.seen.data or "")
    form.version.data = str(draft.version)
    form.seen.data = comparing.digests(draft)
    return _page(event, form, draft, differences=found, status=409)


def _form(event: Event, draft: Draft | None) -> SessionForm:
    """From what was sent, with its rows moved or added when that was the button; else from `draft`.

    `is_ready` says whether it is to be saved.
    """
    order = request.form.get("move", "")
    sent = rows.moved(request.form, order) if order else request.form
    data = reading.defaults(event, draft) if draft is not None else _wanted(event)
    both: list[MultiDict[str, Any]] = [request.files, sent]
    formdata = CombinedMultiDict(both) if request.method == "POST" else None
    form = SessionForm(formdata=formdata, data=data)
    form.is_ready = formdata is not None and not order and "more" not in sent
    _add_spare(form, sent.get("more", ""))
    _offer(form, event, draft)
    if formdata is None:
        form.seen.data = comparing.digests(draft) if draft is not None else ""
    return form


def _add_spare(form: SessionForm, more: str) -> None:
    for name, spare in rows.SPARE.items():
        empty = sum(not row.form.is_filled for row in form[name])
        wanted = max(spare - empty, 0) + (3 if name == more else 0)
        for _number in range(min(wanted, rows.MOST - len(form[name]))):
            form[name].append_entry()


def _offer(form: SessionForm, event: Event, draft: Draft | None) -> None:
    said = f"{draft.languages} {draft.interpretation}".split() if draft is not None else []
    form.choose_from(
        kinds=[(kind.id, str(kind.name)) for kind in public.kinds(event)],
        days=[(day.number, weekday_date(day.date)) for day in event.days],
        rooms=[(room.id, str(room.name)) for room in event.rooms],
        people=people.choices(event),
        languages=[(c, language_names([c])) for c in dict.fromkeys((*_LANGUAGES, *said))],
    )


def _wanted(event: Event) -> dict[str, Any]:
    """What an empty place of the grid was chosen for."""
    room = next((r.id for r in event.rooms if r.code == request.args.get("room")), None)
    day = request.args.get("day", type=int)
    start = placing.clock_of(request.args.get("start", type=int))
    return {"day": day, "room": room, "start": start, "minutes": 60, "languages": ["fr"]}


def _page(
    event: Event,
    form: SessionForm,
    draft: Draft | None,
    *,
    differences: list[comparing.Difference] | None = None,
    status: int | None = None,
) -> tuple[str, int]:
    page = render_template(
        "editing/session.html",
        form=form,
        draft=draft,
        differences=differences,
        seated=queries.seated_by_code(event).get(draft.code, 0) if draft is not None else 0,
        is_published=draft is not None and actions.is_published(draft),
        files=reading.file_names(draft),
        lost_file=any(file.filename for file in request.files.values()),
    )
    return page, status or (422 if form.is_ready else 200)


def _to_board(draft: Draft) -> Response:
    day = draft.day.number if draft.day is not None else None
    return redirect(url_for("editing.board", day=day, _anchor=f"s-{draft.code}"), 303)
