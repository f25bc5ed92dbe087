"""Passwords that we make, for people who read them from a slip of paper, at a gate."""

from __future__ import annotations

import secrets

# No letter or digit that is taken for another one in any handwriting.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS = 3
_GROUP = 4


def new_password() -> str:
    """Twelve random characters in three groups, as in `k7mq-4xwp-9hdt`: 59 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP)) for _ in range(_GROUPS))
    return "-".join(groups)
