"""The file itself: a tar, written and read as a stream, that says at its end what it holds."""

from __future__ import annotations

import hashlib
import io
import json
import re
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

from pyrage import x25519

from fairapp.core.backups import sealing
from fairapp.core.backups.errors import BackupError

HEAD, CONTENTS = "fair.json", "contents.json"
# Nothing else may be in it: a name becomes a path when it is restored.
_NAMES = re.compile(
    r"(fair\.json|contents\.json|secret_key|rows/[a-z_]+/\d{6}|files/[0-9a-f]{2}/[0-9a-f]{32})"
)


class Writer:
    """Adds members, one after another, and keeps the digest of all of them."""

    def __init__(self, sink: BinaryIO) -> None:
        # Ended by close(): a copy that is left in the middle must not look whole.
        self._tar = tarfile.open(fileobj=sink, mode="w|")  # noqa: SIM115
        self._digest = hashlib.sha256()

    def add(self, name: str, content: bytes) -> None:
        """One member from memory."""
        self.copy(name, io.BytesIO(content), len(content))

    def copy(self, name: str, source: BinaryIO, size: int) -> str:
        """One member from a file; the SHA-256 of what was read."""
        member = tarfile.TarInfo(name)
        member.size, member.mode = size, 0o600
        reading = _Hashed(source)
        self._tar.addfile(member, reading)
        self._digest.update(f"{name} {reading.digest}\n".encode())
        return reading.digest

    def close(self, contents: dict[str, Any]) -> None:
        """Say at the end what it holds."""
        told = {**contents, "digest": self._digest.hexdigest()}
        self.add(CONTENTS, json.dumps(told).encode())
        self._tar.close()


def members(source: BinaryIO) -> Iterator[tuple[str, BinaryIO]]:
    """Each member by name, the contents last; BackupError when the file is not what was written.

    A member must be read before the next is asked for.
    """
    digest, told = hashlib.sha256(), None
    try:
        with tarfile.open(fileobj=source, mode="r|") as tar:
            for member in tar:
                file = tar.extractfile(member) if member.isreg() else None
                if file is None or told is not None or not _NAMES.fullmatch(member.name):
                    raise BackupError("this is not a copy of a fair")
                reading = _Hashed(file)  # type: ignore[arg-type]
                if member.name == CONTENTS:
                    told = json.loads(reading.read())
                    reading = _Hashed(io.BytesIO(json.dumps(told).encode()))
                yield member.name, reading  # type: ignore[misc]
                while reading.read(sealing.PIECE):
                    pass
                if member.name != CONTENTS:
                    digest.update(f"{member.name} {reading.digest}\n".encode())
    except (tarfile.TarError, EOFError, ValueError) as error:
        raise BackupError(sealing.DAMAGED) from error
    if told is None or told.get("digest") != digest.hexdigest():
        raise BackupError(sealing.DAMAGED)


@contextmanager
def read(source: BinaryIO, keys: Sequence[x25519.Identity]) -> Iterator[BinaryIO]:
    """The tar in `source`, opened with `keys` when it is sealed."""
    is_sealed = source.read(len(sealing.BEGINNING)) == sealing.BEGINNING
    source.seek(0)
    if not is_sealed:
        yield source
        return
    if not keys:
        raise BackupError("this file is sealed: give the key that opens it with --key")
    with sealing.opened(source, keys) as clear:
        yield clear


class _Hashed:
    """A file that remembers the digest of what was read of it."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """As files do."""
        piece = self._file.read(size)
        self._hash.update(piece)
        return piece

    @property
    def digest(self) -> str:
        """Of everything that was read so far."""
        return self._hash.hexdigest()
