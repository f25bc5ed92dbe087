"""Documents that may be handed out with a session: told by their content, whatever the name says.

Nothing that a browser would run, and no office document with macros.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

MAX_BYTES = 5 * 1024 * 1024
ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp"

_BEGINNINGS = (
    (re.compile(rb"%PDF-"), "application/pdf", "pdf"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg", "jpg"),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png", "png"),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), "image/webp", "webp"),
)
_OPEN_XML = "application/vnd.openxmlformats-officedocument."
# What an archive of the Office kind must hold.
_OFFICE = (
    ("word/document.xml", f"{_OPEN_XML}wordprocessingml.document", "docx"),
    ("xl/workbook.xml", f"{_OPEN_XML}spreadsheetml.sheet", "xlsx"),
    ("ppt/presentation.xml", f"{_OPEN_XML}presentationml.presentation", "pptx"),
)
# By what the first member of an OpenDocument archive says.
_OPEN_DOCUMENT = {
    f"application/vnd.oasis.opendocument.{name}": suffix
    for name, suffix in (("text", "odt"), ("spreadsheet", "ods"), ("presentation", "odp"))
}
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was looked at and may be kept."""

    content: bytes
    name: str
    mimetype: str


def look_at(content: bytes, name: str) -> Upload:
    """The file as it may be kept; DomainError `file_large`, `file_kind`."""
    if len(content) > MAX_BYTES:
        raise DomainError("file_large", _l("The file is too large: 5 MB at most."))
    mimetype, suffix = _kind(content)
    return Upload(content, _file_name(name, suffix), mimetype)


def _kind(content: bytes) -> tuple[str, str]:
    for beginning, mimetype, suffix in _BEGINNINGS:
        if beginning.match(content):
            return mimetype, suffix
    found = _office_kind(content)
    if found is None:
        raise DomainError(
            "file_kind",
            _l("This file cannot be taken. Choose a PDF, a picture or an office document."),
        )
    return found


def _office_kind(content: bytes) -> tuple[str, str] | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.endswith(("vbaProject.bin", ".class", ".js")) for name in names):
                return None
            for member, mimetype, suffix in _OFFICE:
                if member in names:
                    return mimetype, suffix
            said = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    mimetype = said.decode("ascii", "replace").strip()
    suffix = _OPEN_DOCUMENT.get(mimetype, "")
    return (mimetype, suffix) if suffix else None


def _file_name(name: str, suffix: str) -> str:
    """Safe on every disk, with the ending of what the file really is."""
    last = re.split(r"[\\/]", " ".join(name.split()))[-1]
    stem = last.rpartition(".")[0] or last
    safe = re.sub(r"[^\w .-]", "_", stem).strip(" ._")[:_LONGEST_NAME]
    return f"{safe or 'file'}.{suffix}"
