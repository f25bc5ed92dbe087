"""Who may have a seat at a session. Pure."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError


def can_sign_up(
    *, takes_sign_up: bool, status: str, starts_at: datetime, is_expected: bool, at: datetime
) -> None:
    """DomainError when nobody, or not this person, can put a name down for the session now.

    `is_expected`: the person has a place at the fair, or waits for one.
    """
    if status == "cancelled":
        raise DomainError("session_cancelled", _l("This session is cancelled."))
    if not takes_sign_up or status == "draft":
        raise DomainError("no_sign_up", _l("No seat is needed for this session: just come."))
    if at >= starts_at:
        raise DomainError("session_begun", _l("This session has begun: ask at the door."))
    if not is_expected:
        raise DomainError(
            "not_expected", _l("This registration no longer counts, so it can have no seat.")
        )


def can_have_seats(capacity: int | None, *, seated: int) -> None:
    """DomainError when `capacity` seats would take somebody's away; None is as many as come."""
    if capacity is not None and capacity < seated:
        raise DomainError(
            "seats_taken",
            _l("More people than that have a seat already: take some of them off first."),
            field="capacity",
        )
