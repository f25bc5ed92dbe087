"""First organiser, members, roles and passwords."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import actions, queries, sessions
from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.sessions import hash_matches, load_user
from fairapp.core.audit import AuditEntry
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import NOW, MakeApp

Db = scoped_session[Session]


def acts(db_session: Db) -> list[tuple[str, dict[str, object]]]:
    rows = db_session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
    return [(row.action, row.details) for row in rows]


# -- signing in -----------------------------------------------------------------------------------


def test_authenticate_knows_the_address_however_it_is_typed(
    db_session: Db, make_user: MakeUser
) -> None:
    user = make_user("mariama@example.org")
    assert actions.authenticate(" Mariama@Example.org ", PASSWORD, at=NOW) is user
    assert acts(db_session) == [("account.signed_in", {})]


@pytest.mark.parametrize(
    ("email", "password"),
    [("mariama@example.org", "wrong"), ("nobody@example.org", PASSWORD), ("", PASSWORD)],
)
def test_authenticate_refuses_alike(
    db_session: Db, make_user: MakeUser, email: str, password: str
) -> None:
    make_user("mariama@example.org")
    with pytest.raises(DomainError) as refusal:
        actions.authenticate(email, password, at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("sign_in_wrong", None)
    assert acts(db_session) == []


def test_authenticate_refuses_a_closed_account_alike(db_session: Db, make_user: MakeUser) -> None:
    make_user("gone@example.org").disabled_at = NOW
    db_session.commit()
    with pytest.raises(DomainError) as refusal:
        actions.authenticate("gone@example.org", PASSWORD, at=NOW)
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
        actions.authenticate(email, "wrong", at=NOW)
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
        assert actions.authenticate("mariama@example.org", PASSWORD, at=NOW)


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


# -- teams ----------------------------------------------------------------------------------------


def test_add_member_makes_an_account_whose_password_opens_it(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    added = actions.add_member(
        fair, email="New@example.org", name="M’Mah", role=Role.SCANNER, actor=boss, at=NOW
    )
    assert added.password is not None
    assert added.user.roles_at(fair) == {"scanner"}
    db_session.commit()
    signed_in = actions.authenticate("new@example.org", added.password, at=NOW)
    assert signed_in.name == "M’Mah"
    assert ("team.role_given", {"role": "scanner", "email": "new@example.org"}) in acts(db_session)
    assert added.password not in str(acts(db_session))


def test_add_member_who_has_an_account_gets_the_role_and_keeps_name_and_password(
    make_fair: Callable[[str], Event], make_user: MakeUser
) -> None:
    labe = make_fair("labe")
    known = make_user("known@example.org", make_fair("kindia"), Role.ORGANISER)
    before = known.password_hash
    added = actions.add_member(
        labe, email="known@example.org", name="Other", role=Role.BADGES, actor=None, at=NOW
    )
    assert (added.user, added.password) == (known, None)
    assert (known.name, known.password_hash, known.roles_at(labe)) == ("Known", before, {"badges"})


def test_add_member_twice_is_refused_on_its_field(fair: Event, make_user: MakeUser) -> None:
    make_user("gate@example.org", fair, Role.SCANNER)
    with pytest.raises(DomainError) as refusal:
        actions.add_member(
            fair, email="gate@example.org", name="G", role=Role.SCANNER, actor=None, at=NOW
        )
    assert (refusal.value.code, refusal.value.field) == ("role_exists", "role")


def test_give_role_that_another_transaction_has_just_given(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    """The check before has seen nothing; the constraint has the last word, the rest stays."""
    user = make_user("gate@example.org")
    assert user.roles_at(fair) == set()
    db_session.add(Membership(user_id=user.id, event_id=fair.id, role="scanner"))
    db_session.flush()
    with pytest.raises(DomainError) as refusal:
        actions.give_role(user, fair, Role.SCANNER, actor=None, at=NOW)
    assert refusal.value.code == "role_exists"
    actions.give_role(user, fair, Role.BADGES, actor=None, at=NOW)
    assert user.roles_at(fair) == {"scanner", "badges"}


def test_add_member_whose_account_is_closed_is_refused(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    make_user("gone@example.org").disabled_at = NOW
    db_session.flush()
    with pytest.raises(DomainError) as refusal:
        actions.add_member(
            fair, email="gone@example.org", name="G", role=Role.SCANNER, actor=None, at=NOW
        )
    assert (refusal.value.code, refusal.value.field) == ("account_closed", "email")


def test_the_last_organiser_stays(db_session: Db, fair: Event, make_user: MakeUser) -> None:
    one = make_user("one@example.org", fair, Role.ORGANISER, Role.SCANNER)
    two = make_user("two@example.org", fair, Role.ORGANISER)
    actions.remove_role(membership_of(two, "organiser"), actor=one, at=NOW)
    with pytest.raises(DomainError) as refusal:
        actions.remove_role(membership_of(one, "organiser"), actor=one, at=NOW)
    assert refusal.value.code == "last_organiser"
    actions.remove_role(membership_of(one, "scanner"), actor=one, at=NOW)
    assert (one.roles_at(fair), two.roles_at(fair)) == ({"organiser"}, set())
    assert [a for a, _ in acts(db_session)].count("team.role_removed") == 2


def test_two_organisers_who_remove_each_other_at_once_leave_one(
    app: Flask, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    users = [make_user(f"{n}@example.org", fair, Role.ORGANISER) for n in "ab"]
    ids = [membership_of(user, "organiser").id for user in users]
    db_session.commit()
    start, results = threading.Barrier(2), []

    def remove(membership_id: int) -> None:
        with app.app_context():
            start.wait()
            try:
                with transaction():
                    row = db_session.get_one(Membership, membership_id)
                    actions.remove_role(row, actor=row.user, at=NOW)
                results.append("removed")
            except DomainError as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=remove, args=(i,)) for i in ids]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["last_organiser", "removed"]
    assert queries.organiser_count(fair) == 1


# -- passwords ------------------------------------------------------------------------------------


def test_reset_password_ends_the_sessions_of_the_old_one(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    cookie = gate.get_id()
    assert load_user(cookie) is gate
    new = actions.reset_password(gate, fair, actor=boss, at=NOW)
    db_session.commit()
    assert load_user(cookie) is None
    assert actions.authenticate("gate@example.org", new, at=NOW) is gate


def test_reset_password_takes_over_no_account_that_opens_other_fairs(
    make_fair: Callable[[str], Event], make_user: MakeUser
) -> None:
    kindia, labe = make_fair("kindia"), make_fair("labe")
    boss = make_user("boss@example.org", kindia, Role.ORGANISER)
    guest = make_user("guest@example.org", kindia, Role.SCANNER)
    guest.memberships.append(Membership(event=labe, role=Role.ORGANISER))
    chief = make_user("chief@example.org", kindia, Role.SCANNER, administrator=True)
    for victim in (guest, chief, boss):
        before = victim.password_hash
        with pytest.raises(DomainError) as refusal:
            actions.reset_password(victim, kindia, actor=boss, at=NOW)
        assert (refusal.value.code, victim.password_hash) == ("not_yours", before)
    assert actions.may_reset_password(guest, kindia, actor=chief)


def test_change_password_asks_for_the_present_one(db_session: Db, make_user: MakeUser) -> None:
    make_user("mariama@example.org")
    with pytest.raises(DomainError) as refusal:
        actions.change_password("mariama@example.org", "wrong", "autre phrase simple", at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("password_wrong", "current")
    actions.change_password("mariama@example.org", PASSWORD, "autre phrase simple", at=NOW)
    db_session.commit()
    assert actions.authenticate("mariama@example.org", "autre phrase simple", at=NOW)


def membership_of(user: User, role: str) -> Membership:
    return next(m for m in user.memberships if m.role == role)
