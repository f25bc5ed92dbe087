"""Members of a team, their roles and forgotten passwords."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts import actions, queries, teams
from fairapp.accounts.models import Membership, Role, User
from fairapp.accounts.sessions import begin, of_user, user_of
from fairapp.core.audit import AuditEntry
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from tests.accounts.conftest import MakeUser
from tests.conftest import NOW

Db = scoped_session[Session]


def acts(db_session: Db) -> list[tuple[str, dict[str, object]]]:
    rows = db_session.execute(select(AuditEntry).order_by(AuditEntry.id)).scalars()
    return [(row.action, row.details) for row in rows]


def test_give_role_that_another_transaction_has_just_given(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    """The check before has seen nothing; the constraint has the last word, the rest stays."""
    user = make_user("gate@example.org")
    assert user.roles_at(fair) == set()
    db_session.add(Membership(user_id=user.id, event_id=fair.id, role="scanner"))
    db_session.flush()
    with pytest.raises(DomainError) as refusal:
        teams.give_role(user, fair, Role.SCANNER, actor=None, at=NOW)
    assert refusal.value.code == "role_exists"
    teams.give_role(user, fair, Role.BADGES, actor=None, at=NOW)
    assert user.roles_at(fair) == {"scanner", "badges"}


def test_give_role_twice_is_refused_on_its_field(fair: Event, make_user: MakeUser) -> None:
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    with pytest.raises(DomainError) as refusal:
        teams.give_role(gate, fair, Role.SCANNER, actor=None, at=NOW)
    assert (refusal.value.code, refusal.value.field) == ("role_exists", "role")


def test_nobody_gives_themselves_the_role_that_pays_while_there_is_somebody_to_ask(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    make_user("gate@example.org", fair, Role.SCANNER)
    for others in (
        make_user("second@example.org", fair, Role.ORGANISER),
        make_user("chief@example.org", administrator=True),
    ):
        with pytest.raises(DomainError) as refusal:
            teams.give_role(boss, fair, Role.FINANCE, actor=boss, at=NOW)
        assert (refusal.value.code, refusal.value.field) == ("own_finance", "role")
        others.disabled_at = NOW
        db_session.flush()
    teams.give_role(boss, fair, Role.FINANCE, actor=boss, at=NOW)
    assert ("team.role_given", {"role": "finance", "email": boss.email}) in acts(db_session)


def test_another_organiser_gives_the_role_that_pays(fair: Event, make_user: MakeUser) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    second = make_user("second@example.org", fair, Role.ORGANISER)
    teams.give_role(second, fair, Role.FINANCE, actor=boss, at=NOW)
    assert second.roles_at(fair) == {"organiser", "finance"}


def test_the_last_organiser_stays(db_session: Db, fair: Event, make_user: MakeUser) -> None:
    one = make_user("one@example.org", fair, Role.ORGANISER, Role.SCANNER)
    two = make_user("two@example.org", fair, Role.ORGANISER)
    teams.remove_role(membership_of(two, "organiser"), actor=one, at=NOW)
    with pytest.raises(DomainError) as refusal:
        teams.remove_role(membership_of(one, "organiser"), actor=one, at=NOW)
    assert refusal.value.code == "last_organiser"
    teams.remove_role(membership_of(one, "scanner"), actor=one, at=NOW)
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
                    teams.remove_role(row, actor=row.user, at=NOW)
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


def test_reset_password_ends_the_sessions_of_the_old_one(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    gate = make_user("gate@example.org", fair, Role.SCANNER)
    seat = gate.get_id()
    begin(gate, is_kept=True, browser="", address="", at=NOW)
    assert (user_of(seat), len(of_user(gate, at=NOW))) == (gate, 1)
    new = teams.reset_password(gate, fair, actor=boss, at=NOW)
    db_session.commit()
    assert (user_of(seat), of_user(gate, at=NOW)) == (None, [])
    assert actions.verify("gate@example.org", new) is gate


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
            teams.reset_password(victim, kindia, actor=boss, at=NOW)
        assert (refusal.value.code, victim.password_hash) == ("not_yours", before)
    assert teams.may_reset_password(guest, kindia, actor=chief)


def membership_of(user: User, role: str) -> Membership:
    return next(m for m in user.memberships if m.role == role)
