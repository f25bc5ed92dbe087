"""Who may register, and whether there is a place. Pure: values in, verdict out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.events.rules import Desk, desk


@dataclass(frozen=True, slots=True)
class Quota:
    """A limit: of the fair (`key` 0), of a category (its id) or of a day (its number).

    `taken` counts whoever holds a place: expected, looked at by the team, or offered one.
    """

    scope: Literal["event", "category", "day"]
    key: int
    capacity: int
    taken: int

    @property
    def is_full(self) -> bool:
        """Whether whoever comes next waits."""
        return self.taken >= self.capacity

    def binds(self, applicant: Applicant) -> bool:
        """Whether somebody like this takes a place of it.

        The limits of the fair and of its days are for participants; the organising team, which is
        not counted, is bound by its category's alone.
        """
        if self.scope == "category":
            return self.key == applicant.category
        return applicant.is_counted and (self.scope == "event" or self.key in applicant.days)


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a fair takes registrations online.

    `closes_at` is the end of the last day when the organisers set nothing. What has no quota has
    room for everybody. Nobody registers for a fair that is not public yet; the team sees its form.
    """

    opens_at: datetime | None = None
    closes_at: datetime | None = None
    quotas: tuple[Quota, ...] = ()
    is_public: bool = True

    @property
    def is_full(self) -> bool:
        """Whether the whole fair is full, whatever somebody chooses."""
        return ("event", 0) in self.full

    @property
    def full(self) -> frozenset[tuple[str, int]]:
        """Scope and key of every quota that leaves no room."""
        return frozenset((quota.scope, quota.key) for quota in self.quotas if quota.is_full)

    def full_for(self, applicant: Applicant) -> tuple[Quota, ...]:
        """The quotas that leave no room for somebody like this."""
        return tuple(quota for quota in self.quotas if quota.is_full and quota.binds(applicant))


class Place(StrEnum):
    """What a new registration gets."""

    SEAT = "seat"
    # A place is kept until the team has looked.
    REVIEW = "review"
    WAITING_LIST = "waiting_list"


@dataclass(frozen=True, slots=True)
class Applicant:
    """Whoever asks for a place. `days` are the numbers of the days they come.

    `is_open`: they may choose the category. `is_invited`: the team has let this person into it.
    `by_team`: the organisers enter them, or they take somebody's place.
    """

    category: int
    days: frozenset[int]
    is_open: bool = True
    is_moderated: bool = False
    is_counted: bool = True
    is_invited: bool = False
    by_team: bool = False


def can_register(terms: Terms, applicant: Applicant, *, at: datetime) -> Place:
    """A seat, a place to be confirmed, or the waiting list; DomainError when registration is not
    open to this person.

    The team is bound by none of it: whoever stands at the desk is in.
    """
    if applicant.by_team:
        return Place.SEAT
    if not terms.is_public:
        raise _not_yet_open()
    match desk(terms.opens_at, terms.closes_at, at=at):
        case Desk.NOT_YET:
            raise _not_yet_open()
        case Desk.CLOSED:
            raise DomainError("closed", _l("Online registration is closed."))
    if not (applicant.is_open or applicant.is_invited):
        raise category_closed()
    return place_for(terms, applicant)


def _not_yet_open() -> DomainError:
    return DomainError("not_yet_open", _l("Registration has not opened yet."))


def place_for(terms: Terms, applicant: Applicant) -> Place:
    """What there is for somebody who may register."""
    if terms.full_for(applicant):
        return Place.WAITING_LIST
    return Place.REVIEW if applicant.is_moderated and not applicant.is_invited else Place.SEAT


def category_closed() -> DomainError:
    """Refuses a category to whoever the team has not let into it."""
    return DomainError(
        "category_closed",
        _l("This category is given by the organisers; please choose another one."),
        field="category",
    )


def missing_for(terms: Terms, before: Applicant, after: Applicant) -> tuple[Quota, ...]:
    """The full quotas that keep somebody who has a place as `before` from having it as `after`.

    What they have already is theirs, even where the team let in more people than there are places.
    """
    if after.by_team:
        return ()
    return tuple(quota for quota in terms.full_for(after) if not quota.binds(before))


def days_with_room(terms: Terms, applicant: Applicant) -> frozenset[int]:
    """The days, of those asked for, that would be free at once; none when all of them are."""
    full = terms.full_for(applicant)
    if not full or any(quota.scope != "day" for quota in full):
        return frozenset()
    return applicant.days - {quota.key for quota in full}


def can_cancel(status: str) -> None:
    """DomainError when a registration with this status is not the person's to cancel."""
    if status in {"merged", "replaced", "declined"}:
        raise DomainError("not_cancellable", _l("This registration can no longer be changed."))
