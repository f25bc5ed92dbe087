"""Streams that are sealed and opened with age while they pass; nothing is held in memory.

age itself pulls from one file into another, so it runs in a thread at the other end of a pipe.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import pyrage
from pyrage import passphrase, x25519

from fairapp.core.backups.errors import BackupError

BEGINNING = b"age-encryption.org/v1"
PIECE = 1 << 16
DAMAGED = "the file is damaged or was cut short"
_WRONG_KEY = "this key does not open the file: it was sealed for another one"


def recipients(texts: Sequence[str]) -> list[x25519.Recipient]:
    """Public keys as `age1…`."""
    try:
        return [x25519.Recipient.from_str(text.strip()) for text in texts]
    except pyrage.RecipientError as error:
        raise BackupError("a recipient is a public key that begins with age1") from error


def new_key(word: str) -> tuple[bytes, str]:
    """What to keep in a file (sealed with the passphrase `word`, if any), and the public key."""
    identity = x25519.Identity.generate()
    public = str(identity.to_public())
    content = f"# public key: {public}\n{identity}\n".encode()
    return (passphrase.encrypt(content, word) if word else content), public


def keys(path: Path, word: str) -> list[x25519.Identity]:
    """The private keys of a file that `new_key`, or age-keygen, has made."""
    content = path.read_bytes()
    if content.startswith(BEGINNING):
        if not word:
            raise BackupError("this key is sealed: give its passphrase with --passphrase-file")
        try:
            content = passphrase.decrypt(content, word)
        except pyrage.DecryptError as error:
            raise BackupError("this is not the passphrase of the key") from error
    lines = content.decode("utf-8", "replace").split("\n")
    try:
        found = [
            x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip() and not line.startswith("#")
        ]
    except pyrage.IdentityError as error:
        raise BackupError(f"{path} holds no key that begins with AGE-SECRET-KEY-") from error
    if not found:
        raise BackupError(f"{path} holds no key")
    return found


@contextmanager
def sealed(target: BinaryIO, to: Sequence[x25519.Recipient]) -> Iterator[BinaryIO]:
    """What is written here is sealed into `target`."""
    source, sink = _pipe()
    with _beside(lambda: pyrage.encrypt_io(source, target, list(to)), theirs=source, ours=sink):
        yield sink


@contextmanager
def opened(source: BinaryIO, with_: Sequence[x25519.Identity]) -> Iterator[BinaryIO]:
    """What was sealed into `source`; only at its very end is it known to be whole."""
    clear, sink = _pipe()
    with _beside(lambda: pyrage.decrypt_io(source, sink, list(with_)), theirs=sink, ours=clear):
        yield clear
        while clear.read(PIECE):
            pass


def _pipe() -> tuple[BinaryIO, BinaryIO]:
    reading, writing = os.pipe()
    return os.fdopen(reading, "rb"), os.fdopen(writing, "wb")


@contextmanager
def _beside(work: Callable[[], None], *, theirs: BinaryIO, ours: BinaryIO) -> Iterator[None]:
    """Run `work` beside the block, each at its end of the pipe. What `work` fails with goes before
    what the block then stumbles over."""
    failure: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as error:
            failure.append(error)
        # Ends the waiting of the block, which must find the failure by then.
        _close(theirs)

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield
        _close(ours)
        thread.join()
    except BaseException:
        # What breaks from here on was broken by us.
        cause = failure[:1]
        _close(ours)
        thread.join()
        if cause:
            raise _in_words(cause[0]) from cause[0]
        raise
    if failure:
        raise _in_words(failure[0]) from failure[0]


def _close(file: BinaryIO) -> None:
    with suppress(OSError):
        file.close()


def _in_words(error: BaseException) -> BaseException:
    if isinstance(error, pyrage.DecryptError):
        return BackupError(_WRONG_KEY if "No matching keys" in str(error) else DAMAGED)
    if isinstance(error, OSError):
        return BackupError(DAMAGED)
    if isinstance(error, pyrage.EncryptError):
        return BackupError(str(error))
    return error
