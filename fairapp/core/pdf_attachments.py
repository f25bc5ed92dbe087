"""Files that a PDF carries with it: what its pages show, for programs to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attachment:
    """One embedded file. `description` is what a reader's list of attachments says of it."""

    name: str
    mimetype: str
    content: bytes
    description: str
