"""What an invitation is worth, to whom, and until when."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.invitations import actions
from fairapp.accounts.invitations.actions import Invited
from fairapp.accounts.invitations.models import Invitation, State
from fairapp.accounts.invitations.queries import by_token
from fairapp.accounts.models import Role, User
from fairapp.core.audit import AuditEntry
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from fairapp.core.messages import Message
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.conftest import NOW, MakeApp

Db = scoped_session[Session]
WEEK = timedelta(days=7)
NEW = {"name": "M’Mah Soumah", "password": PASSWORD, "language": "fr"}


def who(email: str = "", *roles: Role, language: str = "fr") -> Invited:
    return Invited("M’Mah Soumah", email, list(roles or (Role.SCANNER,)), language)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.fixture
def boss(fair: Event, make_user: MakeUser) -> User:
    return make_user("boss@example.org", fair, Role.ORGANISER)


def test_a_link_brings_one_person_into_the_team_once(
    db_session: Db, fair: Event, boss: User
) -> None:
    roles = (Role.SCANNER, Role.BADGES)
    invitation, token = actions.invite(fair, who("", *roles), actor=boss, at=NOW)
    assert token not in invitation.digest
    assert by_token(token) is invitation
    user = actions.join(invitation, email="MMah@example.org ", at=NOW, **NEW)
    assert user is not None
    assert (user.email, user.roles_at(fair)) == ("mmah@example.org", set(roles))
    assert (invitation.state(NOW), invitation.accepted_by_name) == (State.ACCEPTED, "M’Mah Soumah")
    again = refused(lambda: actions.join(invitation, email="b@example.org", at=NOW, **NEW))
    assert again == "invitation_over"
    acts = db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts[1:] == [
        *("team.invited", "account.created", "team.role_given", "team.role_given"),
        "team.invitation_accepted",
    ]
    given = db_session.scalars(select(AuditEntry).filter_by(action="team.role_given")).first()
    assert given is not None and given.actor_name == "Boss", "who invited has given the role"


def test_two_who_open_it_at_once_make_one_member(
    app: Flask, db_session: Db, fair: Event, boss: User
) -> None:
    _, token = actions.invite(fair, who(), actor=boss, at=NOW)
    db_session.commit()
    start, results = threading.Barrier(2), []

    def take(email: str) -> None:
        with app.app_context():
            invitation = by_token(token)
            assert invitation is not None and invitation.state(NOW) == State.WAITING
            start.wait()
            try:
                with transaction():
                    actions.join(invitation, email=email, at=NOW, **NEW)
                results.append("joined")
            except DomainError as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=take, args=(f"{n}@example.org",)) for n in "ab"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["invitation_over", "joined"]
    assert db_session.scalar(select(func.count(User.id))) == 2


def test_it_is_good_for_seven_days_and_another_link_for_seven_more(fair: Event, boss: User) -> None:
    invitation, token = actions.invite(fair, who(), actor=boss, at=NOW)
    late = NOW + WEEK
    assert invitation.state(late - timedelta(seconds=1)) == State.WAITING
    assert invitation.state(late) == State.EXPIRED
    over = refused(lambda: actions.join(invitation, email="a@example.org", at=late, **NEW))
    assert over == "invitation_over"
    new = actions.renew(invitation, actor=boss, at=late)
    assert (by_token(token), by_token(new)) == (None, invitation)
    assert actions.join(invitation, email="a@example.org", at=late, **NEW) is not None


def test_what_is_withdrawn_opens_nothing_and_stays_so(fair: Event, boss: User) -> None:
    invitation, _ = actions.invite(fair, who(), actor=boss, at=NOW)
    actions.withdraw(invitation, actor=boss, at=NOW)
    for act in (
        lambda: actions.join(invitation, email="a@example.org", at=NOW, **NEW),
        lambda: actions.accept(invitation, boss, at=NOW),
        lambda: actions.renew(invitation, actor=boss, at=NOW),
        lambda: actions.withdraw(invitation, actor=boss, at=NOW),
    ):
        assert refused(act) == "invitation_over"


def test_an_account_that_is_there_is_neither_opened_nor_changed(
    db_session: Db, fair: Event, make_user: MakeUser, boss: User
) -> None:
    known = make_user("known@example.org")
    before = (known.name, known.password_hash)
    for email in ("known@example.org", ""):
        invitation, _ = actions.invite(fair, who(email), actor=boss, at=NOW)
        joined = actions.join(
            invitation,
            name="X",
            email="known@example.org",
            password="autre phrase simple",
            language="fr",
            at=NOW,
        )
        assert joined is None
        assert (known.name, known.password_hash, known.roles_at(fair)) == (*before, set())
        assert invitation.state(NOW) == State.WAITING


def test_whoever_holds_a_link_learns_of_one_address_at_most(
    fair: Event, make_user: MakeUser, boss: User
) -> None:
    make_user("known@example.org")
    invitation, _ = actions.invite(fair, who(), actor=boss, at=NOW)
    assert actions.join(invitation, email="known@example.org", at=NOW, **NEW) is None
    assert actions.join(invitation, email="free@example.org", at=NOW, **NEW) is None
    assert invitation.email == "known@example.org"


def test_it_is_for_the_account_of_its_address(fair: Event, make_user: MakeUser, boss: User) -> None:
    known, other = make_user("known@example.org"), make_user("other@example.org")
    invitation, _ = actions.invite(fair, who("Known@example.org"), actor=boss, at=NOW)
    assert refused(lambda: actions.accept(invitation, other, at=NOW)) == "not_invited"
    actions.accept(invitation, known, at=NOW)
    assert (known.roles_at(fair), other.roles_at(fair)) == ({"scanner"}, set())


def test_roles_that_one_has_are_no_obstacle(fair: Event, make_user: MakeUser, boss: User) -> None:
    known = make_user("known@example.org", fair, Role.SCANNER)
    roles = (Role.SCANNER, Role.BADGES)
    invitation, _ = actions.invite(fair, who("", *roles), actor=boss, at=NOW)
    actions.accept(invitation, known, at=NOW)
    assert known.roles_at(fair) == set(roles)


@pytest.mark.parametrize(
    ("language", "words"),
    [("fr", "invite"), ("en", "invites you to the team of"), ("ar", "فريق")],
)
def test_the_letter_is_in_the_language_of_whoever_is_invited(
    make_app: MakeApp, db_session: Db, fair: Event, boss: User, language: str, words: str
) -> None:
    with make_app(PUBLIC_URL="https://fair.example.org").app_context():
        invited = who("m@example.org", language=language)
        _, token = actions.invite(db_session.get_one(Event, fair.id), invited, actor=boss, at=NOW)
        letter = db_session.scalars(select(Message)).one()
    assert (letter.recipient, letter.kind, letter.event_id) == ("m@example.org", "invitation", 1)
    assert words in letter.body
    assert f"https://fair.example.org/i/{token}" in letter.body


def test_without_an_address_nothing_is_written(db_session: Db, fair: Event, boss: User) -> None:
    actions.invite(fair, who(), actor=boss, at=NOW)
    assert db_session.scalar(select(func.count(Message.id))) == 0


def test_nobody_takes_the_role_that_pays_by_inviting_themselves(
    fair: Event, make_user: MakeUser, boss: User
) -> None:
    make_user("second@example.org", fair, Role.ORGANISER)
    invitation, _ = actions.invite(fair, who("", Role.FINANCE), actor=boss, at=NOW)
    assert refused(lambda: actions.accept(invitation, boss, at=NOW)) == "own_finance"


def test_a_link_that_was_never_given_is_nobodys(fair: Event) -> None:
    assert by_token("") is None
    assert by_token("x" * 4000) is None


def test_invitations_go_with_their_fair(db_session: Db, fair: Event, boss: User) -> None:
    actions.invite(fair, who(), actor=boss, at=NOW)
    db_session.commit()
    db_session.delete(fair)
    db_session.commit()
    assert db_session.scalar(select(func.count(Invitation.id))) == 0
