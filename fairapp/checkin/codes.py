"""How a scan names a badge on the wire: `h:` index, `t:` token, `n:` number, `r:` reference.

An index is what a phone keeps instead of a token: it finds a badge and cannot be turned back into
one. Typed numbers and references are printed in clear and prove nothing; they only say who it is.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from fairapp.badges.models import TOKEN_LENGTH
from fairapp.registration import reference

INDEX_BYTES = 10
_TOKEN = re.compile(rf"[A-Z2-7]{{{TOKEN_LENGTH}}}")
_INDEX = re.compile(rf"[0-9a-f]{{{INDEX_BYTES * 2}}}")
# More digits than a badge's number ever has would overflow its column.
_NUMBER = re.compile(r"[0-9]{1,9}")
_LONGEST = 200


class Kind(StrEnum):
    """What a code is; `registration` never travels, it is how the desk names who it has found."""

    INDEX = "h"
    TOKEN = "t"  # noqa: S105 # nosec B105 - a letter on the wire, no password
    NUMBER = "n"
    REFERENCE = "r"
    REGISTRATION = "i"


@dataclass(frozen=True, slots=True)
class Code:
    """A badge or person as it was scanned, typed or found. Foreign codes have no kind."""

    kind: Kind | None
    value: str

    @property
    def number(self) -> int:
        """Of a badge's number or a registration's id."""
        return int(self.value)


def parse(text: str) -> Code | None:
    """The code that `text` (`h:…`, `t:…`, `n:…`, `r:…`) stands for; None when it has no such form.

    A well-formed prefix with anything else behind it is a foreign code: somebody did scan it.
    """
    prefix, colon, value = text[:_LONGEST].partition(":")
    if not colon or prefix not in _READERS:
        return None
    kind = Kind(prefix)
    found = _READERS[kind](value)
    return Code(kind, found) if found else Code(None, describe(value))


def index_of(token: str, salt: bytes) -> str:
    """The index of a badge: HMAC-SHA-256 of its token under the event's salt, its first 80 bits."""
    return hmac.new(salt, token.encode(), hashlib.sha256).digest()[:INDEX_BYTES].hex()


def event_salt(secret_key: str, event_id: int) -> bytes:
    """Salt of one event's indexes; the same badge list has other indexes elsewhere."""
    return hmac.new(secret_key.encode(), b"roster %d" % event_id, hashlib.sha256).digest()


def describe(value: str) -> str:
    """What a foreign code looked like, without what it says: that may be a person's data."""
    try:
        address = urlsplit(value.strip())
        host = address.hostname if address.scheme.lower() in {"http", "https"} else None
    except ValueError:
        host = None
    if host and host.isascii() and host.isprintable():
        return host[:100]
    digest = hashlib.sha256(value.encode(errors="replace")).hexdigest()[:8]
    return f"{len(value)} characters, {digest}"


def _token(value: str) -> str | None:
    value = value.strip().upper()
    return value if _TOKEN.fullmatch(value) else None


def _index(value: str) -> str | None:
    value = value.strip().lower()
    return value if _INDEX.fullmatch(value) else None


def _number(value: str) -> str | None:
    digits = reference.normalise(value)
    return str(int(digits)) if _NUMBER.fullmatch(digits) else None


def _reference(value: str) -> str | None:
    return reference.normalise(value) if reference.is_valid(value) else None


_READERS = {
    Kind.INDEX: _index,
    Kind.TOKEN: _token,
    Kind.NUMBER: _number,
    Kind.REFERENCE: _reference,
}
