"""Limits on guessing passwords and codes that nobody can turn against somebody else.

Attempts are counted per address and account, so hammering an account from one place does not close
it anywhere else; and per address, so that one place cannot try every account. A browser that has
signed in to an account before carries a signed cookie and is counted by itself: sharing a network
with whoever hammers does not lock it out either (OWASP calls these device cookies).

Codes of the second factor have six digits only, so browsers that have never signed in are counted
together too, wherever they are. Who can use that up knows the password already, and the owner's
own browser goes on.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
import time

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeTimedSerializer
from limits import RateLimitItem, RateLimitItemPerHour, RateLimitItemPerMinute
from werkzeug.wrappers import Response

from fairapp import limiter
from fairapp.accounts.models import User
from fairapp.accounts.queries import normal_email
from fairapp.core import cookies

log = logging.getLogger(__name__)

COOKIE = "device"
COOKIE_AGE = 365 * 24 * 3600
# A fair's whole team may sit behind one public address and sign in during the same ten minutes.
PER_ACCOUNT = RateLimitItemPerMinute(10, 10)
PER_ADDRESS = RateLimitItemPerMinute(200, 10)
# One of a million, three of which are right at any moment: 0.15 % a day for who has the password.
CODES_PER_ACCOUNT = RateLimitItemPerHour(20)
PASSWORDS, CODES = "sign-in", "code"


def seconds_to_wait(email: str, kind: str = PASSWORDS) -> int:
    """Count an attempt to sign in; how long to wait when it is one too many, else 0."""
    if not limiter.enabled:
        return 0
    try:
        return max(_hit(item, kind, key) for item, key in _limits(email, kind))
    except Exception:
        # Without the limiter's storage the team must still be able to open the gates.
        log.exception("attempts to sign in could not be counted")
        return 0


def forgive(email: str, kind: str = PASSWORDS) -> None:
    """Forget the attempts on this account from here: the last one was right."""
    if limiter.enabled:
        try:
            limiter.limiter.clear(PER_ACCOUNT, kind, _bucket(email))
        except Exception:
            log.exception("attempts to sign in could not be forgotten")


def note_refusal(email: str, why: str) -> None:
    """A line in the server's log for an attempt that failed; the account by its digest only."""
    log.warning("%s: account %s, from %s", why, _digest(email), _address())


def remember_device(response: Response, user: User) -> None:
    """Let this browser be counted by itself when it signs in to this account again."""
    if _device_of(user.email):
        return
    mark = str(_signer().dumps([_digest(user.email), secrets.token_hex(8)]))
    cookies.remember(response, COOKIE, mark, seconds=COOKIE_AGE)


def _hit(item: RateLimitItem, kind: str, key: str) -> int:
    if limiter.limiter.hit(item, kind, key):
        return 0
    window = limiter.limiter.get_window_stats(item, kind, key)
    return max(1, round(window.reset_time - time.time()))


def _limits(email: str, kind: str) -> list[tuple[RateLimitItem, str]]:
    limits: list[tuple[RateLimitItem, str]] = [(PER_ACCOUNT, _bucket(email))]
    if not _device_of(email):
        limits.append((PER_ADDRESS, _address()))
        if kind == CODES:
            limits.append((CODES_PER_ACCOUNT, _digest(email)))
    return limits


def _bucket(email: str) -> str:
    device = _device_of(email)
    return f"device:{device}" if device else f"{_address()}:{_digest(email)}"


def _device_of(email: str) -> str:
    """Number of this browser when it has signed in to the account before, else empty."""
    try:
        account, number = _signer().loads(cookies.remembered(COOKIE), max_age=COOKIE_AGE)
    except (BadSignature, ValueError, TypeError):
        return ""
    return str(number) if account == _digest(email) else ""


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(current_app.config["SECRET_KEY"]), salt="device")


def _digest(email: str) -> str:
    return hashlib.sha256(normal_email(email).encode()).hexdigest()[:16]


def _address() -> str:
    """The visitor's address; of IPv6 the network, for a single visitor has all of it."""
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return "unknown"
    if address.version == 4:
        return str(address)
    return str(ipaddress.ip_network((int(address), 64), strict=False))
