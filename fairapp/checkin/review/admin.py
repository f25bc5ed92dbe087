"""The page of what is to be checked, and the import of a queue that no network brought."""

from __future__ import annotations

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import FileField, TextAreaField

from fairapp.checkin.review import queries, queue_file
from fairapp.checkin.review.queries import Kind
from fairapp.checkin.review.queue_file import Import
from fairapp.checkin.review.words import KINDS, spelt
from fairapp.checkin.words import REASONS, VERDICTS
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("review", __name__)


class QueueForm(Form):
    """A phone's queue."""

    file = FileField(_l("File"), description=_l("As the phone has saved it (.json)."))
    text = TextAreaField(
        _l("Or its text"), description=_l("What another phone’s camera read from the codes.")
    )


@bp.get("/staff/<slug>/scans/")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """What there is to check, by kind; the kind that was asked for, or the first with any."""
    counts = queries.counts(event)
    asked = request.args.get("kind", "")
    kind = Kind(asked) if asked in set(Kind) else next((k for k in Kind if counts[k]), Kind.TWICE)
    pages = max(1, -(-counts[kind] // queries.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    return render_template(
        "review/index.html",
        counts=counts,
        kind=kind,
        kinds=KINDS,
        rows=queries.odd(event, kind, page=page),
        page=page,
        pages=pages,
        page_url=lambda number: url_for("review.index", kind=kind.value, page=number),
        gaps=queries.gaps(event),
        foreign=queries.foreign(event),
        spelt=spelt,
        reasons=REASONS,
        verdicts=VERDICTS,
    )


@bp.route("/staff/<slug>/scans/import", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def import_queue(event: Event) -> tuple[str, int]:
    """Take the scans and counts of a phone's queue; sent again, nothing changes."""
    form = QueueForm()
    taken: Import | None = None
    device = None
    if form.validate_on_submit():
        try:
            queue = queue_file.read(event, _content(form))
            taken = queue_file.take(event, queue, actor=current_user, at=clock.now())
            device = queue.device
        except DomainError as error:
            form.add_domain_error(error)
    page = render_template(
        "review/queue.html",
        form=form,
        device=device,
        taken=taken,
        reasons=REASONS,
        verdicts=VERDICTS,
    )
    return page, 422 if form.errors else 200


def _content(form: QueueForm) -> str:
    sent = form.file.data
    content = sent.read(queue_file.MAX_BYTES + 1) if sent else b""
    if len(content) > queue_file.MAX_BYTES:
        raise DomainError("too_many", _("This file is too large for a queue."), field="file")
    text = content.decode("utf-8", errors="replace") if content else form.text.data or ""
    if not text.strip():
        raise DomainError("empty", _("Choose the file that the phone has saved."), field="file")
    return str(text)
