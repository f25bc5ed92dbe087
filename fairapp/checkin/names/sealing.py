"""The list of names as it travels to one phone, and lies there: under a key of that phone alone.

A key is made anew whenever a phone is enrolled or a new secret is allowed (`turn`), so what an
earlier phone has kept opens with nothing that is given out later.
"""

from __future__ import annotations

import hmac
import json
import os
import zlib
from collections.abc import Sequence
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE_BYTES = 12
_ID_BYTES = 8
_ABOUT = b"fairapp names"


def key_of(secret_key: str, device_id: int, turn: int) -> bytes:
    """32 bytes; never stored, here or there."""
    return hmac.digest(secret_key.encode(), b"names %d %d" % (device_id, turn), "sha256")


def id_of(key: bytes) -> str:
    """By what a phone sees that its key is no longer the right one; tells nothing of it."""
    return hmac.digest(key, b"id", "sha256")[:_ID_BYTES].hex()


def seal(rows: Sequence[Any], key: bytes) -> bytes:
    """Nonce, then AES-256-GCM of the deflated JSON; nothing for no rows."""
    if not rows:
        return b""
    text = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, zlib.compress(text, 6), _ABOUT)
