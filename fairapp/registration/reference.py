"""The short reference of a registration: printed, read out and typed; it proves nothing.

Five random characters and a check character, shown as `K7M-4QX` and stored without the dash. The
alphabet leaves out what is misread aloud or by hand (I L O U 0 1). The check is a weighted sum
modulo 31: because 31 is prime and larger than the alphabet, it catches every single wrong character
and every swap of two.
"""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Sequence
from typing import Protocol, TypeVar

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 6
_PRIME = 31
_T = TypeVar("_T")


class Chooser(Protocol):
    """What draws the characters: `secrets.SystemRandom()` or a seeded `random.Random`."""

    def choice(self, seq: Sequence[_T], /) -> _T: ...


def new_reference(rng: Chooser | None = None) -> str:
    """A fresh reference of six characters; that it is unique is the database's business."""
    rng = rng or secrets.SystemRandom()
    while True:
        body = "".join(rng.choice(ALPHABET) for _ in range(LENGTH - 1))
        check = _check_value(body)
        # One body in 31 asks for a check character that the alphabet of 30 does not have.
        if check < len(ALPHABET):
            return body + ALPHABET[check]


def normalise(text: str) -> str:
    """What somebody typed, as it is stored: upper case, without dash, dots or blanks.

    A U is read as the V it was; nothing else is guessed. The result may be no reference at all:
    ask `is_valid`.
    """
    plain = unicodedata.normalize("NFKC", text).upper()
    kept = (_ascii_digit(c) for c in plain if c.isalnum())
    return "".join(kept).replace("U", "V")


def is_valid(text: str) -> bool:
    """Whether `text`, however it is spaced, is well-formed and its check character agrees."""
    code = normalise(text)
    if len(code) != LENGTH or any(c not in ALPHABET for c in code):
        return False
    return _check_value(code[:-1]) == ALPHABET.index(code[-1])


def display(reference: str) -> str:
    """`K7M4QX` as people read it: `K7M-4QX`."""
    half = LENGTH // 2
    return f"{reference[:half]}-{reference[half:]}"


def _check_value(body: str) -> int:
    # Weights 2 to 6; the check character itself stands for weight 1, so a swap with it shows too.
    weights = range(LENGTH, 1, -1)
    total = sum(w * ALPHABET.index(c) for w, c in zip(weights, body, strict=True))
    return -total % _PRIME


def _ascii_digit(char: str) -> str:
    value = unicodedata.decimal(char, None)
    return char if value is None else str(value)
