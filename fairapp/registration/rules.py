"""Who may register, and whether there is a place. Pure: values in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.events.rules import Desk, desk


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a fair takes registrations online.

    `closes_at` is the end of the last day when the organisers set nothing. None as `capacity` means
    that there is room for everybody; else `taken` counts whoever holds a place.
    """

    opens_at: datetime | None
    closes_at: datetime | None
    capacity: int | None
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether whoever comes next waits."""
        return self.capacity is not None and self.taken >= self.capacity


class Place(StrEnum):
    """What a new registration gets."""

    SEAT = "seat"
    WAITING_LIST = "waiting_list"


def can_register(terms: Terms, *, category_is_open: bool, by_team: bool, at: datetime) -> Place:
    """A seat or the waiting list; DomainError when registration is not open to this person.

    The team is bound by none of it: whoever stands at the desk is in.
    """
    if by_team:
        return Place.SEAT
    match desk(terms.opens_at, terms.closes_at, at=at):
        case Desk.NOT_YET:
            raise DomainError("not_yet_open", _l("Registration has not opened yet."))
        case Desk.CLOSED:
            raise DomainError("closed", _l("Online registration is closed."))
    if not category_is_open:
        raise DomainError(
            "category_closed",
            _l("This category is given by the organisers; please choose another one."),
            field="category",
        )
    return Place.WAITING_LIST if terms.is_full else Place.SEAT


def can_cancel(status: str) -> None:
    """DomainError when a registration with this status is not the person's to cancel."""
    if status in {"merged", "replaced", "declined"}:
        raise DomainError("not_cancellable", _l("This registration can no longer be changed."))
