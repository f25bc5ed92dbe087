"""When an opinion can be given, and from how many on a mean is told. Pure."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.programme.kinds import FOR_ALL

# How long after the fair's last day opinions are taken and can be changed.
OPEN_FOR = timedelta(days=7)
# The whole fair can be judged from here on, on its last day.
LAST_AFTERNOON = time(12)
# Of fewer opinions no mean is told: it would say what one person thinks.
FEW = 3
# Nobody judges a lunch; the press conference is not for participants.
_NOT_JUDGED = FOR_ALL | {"presse"}


def is_judged(icon: str) -> bool:
    """Whether sessions of the kind with this pictogram are asked about."""
    return icon not in _NOT_JUDGED


def can_judge(
    *, opens_at: datetime, closes_at: datetime, is_cancelled: bool, is_fair: bool, at: datetime
) -> None:
    """DomainError when nobody can say what they think of it now."""
    if is_cancelled:
        raise DomainError(
            "session_cancelled", _l("This session is cancelled: there is nothing to judge.")
        )
    if at < opens_at and is_fair:
        raise DomainError(
            "too_early", _l("You can judge the fair as a whole from its last afternoon on.")
        )
    if at < opens_at:
        raise DomainError(
            "too_early", _l("This session has not begun: come back once you have seen it.")
        )
    if at >= closes_at:
        raise DomainError(
            "too_late", _l("The time for opinions is over. Thank you for having been there.")
        )


def can_speak(*, is_expected: bool) -> None:
    """DomainError when this registration no longer counts."""
    if not is_expected:
        raise DomainError(
            "not_expected", _l("This registration no longer counts, so it can give no opinion.")
        )
