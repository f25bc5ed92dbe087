"""Files that somebody hands in: told by their content, whatever their name says.

Who takes files says which kinds; nothing that a browser would run is among them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

MAX_BYTES = 5 * 1024 * 1024
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file: its media type and the ending of its name."""

    mimetype: str
    suffix: str


# Tells the kind of a file by its content; None when it is not to be taken.
Teller = Callable[[bytes], Kind | None]

# What a file begins with.
BEGINNINGS = {
    "pdf": (re.compile(rb"%PDF-"), "application/pdf"),
    "jpg": (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    "png": (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    "webp": (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp"),
    "heic": (re.compile(rb".{4}ftyp(?:heic|heix|mif1)", re.DOTALL), "image/heic"),
}


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and may be kept."""

    content: bytes
    name: str
    mimetype: str


def by_beginning(*suffixes: str) -> Teller:
    """A teller of these kinds of `BEGINNINGS`."""

    def tell(content: bytes) -> Kind | None:
        for suffix in suffixes:
            beginning, mimetype = BEGINNINGS[suffix]
            if beginning.match(content):
                return Kind(mimetype, suffix)
        return None

    return tell


def look_at(content: bytes, name: str, *, tell: Teller, refusal: object) -> Upload:
    """The file as it may be kept; DomainError `file_large`, or `file_kind` with `refusal`."""
    if len(content) > MAX_BYTES:
        raise DomainError("file_large", _l("The file is too large: 5 MB at most."))
    kind = tell(content)
    if kind is None:
        raise DomainError("file_kind", refusal)
    return Upload(content, clean_file_name(name, kind.suffix), kind.mimetype)


def clean_file_name(name: str, suffix: str) -> str:
    """A name that is safe on every disk, with the ending of what the file really is."""
    line = " ".join(unicodedata.normalize("NFC", name).split())
    last = re.split(r"[\\/]", line)[-1]
    stem = last.rpartition(".")[0] or last
    safe = re.sub(r"[^\w .-]", "_", stem).strip(" ._")[:_LONGEST_NAME]
    return f"{safe or 'file'}.{suffix}"
