"""What a kiosk may do, without anybody signed in.

Whoever begins a kiosk is signed out in that browser; its session then holds this seat and nothing
else: one fair, the printing of badges whose pass is shown. It ends when somebody signs in there,
and with the rights, the password or the account of whoever began it.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass

from flask import session
from flask_login import current_user

from fairapp.accounts.models import User
from fairapp.accounts.sessions import sign_out, user_of
from fairapp.core.access import Permission
from fairapp.events.models import Event

_KEY = "kiosk"


@dataclass(frozen=True, slots=True)
class Seat:
    """Where, by whom (as `User.get_id` says), in which language and on which paper."""

    slug: str
    user: str
    language: str
    paper: str


def take(event: Event, user: User, *, language: str, paper: str) -> None:
    """Sign `user` out of this browser and leave the kiosk in it."""
    seat = Seat(event.slug, user.get_id(), language, paper)
    sign_out()
    session[_KEY] = asdict(seat)
    # It is still a kiosk after a power cut.
    session.permanent = True


def present() -> Seat | None:
    """The seat of this browser, wherever it is."""
    kept = session.get(_KEY)
    return Seat(**kept) if kept else None


def held(event: Event) -> tuple[Seat, User] | None:
    """The seat at `event`, and who answers for it; None when it is not one, or no longer."""
    seat = present()
    if seat is None or seat.slug != event.slug or current_user.is_authenticated:
        return None
    user = user_of(seat.user)
    if user is None or not user.can(Permission.PRINT_BADGES, event):
        return None
    return seat, user
