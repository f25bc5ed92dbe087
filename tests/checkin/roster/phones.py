"""A phone that keeps a roster, and what the roster ought to be."""

from __future__ import annotations

from dataclasses import dataclass, field

from flask import current_app

from fairapp.checkin.codes import event_salt
from fairapp.checkin.roster import contents
from fairapp.checkin.roster.difference import Difference
from fairapp.checkin.roster.sealing import seal

HEAD = 19


@dataclass
class Phone:
    """Entries by code, as far as it was told."""

    revision: int = 0
    entries: dict[str, bytes] = field(default_factory=dict)

    def take(self, difference: Difference) -> int:
        """Bring the roster to where the server is; how many entries that took."""
        taken = split(difference.entries)
        self.entries |= taken
        self.revision = difference.revision
        return len(taken)


def split(blob: bytes) -> dict[str, bytes]:
    """The entries of an answer, by code."""
    found, at = {}, 0
    while at < len(blob):
        end = at + HEAD + int.from_bytes(blob[at + HEAD - 2 : at + HEAD])
        found[blob[at : at + 10].hex()] = blob[at:end]
        at = end
    assert at == len(blob)
    return found


def from_scratch(event_id: int) -> dict[str, bytes]:
    """All badges of a fair, sealed now."""
    salt = event_salt(str(current_app.config["SECRET_KEY"]), event_id)
    every = (one for portion in contents.every(event_id) for one in portion.values())
    return dict(seal(one, salt) for one in every)
