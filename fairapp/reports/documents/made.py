"""What making a document gives."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Made:
    """A finished file. `digest` is SHA-256 over what it says, moment and number left out: the same
    data give the same. `people`: how many stand in it, or are counted.
    """

    content: bytes
    name: str
    mimetype: str
    people: int
    digest: str


def digest_of(facts: Iterable[object]) -> str:
    """SHA-256 in hexadecimal digits of what a document says: over UTF-8, a JSON text and a line
    feed for each of `facts`, in order.
    """
    digest = hashlib.sha256()
    for one in facts:
        digest.update(f"{json.dumps(one, ensure_ascii=False)}\n".encode())
    return digest.hexdigest()
