"""Marks of those who were erased, so that a copy from before brings nobody back.

They are lines of a file beside the data and of one beside the nightly copies: when, at which fair,
under which reference, and how the registration stood. Nobody's name is in it; without a copy a line
tells nothing. Lines are only ever added. Whoever keeps people connects to `restored`.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from blinker import Namespace
from flask import current_app

log = logging.getLogger(__name__)

NAME = "erased.txt"
_LINE = re.compile(r"(\S+) (\S+) (\S+) (\S+)")

restored = Namespace().signal("restored")
"""A copy was restored. No sender; keywords `marks`, of those to erase again, and `at`. A receiver
returns how many were there again; it opens its own transactions."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who was erased: a registration by its fair's address and its reference; `status` as it was
    then, `at` a moment in ISO form."""

    at: str
    fair: str
    reference: str
    status: str

    @property
    def who(self) -> tuple[str, str]:
        """Once erased is enough: erased again after a copy, somebody is no second entry."""
        return self.fair, self.reference

    def __str__(self) -> str:
        return f"{self.at} {self.fair} {self.reference} {self.status}"


def note(marks: Collection[Mark]) -> None:
    """Add those that are missing, beside the data and beside the nightly copies."""
    _add(_own() / NAME, marks)
    if (copies := str(current_app.config["BACKUP_TO"])) and Path(copies).is_dir():
        try:
            # What one of the two lacked, because its disk was away or is new, comes along.
            _add(Path(copies) / NAME, read(_own() / NAME))
        except OSError:
            log.warning("the list of the erased beside the copies could not be written")


def accompany(copy: Path) -> None:
    """Lay the list beside a copy as well, where it is looked for when that one is restored."""
    _add(copy.parent / NAME, read(_own() / NAME))


def read(path: Path) -> list[Mark]:
    """The marks of a file; none when there is no file. A line that was cut short is passed over."""
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Mark(*found.groups()) for line in lines if (found := _LINE.fullmatch(line))]


def gather(copy: Path, other: Path | None = None) -> list[Mark]:
    """What is known of the erased: beside the data, beside the copy, in `other`; each once."""
    places = [_own() / NAME, copy.parent / NAME, *([other] if other else [])]
    found: dict[tuple[str, str], Mark] = {}
    for place in places:
        for mark in read(place):
            found.setdefault(mark.who, mark)
    return list(found.values())


def again(marks: Collection[Mark], *, at: datetime) -> int:
    """Erase them once more, after a copy was restored; how many had come back with it."""
    return sum(count for _receiver, count in restored.send(marks=marks, at=at))


def _add(path: Path, marks: Collection[Mark]) -> None:
    known = {mark.who for mark in read(path)}
    new = [mark for mark in marks if mark.who not in known]
    if not new:
        return
    begun = path.is_file() and not path.read_bytes().endswith(b"\n")
    opened = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(opened, "w", encoding="utf-8") as file:
        file.write("\n" * begun + "".join(f"{mark}\n" for mark in new))
        file.flush()
        os.fsync(file.fileno())


def _own() -> Path:
    return Path(str(current_app.config["DATA_DIR"]))
