"""Files that people upload or that tasks produce: a row each, bytes below DATA_DIR/files."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from flask import Response, current_app, send_file
from sqlalchemy import ForeignKey, String, delete
from sqlalchemy.orm import Mapped, mapped_column

from fairapp.core import clock
from fairapp.core.db import Model, UTCDateTime, db


class StoredFile(Model):
    """One stored file; `key` is its random name on disk and never contains what a person typed."""

    __tablename__ = "stored_file"

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    mimetype: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime)

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return _folder() / self.key[:2] / self.key

    def open(self) -> BinaryIO:
        """The bytes, for reading."""
        return self.path.open("rb")


def store(content: bytes, *, name: str, mimetype: str, event_id: int | None = None) -> StoredFile:
    """Write `content` to disk and add its row to the present transaction."""
    file = StoredFile(
        event_id=event_id,
        key=secrets.token_hex(16),
        name=name,
        mimetype=mimetype,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        created_at=clock.now(),
    )
    file.path.parent.mkdir(parents=True, exist_ok=True)
    file.path.write_bytes(content)
    db.session.add(file)
    db.session.flush()
    return file


def remove(file: StoredFile) -> None:
    """Delete a file and its row; whatever refers to it lets it go.

    The bytes go first and at once: erasing must not leave them behind whatever happens later.
    """
    file.path.unlink(missing_ok=True)
    db.session.execute(delete(StoredFile).where(StoredFile.id == file.id))
    db.session.expire_all()


def send(file: StoredFile, *, as_attachment: bool = True) -> Response:
    """Answer with the file; never cached by anybody in between."""
    response = send_file(
        file.path, mimetype=file.mimetype, as_attachment=as_attachment, download_name=file.name
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _folder() -> Path:
    return Path(current_app.config["DATA_DIR"]) / "files"
