"""The team's pages of tokens: which programs come in, one more, one let in no more."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from werkzeug.wrappers import Response

from fairapp.api import actions, queries
from fairapp.api.forms import TokenForm
from fairapp.api.models import ApiToken
from fairapp.api.words import SCOPES
from fairapp.core import clock
from fairapp.core.access import Permission, allow
from fairapp.core.addresses import base_url
from fairapp.core.errors import DomainError
from fairapp.core.forms import Form
from fairapp.events.models import Event

bp = Blueprint("tokens", __name__)

# Long enough for a fair and what comes after it.
_USUAL = timedelta(days=90)


class Row(NamedTuple):
    """A token in the list."""

    token: ApiToken
    is_good: bool
    last_day: date


@bp.get("/staff/<slug>/tokens/")
@allow(Permission.MANAGE_EVENT)
def index(event: Event) -> str:
    """All tokens, and when each was used."""
    at = clock.now()
    rows = [Row(one, one.is_good(at), _last_day(one)) for one in queries.tokens_of(event)]
    return render_template("api/tokens.html", rows=rows, at=at, scopes=SCOPES)


@bp.route("/staff/<slug>/tokens/new", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def new(event: Event) -> Response | tuple[str, int]:
    """One more; the answer shows it, once."""
    form, at = TokenForm(), clock.now()
    form.opened(event.local(at + _USUAL).date())
    if form.validate_on_submit():
        try:
            until = _end_of(event, form.until.data, at)
            token, text = actions.make(
                event,
                form.name.data or "",
                form.scopes.data or (),
                until=until,
                actor=current_user,
                at=at,
            )
        except DomainError as error:
            form.add_domain_error(error)
        else:
            return _shown_once(token, text)
    return render_template("api/new.html", form=form), form.http_status


@bp.route("/staff/<slug>/tokens/<int:token_id>/revocation", methods=["GET", "POST"])
@allow(Permission.MANAGE_EVENT)
def revocation(event: Event, token_id: int) -> Response | tuple[str, int]:
    """Ask before a program is let in no more, then see to it."""
    token, form = queries.find(event, token_id) or abort(404), Form()
    if form.validate_on_submit():
        actions.revoke(token, actor=current_user, at=clock.now())
        flash(_("%(name)s is let in no more.", name=token.name), "success")
        return redirect(url_for("tokens.index"), 303)
    page = render_template("api/revocation.html", form=form, token=token, at=clock.now())
    return page, form.http_status


def _shown_once(token: ApiToken, text: str) -> Response:
    """In the answer itself: it is not kept where another page could show it again."""
    shown = {"token": token, "text": text, "last_day": _last_day(token)}
    return make_response(render_template("api/made.html", base=base_url(), **shown))


def _last_day(token: ApiToken) -> date:
    return token.event.local(token.expires_at - timedelta(seconds=1)).date()


def _end_of(event: Event, day: date | None, at: datetime) -> datetime:
    """The last moment of `day`; before now when it is none that could be meant."""
    if day is None or day.year not in clock.YEARS:
        return at
    return event.utc(day + timedelta(days=1), time.min)
