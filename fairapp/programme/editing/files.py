"""Documents that may be handed out with a session: PDF, pictures, and office documents without
macros.
"""

from __future__ import annotations

import io
import zipfile

from flask_babel import lazy_gettext as _l

from fairapp.core import uploads
from fairapp.core.uploads import Kind, Upload

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.docx,.xlsx,.pptx,.odt,.ods,.odp"

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
_tell_plain = uploads.by_beginning("pdf", "jpg", "png", "webp")


def look_at(content: bytes, name: str) -> Upload:
    """The file as it may be kept; DomainError `file_large`, `file_kind`."""
    refusal = _l("This file cannot be taken. Choose a PDF, a picture or an office document.")
    return uploads.look_at(content, name, tell=_tell, refusal=refusal)


def _tell(content: bytes) -> Kind | None:
    return _tell_plain(content) or _office_kind(content)


def _office_kind(content: bytes) -> Kind | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = set(archive.namelist())
            if any(name.endswith(("vbaProject.bin", ".class", ".js")) for name in names):
                return None
            for member, mimetype, suffix in _OFFICE:
                if member in names:
                    return Kind(mimetype, suffix)
            said = archive.open("mimetype").read(100) if "mimetype" in names else b""
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return None
    mimetype = said.decode("ascii", "replace").strip()
    suffix = _OPEN_DOCUMENT.get(mimetype, "")
    return Kind(mimetype, suffix) if suffix else None
