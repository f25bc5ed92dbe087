"""Codes: accepted once, for a short while, and kept so that a copy of the database is no use."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.factor import actions, queries, rules, sealing
from fairapp.accounts.factor.models import RecoveryCode
from fairapp.accounts.models import Membership, Role, User
from fairapp.core.db import transaction
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from tests.accounts.conftest import PASSWORD, MakeUser
from tests.accounts.factor.conftest import Phone, set_up
from tests.conftest import NOW, MakeApp

Db = scoped_session[Session]
STEP = timedelta(seconds=30)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


@pytest.mark.parametrize(("steps", "is_right"), [(-2, 0), (-1, 1), (0, 1), (1, 1), (2, 0)])
def test_a_clock_may_be_one_step_off(phone: Phone, steps: int, is_right: int) -> None:
    step = rules.step_of(phone.code(NOW + steps * STEP), phone.secret, at=NOW, after=0)
    assert (step is not None) == bool(is_right)


def test_a_code_is_accepted_once_and_none_before_it_afterwards(phone: Phone) -> None:
    before, code = phone.code(NOW - STEP), phone.code(NOW)
    actions.take(phone.user, f" {code[:3]} {code[3:]} ", at=NOW, real=NOW)
    assert refused(lambda: actions.take(phone.user, code, at=NOW, real=NOW)) == "code_wrong"
    assert refused(lambda: actions.take(phone.user, before, at=NOW, real=NOW)) == "code_wrong"
    actions.take(phone.user, phone.code(NOW + STEP), at=NOW, real=NOW + STEP)


def test_of_one_code_sent_twice_at_once_one_is_accepted(
    app: Flask, db_session: Db, phone: Phone
) -> None:
    code, user_id = phone.code(NOW), phone.user.id
    db_session.commit()
    start, results = threading.Barrier(2), []

    def send() -> None:
        with app.app_context():
            user = db_session.get_one(User, user_id)
            assert user.has_factor
            start.wait()
            try:
                with transaction():
                    actions.take(user, code, at=NOW, real=NOW)
                results.append("in")
            except DomainError as refusal:
                results.append(refusal.code)

    threads = [threading.Thread(target=send) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(results) == ["code_wrong", "in"]


def test_codes_in_digits_of_another_script_are_codes(phone: Phone) -> None:
    arabic = phone.code(NOW).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    actions.take(phone.user, arabic, at=NOW, real=NOW)


def test_ten_recovery_codes_open_once_each(db_session: Db, phone: Phone) -> None:
    assert len(set(phone.recovery)) == 10
    code = phone.recovery[3].upper().replace("-", " ")
    actions.take(phone.user, code, at=NOW, real=NOW)
    assert queries.codes_left(phone.user) == 9
    assert refused(lambda: actions.take(phone.user, code, at=NOW, real=NOW)) == "code_wrong"
    kept = db_session.scalars(select(RecoveryCode.digest)).all()
    assert not any(rules.plain(code) in digest for code in phone.recovery for digest in kept)


def test_one_persons_recovery_code_opens_nobody_elses_account(
    db_session: Db, fair: Event, make_user: MakeUser, phone: Phone
) -> None:
    other = set_up(db_session, make_user("b@example.org", fair, Role.SCANNER))
    code = phone.recovery[0]
    assert refused(lambda: actions.take(other.user, code, at=NOW, real=NOW)) == "code_wrong"


def test_the_secret_is_sealed_with_the_key_of_the_installation(
    phone: Phone, make_app: MakeApp
) -> None:
    factor = phone.user.factor
    assert factor is not None
    assert phone.secret not in factor.secret
    assert sealing.unseal(factor.secret) == phone.secret
    with make_app(SECRET_KEY="another house").app_context():
        assert sealing.unseal(factor.secret) is None


def test_setting_up_needs_the_password_and_a_first_code(
    db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    user = make_user("a@example.org", fair, Role.ORGANISER)
    assert refused(lambda: actions.begin("a@example.org", "wrong", at=NOW)) == "password_wrong"
    actions.begin("a@example.org", PASSWORD, at=NOW)
    assert not user.has_factor, "nothing is asked for before a phone has shown a code"
    wrong = refused(lambda: actions.confirm(user, "000000", keep=None, at=NOW, real=NOW))
    assert (wrong, user.has_factor) == ("code_wrong", False)


def test_switching_off_needs_password_and_code(db_session: Db, phone: Phone) -> None:
    email, right = phone.user.email, phone.code(NOW)
    for password, code in (("wrong", right), (PASSWORD, "000000")):
        with pytest.raises(DomainError):
            actions.switch_off(email, password, code, at=NOW, real=NOW)
        assert phone.user.has_factor
    actions.switch_off(email, PASSWORD, right, at=NOW, real=NOW)
    db_session.commit()
    assert (phone.user.has_factor, queries.codes_left(phone.user)) == (False, 0)


def test_new_recovery_codes_replace_the_old_ones(phone: Phone) -> None:
    email = phone.user.email
    new = actions.renew_codes(email, PASSWORD, phone.code(NOW), at=NOW, real=NOW)
    old = phone.recovery[0]
    assert refused(lambda: actions.take(phone.user, old, at=NOW, real=NOW)) == "code_wrong"
    actions.take(phone.user, new[0], at=NOW, real=NOW)


def test_a_lost_one_is_taken_off_by_whom_a_password_is_reset(
    db_session: Db, fair: Event, make_user: MakeUser, make_fair: Callable[[str], Event]
) -> None:
    boss = make_user("boss@example.org", fair, Role.ORGANISER)
    gate = set_up(db_session, make_user("gate@example.org", fair, Role.SCANNER)).user
    guest = set_up(db_session, make_user("guest@example.org", fair, Role.SCANNER)).user
    labe = make_fair("labe")
    db_session.add(Membership(user_id=guest.id, event_id=labe.id, role=Role.SCANNER))
    db_session.commit()
    for victim in (guest, boss):
        why = refused(lambda who=victim: actions.reset(who, fair, actor=boss, at=NOW))
        assert why == "not_yours"
    actions.reset(gate, fair, actor=boss, at=NOW)
    assert (gate.has_factor, guest.has_factor) == (False, True)
