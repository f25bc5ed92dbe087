"""What may be handed in with a registration: a photo or a PDF."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core import uploads
from fairapp.core.uploads import Upload

ACCEPT = ".pdf,.jpg,.jpeg,.png,.webp,.heic"

_tell = uploads.by_beginning("pdf", "jpg", "png", "webp", "heic")


def look_at(content: bytes, name: str) -> Upload:
    """The file as it may be kept; DomainError when it is none of the kinds, empty or too large."""
    refusal = _l("This file cannot be taken. Choose a photo (JPEG, PNG) or a PDF.")
    return uploads.look_at(content, name, tell=_tell, refusal=refusal)
