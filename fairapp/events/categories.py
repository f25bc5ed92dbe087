"""Verbs that change the categories of participants."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db, refusing
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses, order
from fairapp.events.actions import assign, check_readable
from fairapp.events.models import Category, Checkpoint, Event, checkpoint_category
from fairapp.events.signals import limits_changed


@dataclass(frozen=True)
class CategoryDetails:
    """What an organiser says of a category; its code never changes, for exports carry it."""

    name: LocalizedText
    letter: str
    colour: str
    admission: str
    capacity: int | None
    is_counted: bool


def find_category(event: Event, code: str) -> Category | None:
    """The category of this fair with that code."""
    query = select(Category).where(Category.event_id == event.id, Category.code == code)
    return db.session.scalar(query)


def add_category(
    event: Event,
    details: CategoryDetails,
    *,
    actor: Actor | None,
    at: datetime,
    code: str | None = None,
) -> Category:
    """One more, at the end, with a code from its name unless it has one; refusals `letter_taken`,
    `colour_pale`.
    """
    check_readable(details.colour, field="colour")
    taken = [category.code for category in event.categories]
    free = addresses.free_code(taken, str(details.name), longest=36, otherwise="category")
    category = Category(
        event_id=event.id,
        code=code or free,
        position=order.next_position(event.categories),
        **_columns(details),
    )
    with refusing(_letter_taken()):
        db.session.add(category)
    db.session.expire(event, ["categories"])
    audit.record("category.added", category, at=at, actor=actor, details={"code": category.code})
    return category


def change_category(
    category: Category, details: CategoryDetails, *, actor: Actor | None, at: datetime
) -> None:
    """Other words, letter or colour; what is printed already keeps the old ones."""
    check_readable(details.colour, field="colour")
    with refusing(_letter_taken()):
        changed = assign(category, _columns(details))
    if changed:
        audit.record("category.changed", category, at=at, actor=actor, details=changed)
    if not changed.keys().isdisjoint({"capacity", "is_counted"}):
        limits_changed.send(category.event, at=at)


def remove_category(category: Category, *, actor: Actor | None, at: datetime) -> None:
    """Only while nobody is in it (`category_used`) nor a checkpoint for it alone (`door_open`).

    It comes off checkpoints that are kept to others as well.
    """
    event, code = category.event, category.code
    gates = keepers(category)
    if doors := [gate for gate in gates if len(gate.categories) == 1]:
        # Without the category that door would let everybody in.
        raise DomainError(
            "door_open",
            _l(
                "Only this category comes in at %(checkpoints)s. Change that first.",
                checkpoints=", ".join(str(gate.name) for gate in doors),
            ),
        )
    used = DomainError(
        "category_used",
        _l("People are registered in this category. Move them to another one first."),
    )
    with refusing(used):
        db.session.delete(category)
    db.session.expire(event, ["categories"])
    for gate in gates:
        db.session.expire(gate, ["categories"])
    details = {"code": code, "checkpoints": [gate.code for gate in gates]}
    audit.record("category.removed", at=at, actor=actor, event_id=event.id, details=details)


def keepers(category: Category) -> list[Checkpoint]:
    """The checkpoints that are kept to this category, alone or with others, in their order."""
    query = (
        select(Checkpoint)
        .join(checkpoint_category, checkpoint_category.c.checkpoint_id == Checkpoint.id)
        .where(checkpoint_category.c.category_id == category.id)
        .order_by(Checkpoint.position, Checkpoint.id)
    )
    return list(db.session.scalars(query))


def _letter_taken() -> DomainError:
    return DomainError("letter_taken", _l("Another category has this letter."), field="letter")


def _columns(details: CategoryDetails) -> dict[str, Any]:
    return {
        "name": details.name,
        "letter": details.letter,
        "colour": details.colour,
        "admission": details.admission,
        "capacity": details.capacity,
        "is_counted": details.is_counted,
    }
