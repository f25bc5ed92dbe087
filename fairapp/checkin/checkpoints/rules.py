"""What a checkpoint must make sense of. Pure."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError


def check(
    *,
    scope: str,
    is_entrance: bool,
    watches_session: bool,
    signed_up_only: bool,
    opens_at: datetime | None,
    closes_at: datetime | None,
) -> None:
    """Refuse what no gate could follow: `entrance_scope`, `no_seats`, `closes_before_opens`."""
    if is_entrance and scope not in ("day", "half_day"):
        raise DomainError(
            "entrance_scope",
            _l("An entrance knows a badge again the same day: once a day, or each half-day."),
            field="scope",
        )
    if signed_up_only and not watches_session:
        raise DomainError(
            "no_seats",
            _l("Choose the session for which people have put their names down."),
            field="watches",
        )
    if opens_at is not None and closes_at is not None and closes_at <= opens_at:
        raise DomainError(
            "closes_before_opens", _l("It closes before it opens."), field="closes_at"
        )
