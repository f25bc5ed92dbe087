"""Codes and tokens of devices, and how long they are good. Pure: values in, values out."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

# Short enough to be typed where a camera fails, and 60 bits for fifteen minutes.
_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH, _GROUP = 12, 4
CODE_LIFETIME = timedelta(minutes=15)


def new_code() -> str:
    """A code that enrols one device once."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))


def spell(code: str) -> str:
    """A code as it is read out: in groups of four."""
    return "-".join(code[at : at + _GROUP] for at in range(0, len(code), _GROUP))


def read_code(text: str) -> str:
    """A code as it was typed or scanned, without what people put between its groups."""
    return re.sub(r"[^A-Z0-9]", "", text.upper())


def new_token() -> str:
    """What a device shows with every request: 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """What the server keeps of a code or token. Found by index, it tells nothing by the time that
    takes: whoever guesses cannot choose what is compared.
    """
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
