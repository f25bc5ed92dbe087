"""What making a document gives."""

from __future__ import annotations

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
