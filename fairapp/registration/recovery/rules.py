"""What a code is, to whom it goes and how long it is good."""

from __future__ import annotations

import hmac
import re
from datetime import datetime, timedelta

from email_validator import EmailNotValidError, validate_email

from fairapp.core.folding import ascii_digits
from fairapp.registration import phones

VALID_FOR = timedelta(minutes=15)
MAX_ATTEMPTS = 5
# Five codes with five guesses each: one chance in 40,000 an hour to hit another person's.
PER_HOUR = 5
# Longer than codes are counted for.
KEPT_FOR = timedelta(days=1)
_DIGITS = 6


def read_contact(text: str) -> str:
    """The one way to write this phone number (E.164) or e-mail address; empty when it is neither.

    Codes are sent to what this returns, which is also what registrations are compared with: an
    address that only looks the same once it is normalised is never written to.
    """
    text = text.strip()
    if "@" not in text:
        return phones.read(text).first
    try:
        return validate_email(text, check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return ""


def is_email(contact: str) -> bool:
    """Whether a contact that was read is an e-mail address."""
    return "@" in contact


def contact_hash(contact: str, event_id: int, *, secret: str) -> str:
    """What is kept of a contact: nobody without the secret can try numbers against it."""
    return _digest(secret, f"contact {event_id} {contact.lower()}")


def code_of(key: str, *, secret: str) -> str:
    """The six digits of the attempt that has this key; kept nowhere, made anew to be sent."""
    number = int(_digest(secret, f"code {key}"), 16) % 10**_DIGITS
    return f"{number:0{_DIGITS}}"


def code_hash(code: str, key: str, *, secret: str) -> str:
    """What is kept of a code."""
    return _digest(secret, f"typed {key} {code}")


def read_code(text: str) -> str:
    """The digits of a code, in whatever script and however grouped; empty when it is none."""
    digits = re.sub(r"[\W_]", "", ascii_digits(text))
    return digits if re.fullmatch(rf"[0-9]{{{_DIGITS}}}", digits) else ""


def attempts_left(
    attempts: int, *, expires_at: datetime, used_at: datetime | None, at: datetime
) -> int:
    """How often a code can still be tried; 0 once it is used or too old."""
    return 0 if used_at or at >= expires_at else max(0, MAX_ATTEMPTS - attempts)


def _digest(secret: str, text: str) -> str:
    return hmac.digest(secret.encode(), f"find my pass: {text}".encode(), "sha256").hex()
