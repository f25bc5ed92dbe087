"""Files that a PDF carries with it: what its pages show, for programs to read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """One embedded file. `description` is what a reader's list of attachments says of it.

    Its `content` is asked for when it is written: rows of a whole country take some megabytes.
    """

    name: str
    mimetype: str
    content: Callable[[], bytes]
    description: str
