"""Reads about users and teams."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from fairapp.accounts.models import Membership, Role, User
from fairapp.core.db import db
from fairapp.core.identifiers import may_exist
from fairapp.events.models import Event


@dataclass(frozen=True)
class Member:
    """One person of a fair's team, and the memberships that make them so."""

    user: User
    memberships: tuple[Membership, ...]


def find_user(email: str) -> User | None:
    """The account with this e-mail address, however it was typed."""
    return db.session.scalar(select(User).where(User.email == normal_email(email)))


def normal_email(email: str) -> str:
    """E-mail addresses are kept and compared in lower case."""
    return email.strip().lower()


def has_users() -> bool:
    """Whether anybody has an account yet."""
    return db.session.scalar(select(User.id).limit(1)) is not None


def team(event: Event) -> list[Member]:
    """Who works at the fair, by name."""
    query = (
        select(Membership, User)
        .join(User)
        .options(joinedload(User.factor))
        .where(Membership.event_id == event.id)
        .order_by(func.lower(User.name), User.id, Membership.id)
    )
    people: dict[int, tuple[User, list[Membership]]] = {}
    for membership, user in db.session.execute(query):
        people.setdefault(user.id, (user, []))[1].append(membership)
    return [Member(user, _in_order(roles)) for user, roles in people.values()]


def teams_of(user: User) -> list[tuple[Event, tuple[Membership, ...]]]:
    """The fairs where the user works, the latest first, and with which roles."""
    query = (
        select(Membership)
        .join(Membership.event)
        .options(contains_eager(Membership.event))
        .where(Membership.user_id == user.id)
        .order_by(Event.created_at.desc(), Event.id.desc(), Membership.id)
    )
    fairs: dict[int, list[Membership]] = {}
    for membership in db.session.scalars(query):
        fairs.setdefault(membership.event_id, []).append(membership)
    return [(roles[0].event, _in_order(roles)) for roles in fairs.values()]


def administrators(*, closed: bool = False) -> list[User]:
    """Whoever may open every fair, by name; `closed`: and whose account is closed."""
    query = select(User).where(User.is_administrator)
    if not closed:
        query = query.where(User.disabled_at.is_(None))
    return list(db.session.scalars(query.order_by(func.lower(User.name), User.id)))


def find_membership(event: Event, membership_id: int) -> Membership | None:
    """A role at this fair; None when the number is of another one."""
    query = select(Membership).where(
        Membership.id == membership_id, Membership.event_id == event.id
    )
    return db.session.scalar(query)


def find_member(event: Event, user_id: int) -> User | None:
    """Somebody who has a role at this fair."""
    query = (
        select(User)
        .join(Membership)
        .where(User.id == user_id, Membership.event_id == event.id)
        .limit(1)
    )
    return db.session.scalar(query)


def find_account(user_id: int) -> User | None:
    """The user of this number, of whatever fair."""
    return db.session.get(User, user_id) if may_exist(user_id) else None


def organiser_count(event: Event, *, but: User | None = None) -> int:
    """How many organisers the fair has, `but` one; neither closed accounts nor administrators."""
    query = (
        select(func.count())
        .select_from(Membership)
        .join(User)
        .where(
            Membership.event_id == event.id,
            Membership.role == Role.ORGANISER,
            User.disabled_at.is_(None),
        )
    )
    if but is not None:
        query = query.where(User.id != but.id)
    return db.session.scalar(query) or 0


def others_decide(event: Event, user: User) -> bool:
    """Whether anybody but `user` may give roles at the fair: an organiser or an administrator."""
    organises = User.memberships.any(
        (Membership.event_id == event.id) & (Membership.role == Role.ORGANISER)
    )
    query = select(User.id).where(
        User.id != user.id, User.disabled_at.is_(None), or_(User.is_administrator, organises)
    )
    return db.session.scalar(query.limit(1)) is not None


def _in_order(memberships: list[Membership]) -> tuple[Membership, ...]:
    order = list(Role)
    return tuple(sorted(memberships, key=lambda m: order.index(Role(m.role))))
