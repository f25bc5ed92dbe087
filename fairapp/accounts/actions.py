"""Verbs that change accounts: the first organiser, names, passwords. Teams are in teams.py."""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import text

from fairapp.accounts.models import User
from fairapp.accounts.queries import find_user, has_users, normal_email
from fairapp.accounts.rules import check_password
from fairapp.accounts.sessions import end_all, hash_matches, hash_password
from fairapp.core import audit
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError


def verify(email: str, password: str) -> User:
    """Whose address and password these are; one refusal, after the same time, whatever is wrong.

    Undoes what the present transaction has written: call it first.
    """
    user = find_user(email)
    digest = user.password_hash if user is not None and user.is_active else None
    # Hashing is slow on purpose. SQLite has one writer: scans must not queue behind a sign-in.
    db.session.rollback()
    matches = hash_matches(digest, password)
    user = find_user(email) if matches else None
    if user is None or user.password_hash != digest:
        raise DomainError("sign_in_wrong", _l("This e-mail address and password do not match."))
    return user


def setup_key() -> str:
    """What proves, while nobody has an account, that one may read the server's screen."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    digest = hmac.new(secret, b"fairapp: first organiser", hashlib.sha256).digest()
    return base64.b32encode(digest[:15]).decode().lower()


def setup_key_is(key: str) -> bool:
    """Whether `key` is the one that `setup_url` shows."""
    return hmac.compare_digest(key.encode(), setup_key().encode())


def setup_url(base: str) -> str:
    """Address below `base` where the first organiser is made; empty once there is one."""
    there = has_users()
    db.session.rollback()
    if there:
        return ""
    path = current_app.url_map.bind("localhost").build("accounts.setup", {"key": setup_key()})
    return base.rstrip("/") + path


def create_first_organiser(*, name: str, email: str, password: str, at: datetime) -> User:
    """The account that may do everything; refused as soon as anybody has an account."""
    _lock_accounts()
    if has_users():
        raise DomainError("already_set_up", _l("The first account was already created. Sign in."))
    check_password(password, email=email, name=name)
    user = new_user(email, name, password, at=at, is_administrator=True)
    audit.record("account.first_organiser", user, at=at, actor=user)
    return user


def add_user(*, email: str, name: str, password: str, at: datetime) -> User:
    """A new account without a role. For the command line."""
    check_password(password, email=email, name=name)
    user = new_user(email, name, password, at=at)
    audit.record("account.created", user, at=at)
    return user


def make_administrator(user: User, *, at: datetime) -> None:
    """Let the user open every fair and create new ones. For the command line."""
    user.is_administrator = True
    audit.record("account.administrator", user, at=at)


def change_password(email: str, current: str, password: str, *, at: datetime) -> User:
    """A password of one's own choice; whoever sits at an open session must know the present one."""
    try:
        user = verify(email, current)
    except DomainError as error:
        raise DomainError(
            "password_wrong", _l("This is not your present password."), field="current"
        ) from error
    set_password(user, password, actor=user, at=at)
    return user


def describe(user: User, *, name: str, language: str, at: datetime) -> None:
    """One's own name as the team sees it, and the language to be written to in."""
    before = {"name": user.name, "language": user.language}
    user.name, user.language = name, language
    details = {"before": before, "after": {"name": name, "language": language}}
    audit.record("account.described", user, at=at, actor=user, details=details)


def set_password(user: User, password: str, *, actor: User | None, at: datetime) -> None:
    """Put another password in force; it ends the user's sessions."""
    check_password(password, email=user.email, name=user.name)
    user.password_hash = hash_password(password)
    end_all(user)
    audit.record("account.password_changed", user, at=at, actor=actor)


def new_user(
    email: str, name: str, password: str, *, at: datetime, is_administrator: bool = False
) -> User:
    """A row of the account; refusal `account_exists`. Whoever calls it writes the audit."""
    user = User(
        email=normal_email(email),
        name=name,
        password_hash=hash_password(password),
        is_administrator=is_administrator,
        created_at=at,
    )
    refusal = DomainError("account_exists", _l("This address has an account."), field="email")
    with refusing(refusal):  # the same address, added twice at once
        db.session.add(user)
    return user


def _lock_accounts() -> None:
    # On SQLite the request holds the one writer's lock already.
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(text("LOCK TABLE user_account IN SHARE ROW EXCLUSIVE MODE"))
