"""A session and its seats, and how one person stands at it, as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fairapp.core.i18n import LocalizedText
from fairapp.programme.models import SessionStatus
from fairapp.registration.signups.models import SeatStatus


@dataclass(frozen=True, slots=True)
class SeatRow:
    """A session and its seats. `capacity` None: as many as come. Times are in UTC."""

    session_id: int
    code: str
    title: LocalizedText
    day_number: int
    starts_at: datetime
    ends_at: datetime
    room: LocalizedText | None
    status: str
    takes_sign_up: bool
    capacity: int | None
    taken: int
    waiting: int

    @property
    def seats_left(self) -> int | None:
        """Seats that nobody has; None without a limit."""
        return None if self.capacity is None else max(0, self.capacity - self.taken)

    @property
    def is_full(self) -> bool:
        """Whether whoever comes next waits."""
        return self.seats_left == 0

    @property
    def is_cancelled(self) -> bool:
        """Announced, and will not happen."""
        return self.status == SessionStatus.CANCELLED

    @property
    def is_withdrawn(self) -> bool:
        """Taken off the programme after people had put their names down."""
        return self.status == SessionStatus.DRAFT

    @property
    def is_moved(self) -> bool:
        """Not when or where it was first announced."""
        return self.status == SessionStatus.MOVED

    @property
    def is_off(self) -> bool:
        """Whether nobody need come."""
        return self.is_cancelled or self.is_withdrawn


@dataclass(frozen=True, slots=True)
class OwnSeat:
    """One person's standing at a session; `position` is the place in the line of who waits."""

    session: SeatRow
    status: SeatStatus
    position: int

    @property
    def is_seated(self) -> bool:
        """Whether the seat is theirs."""
        return self.status is SeatStatus.SEATED
