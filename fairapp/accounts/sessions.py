"""Signed-in sessions (Flask-Login) and password hashing (argon2)."""

from __future__ import annotations

from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask import Flask, session
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, login_user, logout_user

from fairapp.accounts.models import User
from fairapp.core.access import Permission, may
from fairapp.core.db import db

login_manager = LoginManager()
_hasher = PasswordHasher()


def init_app(app: Flask) -> None:
    """Recognise signed-in users; send the others to the sign-in page."""
    login_manager.login_view = "accounts.sign_in"
    login_manager.login_message = _l("Please sign in to open this page.")
    login_manager.login_message_category = "info"
    login_manager.session_protection = "basic"
    login_manager.user_loader(load_user)
    login_manager.init_app(app)
    app.jinja_env.globals.update(may=may, Permission=Permission)


def load_user(identity: str) -> User | None:
    """The user of a session cookie; None when disabled or the password has changed since."""
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
    login_user(user)
    # Permanent lasts PERMANENT_SESSION_LIFETIME; otherwise until the browser is closed.
    session.permanent = remember


def sign_out() -> None:
    """End the session."""
    logout_user()
    session.clear()


@cache
def _nobody() -> str:
    """Verified against when the address is unknown, so that the answer takes as long either way."""
    return _hasher.hash("nobody has this password")
