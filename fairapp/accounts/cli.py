"""`fair user`: accounts from the command line. A password never stands on it."""

from __future__ import annotations

import click
from flask.cli import AppGroup
from sqlalchemy import select

from fairapp.accounts import actions, teams
from fairapp.accounts.factor import actions as factors
from fairapp.accounts.models import Role, User
from fairapp.accounts.passwords import new_password
from fairapp.accounts.queries import find_user, normal_email
from fairapp.accounts.rules import is_email
from fairapp.core import clock
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.events.context import find_event
from fairapp.events.models import Event

cli = AppGroup("user", help="Add people to teams, give them new passwords.")

_ask = click.option(
    "--ask-password", is_flag=True, help="Ask for the password instead of making one."
)


@cli.command()
@click.argument("email")
@click.option("--name", required=True, help="As it is shown to the team.")
@click.option("--role", type=click.Choice([role.value for role in Role]), help="With --event.")
@click.option("--event", "slug", help="Address of the fair, as in journees-2026.")
@click.option("--administrator", is_flag=True, help="May open every fair and create new ones.")
@_ask
def add(
    email: str,
    name: str,
    role: str | None,
    slug: str | None,
    administrator: bool,
    ask_password: bool,
) -> None:
    """Create an account, or give one that exists a role at a fair."""
    if bool(role) != bool(slug) or not (role or administrator):
        raise click.UsageError("give --role with --event, or --administrator, or all three")
    if not is_email(email):
        raise click.BadParameter("not a complete e-mail address", param_hint="EMAIL")
    event = _event(slug) if slug else None
    password = _password(ask_password) if find_user(email) is None else ""
    try:
        with transaction():
            user = find_user(email) or actions.add_user(
                email=email, name=name, password=password, at=clock.now()
            )
            if administrator:
                actions.make_administrator(user, at=clock.now())
            if event is not None and role:
                teams.give_role(user, event, Role(role), actor=None, at=clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    _tell(email, "" if ask_password else password)


@cli.command("password")
@click.argument("email")
@_ask
def set_password(email: str, ask_password: bool) -> None:
    """Give an account a new password; it ends the account's sessions."""
    password = _password(ask_password)
    try:
        with transaction():
            user = find_user(email)
            if user is None:
                raise click.ClickException(f"no account has the address {email}")
            actions.set_password(user, password, actor=None, at=clock.now())
    except DomainError as error:
        raise click.ClickException(str(error.message)) from error
    _tell(email, "" if ask_password else password)


@cli.command("factor-off")
@click.argument("email")
def factor_off(email: str) -> None:
    """Take a lost second factor off an account; it ends the account's sessions."""
    with transaction():
        user = find_user(email)
        if user is None:
            raise click.ClickException(f"no account has the address {email}")
        factors.take_off(user, actor=None, at=clock.now())
    _tell(email, "")


@cli.command("list")
def list_users() -> None:
    """Every account with its roles."""
    for user in db.session.scalars(select(User).order_by(User.email)):
        roles = [f"{m.role}@{m.event.slug}" for m in user.memberships]
        roles += ["administrator"] if user.is_administrator else []
        roles += [] if user.is_active else ["closed"]
        click.echo(f"{user.email}\t{user.name}\t{', '.join(sorted(roles))}")


def _event(slug: str) -> Event:
    event = find_event(slug)
    if event is None:
        raise click.BadParameter(f"no fair has the address {slug}", param_hint="--event")
    return event


def _password(ask: bool) -> str:
    if ask:
        return str(click.prompt("Password", hide_input=True, confirmation_prompt=True))
    return new_password()


def _tell(email: str, password: str) -> None:
    click.echo(normal_email(email) + (f"   password: {password}" if password else ""))
