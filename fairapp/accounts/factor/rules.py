"""What a code of the second factor must be. Pure: secrets, codes and moments in, steps out."""

from __future__ import annotations

import hmac
import re
from datetime import datetime

import pyotp

from fairapp.core.folding import ascii_digits

DIGITS = 6
SECONDS = 30
# A phone's clock may be a step off, and typing takes a while.
DRIFT = (0, -1, 1)
# As many as fit on a card in a wallet.
RECOVERY_CODES = 10


def step_of(code: str, secret: str, *, at: datetime, after: int) -> int | None:
    """The step of 30 seconds that `code` belongs to; None when it is none around `at`, or one
    that is not `after` the one accepted last."""
    totp = pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS)
    now = int(at.timestamp()) // SECONDS
    for step in (now + drift for drift in DRIFT):
        if step > after and hmac.compare_digest(totp.generate_otp(step), code):
            return step
    return None


def plain(code: str) -> str:
    """A code as it is compared: without blanks and dashes, small letters, digits of any script."""
    return re.sub(r"[\s\-–‑]+", "", ascii_digits(code)).casefold()


def address(secret: str, *, account: str, issuer: str) -> str:
    """What an authenticator reads from the QR code."""
    return pyotp.TOTP(secret, digits=DIGITS, interval=SECONDS).provisioning_uri(
        name=account, issuer_name=issuer
    )


def spelt(secret: str) -> str:
    """The secret in groups of four, to type by hand."""
    return " ".join(secret[start : start + 4] for start in range(0, len(secret), 4))
