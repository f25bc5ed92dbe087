"""Tokens of the API: what they may do, how they are made. Pure: values in, values out."""

from __future__ import annotations

import hashlib
import re
import secrets
import string
import zlib
from datetime import timedelta
from enum import StrEnum

LONGEST_LIFE = timedelta(days=365)
# A fixed word in front, so that whoever searches published code for secrets knows one by sight.
PREFIX = "fairapp_"
_ALPHABET = string.digits + string.ascii_letters
_RANDOM, _CHECK = 36, 6
_TOKEN = re.compile(rf"{PREFIX}[0-9A-Za-z]{{{_RANDOM + _CHECK}}}")


class Scope(StrEnum):
    """What a token lets a program do at its fair."""

    READ_EVENT = "event:read"
    READ_PROGRAMME = "programme:read"
    READ_REGISTRATIONS = "registrations:read"
    # Phones, e-mail addresses and who needs help; beside one of the other two.
    CONTACTS = "registrations:contacts"
    WRITE_REGISTRATIONS = "registrations:write"
    READ_SCANS = "scans:read"
    READ_REPORTS = "reports:read"


def new_token() -> str:
    """214 random bits between the prefix and a check sum, by which a cut-off copy is known."""
    body = "".join(secrets.choice(_ALPHABET) for _ in range(_RANDOM))
    return f"{PREFIX}{body}{_check(body)}"


def is_token(text: str) -> bool:
    """Whether `text` can be a token at all."""
    if not _TOKEN.fullmatch(text):
        return False
    body = text.removeprefix(PREFIX)
    return _check(body[:_RANDOM]) == body[_RANDOM:]


def digest(token: str) -> str:
    """What the server keeps of a token. Found by index, it tells nothing by the time that takes."""
    return hashlib.sha256(token.encode()).hexdigest()


def _check(body: str) -> str:
    number, digits = zlib.crc32(body.encode()), ""
    for _ in range(_CHECK):
        number, digit = divmod(number, len(_ALPHABET))
        digits = _ALPHABET[digit] + digits
    return digits
