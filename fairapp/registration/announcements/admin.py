"""The team's pages of announcements: written, looked at, sent, followed."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import ngettext
from flask_login import current_user
from werkzeug.wrappers import Response as BaseResponse

from fairapp.core import clock, messages, sms, tasks
from fairapp.core.access import Permission, allow
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LANGUAGES
from fairapp.core.messages import Channel, MessageStatus
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.registration.announcements import actions, outbox, queries, rules, words, writing
from fairapp.registration.announcements.audience import Audience
from fairapp.registration.announcements.forms import AnnouncementForm
from fairapp.registration.announcements.models import Announcement
from fairapp.registration.announcements.queries import Reach, Tongue
from fairapp.registration.models import Registration

bp = Blueprint("announcements", __name__)
AT = "/staff/<slug>/registrations/messages/"
# What the preview's form writes itself.
_NOT_CARRIED = {"csrf_token", "do", "submission_key"}


@dataclass(frozen=True, slots=True)
class Copy:
    """The message in one language, as its first readers get it: by e-mail, and by text."""

    tongue: Tongue
    email: writing.Written | None
    text: str
    size: sms.Size


@bp.get(f"{AT}announcements/")
@allow(Permission.MANAGE_REGISTRATIONS)
def announcements(event: Event) -> str:
    """What was sent, the newest first, and what became of it."""
    return render_template(
        "announcements/sent.html",
        announcements=queries.every(event),
        counts=queries.count_messages(event),
    )


@bp.route(f"{AT}announcements/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_REGISTRATIONS)
def compose(event: Event) -> BaseResponse | tuple[str, int]:
    """Write it, look at it, send it: one form, which travels along until it is sent."""
    form = AnnouncementForm(event, Audience.asked(request.args))
    wish = request.form.get("do")
    if not form.is_submitted() or wish == "edit":
        return _form(form), 200
    if not form.validate():
        return _form(form), 422
    if wish != "send":
        return _preview(event, form), 200
    try:
        announcement = actions.announce(
            event,
            form.words(),
            form.audience(),
            submission_key=form.submission_key.data or "",
            actor=current_user,
            at=clock.now(),
        )
    except DomainError as error:
        form.submission_key.data = str(uuid.uuid4())
        form.add_domain_error(error)
        return _form(form), 422
    return _to(announcement)


@bp.get(f"{AT}announcements/unreachable")
@allow(Permission.MANAGE_REGISTRATIONS)
def unreachable(event: Event) -> str:
    """Who of an audience is found neither by e-mail nor by text, and why."""
    audience = Audience.asked(request.args)
    page = max(1, request.args.get("page", 1, type=int))
    people, total = queries.unreachable(event, audience, page=page, at=clock.now())
    return render_template(
        "announcements/unreachable.html",
        people=people,
        total=total,
        page=page,
        pages=max(1, -(-total // queries.PAGE)),
        audience=audience,
        told=words.audience(event, audience),
    )


@bp.get(f"{AT}announcements/<int:key>")
@allow(Permission.MANAGE_REGISTRATIONS)
def announcement(event: Event, key: int) -> str:
    """What was said to whom, how far it is, and what became of it."""
    found = _find(event, key)
    job = db.session.get(Job, found.job_id) if found.job_id else None
    counts = queries.count_messages(event).get(found.id, {})
    return render_template(
        "announcements/announcement.html",
        announcement=found,
        job=job,
        is_stopped=job is not None and actions.STOPPED in job.params,
        counts=counts,
        back=sum(counts.get(status, 0) for status in (MessageStatus.QUEUED, MessageStatus.HELD)),
        again=outbox.counts(event, outbox.Filter(announcement=found.id)).again,
        told=words.audience(event, Audience.read(found.audience)),
        languages=LANGUAGES,
    )


@bp.get(f"{AT}announcements/<int:key>/progress")
@allow(Permission.MANAGE_REGISTRATIONS)
def progress(event: Event, key: int) -> Response:
    """How far the work is."""
    found = _find(event, key)
    job = db.session.get(Job, found.job_id) if found.job_id else None
    return tasks.progress_answer(job or abort(404))


@bp.post(f"{AT}announcements/<int:key>/withdrawal")
@allow(Permission.MANAGE_REGISTRATIONS)
def withdraw(event: Event, key: int) -> BaseResponse:
    """Take back what has not left."""
    found = _find(event, key)
    count = actions.take_back(found, actor=current_user, at=clock.now())
    flash(told_back(count), "success")
    return _to(found)


@bp.post(f"{AT}announcements/<int:key>/delivery")
@allow(Permission.MANAGE_REGISTRATIONS)
def send_again(event: Event, key: int) -> BaseResponse:
    """Send what failed again, and go on with what was not written."""
    found, at = _find(event, key), clock.now()
    actions.resume(found, actor=current_user, at=at)
    flash(told_again(actions.send_again(found, actor=current_user, at=at)), "success")
    return _to(found)


def told_back(count: int) -> str:
    """What taking back has done."""
    return str(
        ngettext("%(num)d message is taken back.", "%(num)d messages are taken back.", count)
    )


def told_again(count: int) -> str:
    """What sending again has done."""
    return str(
        ngettext("%(num)d message is sent again.", "%(num)d messages are sent again.", count)
    )


def _form(form: AnnouncementForm) -> str:
    chosen = Audience(standings=(), chosen=int(form.chosen.data or 0))
    told = words.audience(form.event, chosen) if chosen.chosen else []
    return render_template("announcements/compose.html", form=form, chosen=told)


def _preview(event: Event, form: AnnouncementForm) -> str:
    said, audience = form.words(), form.audience()
    is_personal = rules.is_personal(said.subject, said.body)
    reach = queries.reach(event, audience, said.body, is_personal=is_personal, at=clock.now())
    has_no_address = rules.shows_pass(said.body) and not current_app.config["PUBLIC_URL"]
    return render_template(
        "announcements/preview.html",
        form=form,
        carried=[pair for pair in request.form.items(multi=True) if pair[0] not in _NOT_CARRIED],
        reach=reach,
        gaps=words.GAPS,
        languages=LANGUAGES,
        copies=_copies(said, reach),
        audience=audience,
        told=words.audience(event, audience),
        is_personal=is_personal,
        has_no_address=has_no_address,
        has_email=messages.is_configured(Channel.EMAIL),
    )


def _copies(said: actions.Words, reach: Reach) -> list[Copy]:
    copies = []
    for tongue in reach.tongues:
        email, text = _copy(said, tongue.by_email), _copy(said, tongue.by_text)
        # Counted with its address whole, shown without.
        plain = text.text if text else ""
        copies.append(Copy(tongue, email, outbox.masked(plain), sms.size(plain)))
    return copies


def _copy(said: actions.Words, person_id: int | None) -> writing.Written | None:
    return writing.write(said, db.session.get_one(Registration, person_id)) if person_id else None


def _find(event: Event, key: int) -> Announcement:
    return queries.find(event, key) or abort(404)


def _to(found: Announcement) -> BaseResponse:
    return redirect(url_for("announcements.announcement", key=found.id), 303)
