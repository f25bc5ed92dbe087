"""Groups of badges that follow each other, and how they lie on sheets."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from fairapp.badges.models import Badge
from fairapp.badges.queries import Order
from fairapp.badges.rows import CATEGORY, portions
from fairapp.core.db import db
from fairapp.events.models import Category
from fairapp.registration.models import Delegation, Registration


@dataclass(frozen=True, slots=True)
class Group:
    """Badges with something in common: a category or a delegation."""

    name: str
    count: int


def groups(badge_ids: Sequence[int], order: Order) -> list[Group]:
    """What badges in this order have in common, one after the other: their category or
    delegation; the name is empty for those without.
    """
    names: dict[int, str] = {}
    for ids in portions(badge_ids):
        query = (
            select(Badge.id, Category.name, func.coalesce(Delegation.name, ""))
            .outerjoin(Registration, Badge.registration_id == Registration.id)
            .outerjoin(Category, Category.id == CATEGORY)
            .outerjoin(Delegation, Registration.delegation_id == Delegation.id)
            .where(Badge.id.in_(ids))
        )
        for key, category, delegation in db.session.execute(query):
            names[key] = delegation if order is Order.DELEGATION else str(category or "")
    return [
        Group(name, len(list(same)))
        for name, same in groupby(names[key] for key in badge_ids if key in names)
    ]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of paper: the badges at the places `first` to `last` (not included) of the batch,
    or, without any, the sheet that tells of a group.
    """

    first: int
    last: int
    group: Group | None = None


def sheets(total: int, per_sheet: int, groups: Sequence[Group] = ()) -> Iterator[Sheet]:
    """The sheets of a batch. Each group begins on a sheet of its own, after one that names it."""
    first = 0
    for group in groups or [Group("", total)]:
        end = first + group.count
        if groups:
            yield Sheet(first, first, group)
        for start in range(first, end, per_sheet):
            yield Sheet(start, min(start + per_sheet, end))
        first = end
