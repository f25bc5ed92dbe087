"""Passwords and codes that we make, for people who read them from a slip of paper, at a gate."""

from __future__ import annotations

import secrets

# No letter or digit that is taken for another one in any handwriting.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """Twelve random characters in three groups, as in `k7mq-4xwp-9hdt`: 59 bits."""
    return _groups(4, 4, 4)


def new_code() -> str:
    """Ten random characters in two groups, as in `k7mq4-xwp9h`: 49 bits."""
    return _groups(5, 5)


def _groups(*lengths: int) -> str:
    return "-".join("".join(secrets.choice(_ALPHABET) for _ in range(length)) for length in lengths)
