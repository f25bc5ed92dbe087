"""Signing in, the first organiser, one's own password."""

from __future__ import annotations

import re
import threading
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import actions, sessions
from fairapp.accounts.models import User
from fairapp.accounts.sessions import hash_matches
from fairapp.core.audit import AuditEntry
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import NOW, MakeApp

Db = scoped_session[Session]


def acts(db_session: Db) -> list[tuple[str, dict[str, object]]]:
    rows = db_session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
    return [(row.action, row.details) for row in rows]


# -- signing in -----------------------------------------------------------------------------------


def test_verify_knows_the_address_however_it_is_typed(db_session: Db, make_user: MakeUser) -> None:
    user = make_user("mariama@example.org")
    assert actions.verify(" Mariama@Example.org ", PASSWORD) is user


@pytest.mark.parametrize(
    ("email", "password"),
    [("mariama@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", PASSWORD)],
)
def test_verify_refuses_alike(
    db_session: Db, make_user: MakeUser, email: str, password: str
) -> None:
    make_user("mariama@example.org")
    with pytest.raises(DomainError) as refusal:
        actions.verify(email, password)
    assert (refusal.value.code, refusal.value.field) == ("sign_in_wrong", None)
    assert acts(db_session) == []


def test_verify_refuses_a_closed_account_alike(db_session: Db, make_user: MakeUser) -> None:
    make_user("gone@example.org").disabled_at = NOW
    db_session.commit()
    with pytest.raises(DomainError) as refusal:
        actions.verify("gone@example.org", PASSWORD)
    assert refusal.value.code == "sign_in_wrong"


@pytest.mark.parametrize("email", ["mariama@example.org", "nobody@example.org", "gone@example.org"])
def test_one_hash_is_verified_whatever_the_address(
    db_session: Db, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch, email: str
) -> None:
    """That is what takes the time, so an answer's time tells nothing."""
    make_user("mariama@example.org")
    make_user("gone@example.org").disabled_at = NOW
    verified = []

    class Recorder(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
            verified.append(self.check_needs_rehash(str(hash)))
            return super().verify(hash, password)

    monkeypatch.setattr(sessions, "_hasher", Recorder(time_cost=1, memory_cost=8, parallelism=1))
    with pytest.raises(DomainError):
        actions.verify(email, "wrong")
    assert verified == [False], "with the parameters of every other hash"


def test_hashing_holds_no_lock_on_the_database(
    app: Flask, db_session: Db, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A scan is written while a password is being hashed: with SQLite's one writer, too."""
    make_user("mariama@example.org")
    written = threading.Event()

    def scan() -> None:
        with app.app_context(), transaction():
            actions.make_administrator(db_session.get_one(User, 1), at=NOW)
        written.set()

    def slow_hash(digest: str | None, password: str) -> bool:
        threading.Thread(target=scan).start()
        assert written.wait(10), "the write waited for the hash"
        return hash_matches(digest, password)

    monkeypatch.setattr(actions, "hash_matches", slow_hash)
    with transaction():
        db_session.scalar(select(User))
        assert actions.verify("mariama@example.org", PASSWORD)


# -- the first organiser --------------------------------------------------------------------------


def test_setup_address_is_shown_until_there_is_a_user(app: Flask, db_session: Db) -> None:
    url = actions.setup_url("http://fair.example.org/")
    assert re.fullmatch(r"http://fair\.example\.org/setup\?key=[a-z2-7]{24}", url)
    actions.create_first_organiser(name="Mariama", email="M@example.org", password=PASSWORD, at=NOW)
    db_session.commit()
    assert actions.setup_url("http://fair.example.org/") == ""


def test_setup_key_is_of_this_installation(app: Flask, make_app: MakeApp) -> None:
    with app.app_context():
        key = actions.setup_key()
        assert actions.setup_key_is(key)
        assert not actions.setup_key_is("")
        assert not actions.setup_key_is(key[:-1] + "é")
    with make_app(SECRET_KEY="another house").app_context():
        assert not actions.setup_key_is(key)


def test_first_organiser_may_do_everything_and_is_the_only_one(db_session: Db) -> None:
    first = actions.create_first_organiser(
        name="Mariama", email="M@example.org", password=PASSWORD, at=NOW
    )
    assert (first.email, first.is_administrator) == ("m@example.org", True)
    with pytest.raises(DomainError) as refusal:
        actions.create_first_organiser(
            name="Stranger", email="s@example.org", password=PASSWORD, at=NOW
        )
    assert refusal.value.code == "already_set_up"
    assert acts(db_session) == [("account.first_organiser", {})]


def test_two_first_organisers_at_once_become_one(app: Flask, db_session: Db) -> None:
    db_session.commit()
    start, results = threading.Barrier(2), []

    def claim(email: str) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    actions.create_first_organiser(name="X", email=email, password=PASSWORD, at=NOW)
                results.append("created")
            except DomainError as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=claim, args=(f"{n}@example.org",)) for n in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["already_set_up", "created"]
    assert db_session.scalar(select(func.count(User.id))) == 1


# -- one's own password ---------------------------------------------------------------------------


def test_change_password_asks_for_the_present_one(db_session: Db, make_user: MakeUser) -> None:
    make_user("mariama@example.org")
    with pytest.raises(DomainError) as refusal:
        actions.change_password("mariama@example.org", "wrong", "autre phrase simple", at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("password_wrong", "current")
    actions.change_password("mariama@example.org", PASSWORD, "autre phrase simple", at=NOW)
    db_session.commit()
    assert actions.verify("mariama@example.org", "autre phrase simple")
