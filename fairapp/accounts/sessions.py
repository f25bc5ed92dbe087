"""Signed-in sessions (Flask-Login, a row each) and password hashing (argon2)."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, g, request, session
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, login_user, logout_user
from sqlalchemy import Select, bindparam, delete, select, update
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import contains_eager

from fairapp.accounts.browsers import in_words
from fairapp.accounts.models import StaffSession, User
from fairapp.core import clock
from fairapp.core.access import Permission, may
from fairapp.core.db import afterwards, db, transaction

log = logging.getLogger(__name__)

# Unused for so long, a session is over; the shorter one when the browser was not to keep it.
IDLE = timedelta(days=14)
IDLE_UNKEPT = timedelta(days=1)
# However much it is used, the password is asked for again some day.
LONGEST = timedelta(days=90)
# When somebody was last seen is written no more often than this.
STEP = timedelta(minutes=15)

login_manager = LoginManager()
_hasher = PasswordHasher()
_TOKEN = "_user_id"  # noqa: S105 # nosec B105 - Flask-Login: of `load_user`


@dataclass(frozen=True, slots=True)
class Present:
    """The session of this request, as it was read."""

    id: int
    seen_at: datetime


def init_app(app: Flask) -> None:
    """Recognise signed-in users; send the others to the sign-in page."""
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = _l("Please sign in to open this page.")
    login_manager.login_message_category = "info"
    login_manager.session_protection = "basic"
    login_manager.user_loader(load_user)
    login_manager.init_app(app)
    app.jinja_env.globals.update(may=may, Permission=Permission)


def load_user(token: str) -> User | None:
    """The user of a session cookie; None when the session or the account is over."""
    row = db.session.scalar(_by_digest(), {"digest": _digest(token)})
    if row is None or not row.user.is_active or not _is_alive(row, clock.now()):
        return None
    g.staff_session = Present(row.id, row.seen_at)
    return row.user


def user_of(identity: str) -> User | None:
    """Whose `get_id` this is; None when disabled or the password has changed since."""
    number, _, _mark = identity.partition(":")
    user = db.session.get(User, int(number)) if number.isdigit() else None
    return user if user and user.is_active and user.get_id() == identity else None


def hash_password(password: str) -> str:
    """argon2id hash with its parameters."""
    return _hasher.hash(password)


def hash_matches(digest: str | None, password: str) -> bool:
    """Whether `password` gave `digest`; False, after the same time, for no digest."""
    try:
        _hasher.verify(digest or _nobody(), password)
    except (VerificationError, InvalidHashError):
        return False
    return digest is not None


def sign_in(user: User, *, remember: bool) -> None:
    """Begin a new session: nothing of the one before it, not even its CSRF token, lives on."""
    session.clear()
    token = begin(
        user,
        is_kept=remember,
        browser=in_words(request.user_agent.string),
        address=request.remote_addr or "",
        at=clock.now(),
    )
    login_user(user)
    session[_TOKEN] = token
    # Permanent lasts PERMANENT_SESSION_LIFETIME; otherwise until the browser is closed.
    session.permanent = remember


def begin(user: User, *, is_kept: bool, browser: str, address: str, at: datetime) -> str:
    """The token of a new session, for its cookie; those of this user that are over go."""
    old = (StaffSession.user_id == user.id) & (StaffSession.seen_at < at - IDLE)
    db.session.execute(delete(StaffSession).where(old))
    token = secrets.token_urlsafe(24)
    row = StaffSession(
        user_id=user.id,
        digest=_digest(token),
        browser=browser,
        address=address,
        is_kept=is_kept,
        begun_at=at,
        seen_at=at,
    )
    db.session.add(row)
    db.session.flush()
    return token


def sign_out() -> None:
    """End the session."""
    if token := session.get(_TOKEN):
        db.session.execute(delete(StaffSession).where(StaffSession.digest == _digest(token)))
    logout_user()
    session.clear()


def present_id() -> int | None:
    """Number of the session that asks."""
    present: Present | None = g.get("staff_session")
    return present.id if present is not None else None


def of_user(user: User, *, at: datetime) -> list[StaffSession]:
    """Where the user is signed in, the latest seen first."""
    query = select(StaffSession).where(StaffSession.user_id == user.id)
    rows = db.session.scalars(query.order_by(StaffSession.seen_at.desc(), StaffSession.id.desc()))
    return [row for row in rows if _is_alive(row, at)]


def end(user: User, session_id: int) -> None:
    """End one of the user's sessions; of nobody else's."""
    mine = (StaffSession.user_id == user.id) & (StaffSession.id == session_id)
    db.session.execute(delete(StaffSession).where(mine))


def end_all(user: User, *, but: int | None = None) -> None:
    """End the user's sessions, `but` one."""
    query = delete(StaffSession).where(StaffSession.user_id == user.id)
    db.session.execute(query if but is None else query.where(StaffSession.id != but))


@afterwards
def note_seen() -> None:
    """Write that the session was used, once in a while.

    A GET writes nothing, for a page that is looked at must not change what it shows. This is about
    no page, and without it whoever reads all day would be taken for away: so it is written after
    the request's own transaction, in one of its own, and no page waits for it to be right.
    """
    present: Present | None = g.get("staff_session")
    at = clock.now()
    if present is None or at - present.seen_at < STEP:
        return
    try:
        with transaction():
            row = update(StaffSession).where(StaffSession.id == present.id)
            db.session.execute(row.values(seen_at=at))
    except SQLAlchemyError:
        log.warning("when a session was last seen could not be written", exc_info=True)


def _is_alive(row: StaffSession, at: datetime) -> bool:
    idle = IDLE if row.is_kept else IDLE_UNKEPT
    return at - row.seen_at < idle + STEP and at - row.begun_at < LONGEST


@cache
def _by_digest() -> Select[StaffSession]:
    # One read of an index finds session, user and whether that one has a second factor.
    return (
        select(StaffSession)
        .join(StaffSession.user)
        .options(contains_eager(StaffSession.user).joinedload(User.factor))
        .where(StaffSession.digest == bindparam("digest"))
    )


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


@cache
def _nobody() -> str:
    """Verified against when the address is unknown, so that the answer takes as long either way."""
    return _hasher.hash("nobody has this password")
