"""Logos: pictures that somebody sends, as they are kept for print."""

from __future__ import annotations

import io
from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from PIL import Image, UnidentifiedImageError
from werkzeug.datastructures import FileStorage

from fairapp.core import storage, uploads
from fairapp.core.errors import DomainError
from fairapp.core.storage import StoredFile
from fairapp.core.uploads import MAX_BYTES
from fairapp.events.models import Event

ACCEPT = ".png,.jpg,.jpeg,.webp"
MOST = 3

# On paper a logo is 36 mm wide at most: 600 dots to the inch.
_LONGEST_SIDE = 850
_MOST_PIXELS = 50_000_000
_REFUSAL = _l("This file cannot be taken. Choose a picture: PNG, JPEG or WebP.")
_tell = uploads.by_beginning("png", "jpg", "webp")


def keep(event: Event, sent: Sequence[FileStorage], *, beside: int) -> list[StoredFile]:
    """Store what was sent, drawn anew as PNG: nothing but the picture is kept.

    DomainError on `logo`: `file_large`, `file_kind`, and `logos_many` with those that are there.
    """
    if beside + len(sent) > MOST:
        message = _l("There is room for %(count)s logos.", count=MOST)
        raise DomainError("logos_many", message, field="logo")
    return [_keep(event, file) for file in sent]


def _keep(event: Event, sent: FileStorage) -> StoredFile:
    try:
        found = uploads.look_at(
            sent.read(MAX_BYTES + 1), sent.filename or "", tell=_tell, refusal=_REFUSAL
        )
    except DomainError as error:
        raise DomainError(error.code, error.message, field="logo") from error
    name = found.name.rpartition(".")[0] + ".png"
    png = _drawn_anew(found.content)
    return storage.store(png, name=name, mimetype="image/png", event_id=event.id)


def _drawn_anew(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise DomainError("file_large", _REFUSAL, field="logo")
            picture = image.convert("RGBA" if "A" in image.getbands() or image.info else "RGB")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise DomainError("file_kind", _REFUSAL, field="logo") from error
    picture.thumbnail((_LONGEST_SIDE, _LONGEST_SIDE))
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()
