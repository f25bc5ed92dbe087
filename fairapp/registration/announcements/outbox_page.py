"""The team's pages of all messages: what was written to whom, and what became of it."""

from __future__ import annotations

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from sqlalchemy import ColumnElement
from werkzeug.wrappers import Response

from fairapp.core import audit, clock, messages
from fairapp.core.access import Permission, allow, may
from fairapp.core.db import db
from fairapp.core.identifiers import may_exist
from fairapp.core.messages import Message, MessageStatus
from fairapp.events.models import Event
from fairapp.registration.announcements import outbox, queries, words
from fairapp.registration.announcements.admin import AT, bp, told_again, told_back
from fairapp.registration.announcements.outbox import CODE_KIND, Filter
from fairapp.registration.models import Registration

bp.add_app_template_filter(outbox.masked, "masked")
bp.add_app_template_global(words.status, "message_status")
bp.add_app_template_global(words.why, "message_why")
bp.add_app_template_global(words.kind, "message_kind")
_MANY = 500


@bp.get(AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def index(event: Event) -> str:
    """The outbox, the newest first."""
    chosen, contacts = _filter(), may(Permission.SEE_CONTACTS)
    found = queries.find(event, chosen.announcement) if chosen.announcement else None
    return render_template(
        "announcements/index.html",
        page=outbox.page(
            event, chosen, before=_number("before"), after=_number("after"), contacts=contacts
        ),
        counts=outbox.counts(event, chosen, contacts=contacts),
        chosen=chosen,
        announcement=found,
        statuses=words.STATUSES,
        channels=words.CHANNELS,
        kinds=words.KINDS,
        contacts=contacts,
    )


@bp.post(AT)
@allow(Permission.MANAGE_REGISTRATIONS)
def act(event: Event) -> Response:
    """Send again or take back: one message, those ticked, or all that the filter shows."""
    chosen, at = _filter(), clock.now()
    which = _meant(event, chosen)
    if which is None:
        flash(_("No message was ticked."), "warning")
        return redirect(_back(chosen), 303)
    ours = (Message.event_id == event.id) & which
    if request.form.get("do") == "back":
        count, act = messages.take_back(ours), "messages.taken_back"
        told = told_back(count)
    else:
        count, act = (
            messages.try_again(ours, Message.kind != CODE_KIND, at=at),
            "messages.sent_again",
        )
        told = told_again(count)
    flash(told, "success" if count else "info")
    if count:
        details = {"messages": count}
        audit.record(act, event_id=event.id, at=at, actor=current_user, details=details)
    return redirect(_back(chosen), 303)


@bp.get(f"{AT}<int:key>")
@allow(Permission.MANAGE_REGISTRATIONS)
def message(event: Event, key: int) -> str:
    """One message: to whom, what it says, what was tried."""
    found = outbox.find(event, key) or abort(404)
    about = found.registration_id
    return render_template(
        "announcements/message.html",
        message=found,
        person=db.session.get(Registration, about) if about else None,
        announcement=queries.find(event, found.announcement_id) if found.announcement_id else None,
        text=outbox.shown_text(found),
        channels=words.CHANNELS,
        again=outbox.may_go_again(event, found),
        back=found.status in {MessageStatus.QUEUED, MessageStatus.HELD},
        contacts=may(Permission.SEE_CONTACTS),
    )


def _filter() -> Filter:
    """What the address, or the form sent from it, chooses; what it cannot mean is not chosen."""
    said = request.args
    status, channel, kind = said.get("status", ""), said.get("channel", ""), said.get("kind")
    return Filter(
        status=status if status in words.STATUSES else "",
        channel=channel if channel in words.CHANNELS else "",
        kind=kind if kind in words.KINDS else None,
        text=said.get("q", "")[:120],
        announcement=_number("announcement"),
    )


def _number(name: str) -> int | None:
    number = request.args.get(name, type=int)
    return number if number is not None and may_exist(number) else None


def _ids(texts: list[str]) -> list[int]:
    numbers = [int(text) for text in texts[:_MANY] if text.isascii() and text.isdigit()]
    return [number for number in numbers if may_exist(number)]


def _meant(event: Event, chosen: Filter) -> ColumnElement[bool] | None:
    """Which messages a form means; None for none."""
    if "all" in request.form:
        contacts = may(Permission.SEE_CONTACTS)
        return Message.id.in_(outbox.ids(event, chosen, contacts=contacts))
    ids = _ids(request.form.getlist("message"))
    return Message.id.in_(ids) if ids else None


def _back(chosen: Filter) -> str:
    """The page that the form was sent from."""
    ids = _ids(request.form.getlist("message"))
    if request.form.get("from") == "message" and ids:
        return url_for("announcements.message", key=ids[0])
    return url_for("announcements.index", **chosen.as_args())
