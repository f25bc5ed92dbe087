"""Why a copy was not made, or is not restored."""

from __future__ import annotations


class BackupError(Exception):
    """In words for whoever sits at the command line."""
