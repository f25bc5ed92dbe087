"""What may be handed in as a file: told by its content, whatever its name says.

Nothing that a browser would run: no SVG, no HTML, no office document with macros.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.registration.names import clean_line

MAX_BYTES = 5 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.heic"
# What a file begins with: its type, and the end of its name.
_KINDS = (
    (re.compile(rb"%PDF-"), "application/pdf", "pdf"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp", "webp"),
    (re.compile(rb".{4}ftyp(?:heic|heix|mif1)", re.DOTALL), "image/heic", "heic"),
)
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and may be kept."""

    content: bytes
    name: str
    mimetype: str


def look_at(content: bytes, name: str) -> Upload:
    """The file as it may be kept; DomainError when it is none of the kinds, empty or too large."""
    if len(content) > MAX_BYTES:
        raise DomainError("file_large", _l("The file is too large: 5 MB at most."))
    for beginning, mimetype, suffix in _KINDS:
        if beginning.match(content):
            return Upload(content, clean_file_name(name, suffix), mimetype)
    raise DomainError(
        "file_kind", _l("This file cannot be taken. Choose a photo (JPEG, PNG) or a PDF.")
    )


def clean_file_name(name: str, suffix: str) -> str:
    """A name that is safe on every disk, with the ending of what the file really is."""
    last = re.split(r"[\\/]", clean_line(name))[-1]
    stem = last.rpartition(".")[0] or last
    safe = re.sub(r"[^\w .-]", "_", stem).strip(" ._")[:_LONGEST_NAME]
    return f"{safe or 'file'}.{suffix}"
