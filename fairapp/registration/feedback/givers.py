"""Who gives an opinion: somebody registered, or a phone that nobody knows.

A phone is told by a signed cookie with a random number, of which a digest is kept. Whoever throws
the cookie away is another phone: such opinions are told apart from those of participants, taken
only from whoever has been at the door, and limited by network address.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from flask import Response, current_app
from itsdangerous import BadSignature, URLSafeSerializer

from fairapp.core import cookies
from fairapp.registration.feedback.subjects import Subject
from fairapp.registration.models import Registration

_COOKIE = "phone"
_YEAR = 365 * 24 * 3600
_DOOR = 8


@dataclass(frozen=True, slots=True)
class Giver:
    """`registration` None: a phone, known by `token` alone."""

    registration: Registration | None = None
    token: str = ""

    def key_of(self, subject: Subject) -> str:
        """`Opinion.key`: who about what."""
        where = (subject.event_id, subject.session_id)
        if self.registration is not None:
            return key_of_person(*where, self.registration.id)
        return key_of_phone(*where, self.token)


def key_of_person(event_id: int, session_id: int | None, registration_id: int) -> str:
    """`Opinion.key` of somebody registered."""
    return f"{event_id}-{session_id or 'fair'}-r{registration_id}"


def key_of_phone(event_id: int, session_id: int | None, token: str) -> str:
    """`Opinion.key` of a phone; the token cannot be found from it."""
    return f"{event_id}-{session_id or 'fair'}-p{hashlib.sha256(token.encode()).hexdigest()[:40]}"


def this_phone() -> Giver | None:
    """The phone that asks; None for one that has given no opinion yet."""
    try:
        return Giver(token=str(_signer().loads(cookies.remembered(_COOKIE))))
    except BadSignature:
        return None


def new_phone() -> Giver:
    """A phone that is seen for the first time."""
    return Giver(token=secrets.token_urlsafe(16))


def remember(response: Response, giver: Giver) -> Response:
    """Let the phone be known again, so that it does not speak twice."""
    cookies.remember(response, _COOKIE, str(_signer().dumps(giver.token)), seconds=_YEAR)
    return response


def door_key(subject: Subject) -> str:
    """What the code at the door has in its address and nobody can guess from the programme."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    text = f"opinion at the door: {subject.event_id} {subject.code}"
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()[:_DOOR]


def is_at_the_door(subject: Subject, key: str) -> bool:
    """Whether the visitor has the code of this door."""
    return hmac.compare_digest(door_key(subject).encode(), key.strip().lower().encode())


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="phone of an opinion")
