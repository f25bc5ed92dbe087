"""`fair user` on the command line."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.actions import verify
from fairapp.accounts.models import User
from fairapp.events.models import Event
from tests.accounts.conftest import MakeUser

Db = scoped_session[Session]
Fair = Callable[..., Result]


@pytest.fixture
def fair_command(app: Flask, db_session: Db) -> Fair:
    """`fair_command("user", "list")`: what the command says and how it ends."""

    def run(*arguments: str, typed: str = "") -> Result:
        db_session.commit()
        result = app.test_cli_runner().invoke(args=list(arguments), input=typed)
        db_session.expire_all()
        return result

    return run


def test_add_makes_an_account_with_a_role_and_tells_its_password(
    fair_command: Fair, db_session: Db, fair: Event
) -> None:
    result = fair_command(
        *("user", "add", "M.Bah@example.org", "--name", "Mariama Bah"),
        *("--role", "organiser", "--event", "kindia"),
    )
    assert result.exit_code == 0, result.output
    password = re.findall(r"^m\.bah@example\.org   password: (\S+)$", result.output, re.M)[0]
    user = verify("m.bah@example.org", password)
    assert (user.name, user.roles_at(fair), user.is_administrator) == (
        "Mariama Bah",
        {"organiser"},
        False,
    )


def test_add_reads_the_password_from_a_prompt_and_never_shows_it(
    fair_command: Fair, db_session: Db
) -> None:
    typed = "une autre phrase\nune autre phrase\n"
    result = fair_command(
        *("user", "add", "a@example.org", "--name", "A", "--administrator", "--ask-password"),
        typed=typed,
    )
    assert result.exit_code == 0, result.output
    assert "phrase" not in result.output
    assert verify("a@example.org", "une autre phrase").is_administrator


def test_add_gives_a_role_to_an_account_that_exists(
    fair_command: Fair, db_session: Db, fair: Event, make_user: MakeUser
) -> None:
    user = make_user("a@example.org")
    before = user.password_hash
    options = ("--name", "X", "--role", "badges", "--event", "kindia")
    result = fair_command("user", "add", "a@example.org", *options)
    assert (result.exit_code, result.output.strip()) == (0, "a@example.org")
    assert (user.roles_at(fair), user.password_hash, user.name) == ({"badges"}, before, "A")
    again = fair_command("user", "add", "a@example.org", *options)
    assert again.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (("add", "a@example.org", "--name", "A"), "--administrator"),
        (("add", "a@example.org", "--name", "A", "--role", "badges"), "--event"),
        (("add", "a@example.org", "--name", "A", "--role", "king", "--event", "kindia"), "king"),
        (("add", "a@example.org", "--name", "A", "--role", "badges", "--event", "x"), "no fair"),
        (("add", "a@", "--name", "A", "--administrator"), "e-mail"),
        (("password", "a@example.org"), "no account"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_done(
    fair_command: Fair, db_session: Db, fair: Event, arguments: tuple[str, ...], word: str
) -> None:
    result = fair_command("user", *arguments)
    assert result.exit_code != 0
    assert word in result.output
    assert db_session.scalars(select(User)).all() == []


def test_a_weak_password_makes_no_account(fair_command: Fair, db_session: Db) -> None:
    arguments = ("add", "a@example.org", "--name", "A", "--administrator", "--ask-password")
    result = fair_command("user", *arguments, typed="court\ncourt\n")
    assert result.exit_code == 1
    assert db_session.scalars(select(User)).all() == []


def test_password_gives_a_new_one(fair_command: Fair, db_session: Db, make_user: MakeUser) -> None:
    make_user("a@example.org")
    result = fair_command("user", "password", "A@example.org")
    password = re.findall(r"password: (\S+)", result.output)[0]
    assert verify("a@example.org", password)


def test_list_names_everybody_with_their_roles(
    fair_command: Fair, fair: Event, make_user: MakeUser
) -> None:
    make_user("b@example.org", fair, *("scanner", "badges"))
    make_user("a@example.org", administrator=True)
    assert fair_command("user", "list").output.splitlines() == [
        "a@example.org\tA\tadministrator",
        "b@example.org\tB\tbadges@kindia, scanner@kindia",
    ]
