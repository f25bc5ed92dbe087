"""One badge as it travels to phones: what everybody may know in clear, the rest under its token.

The form is that of docs/decisions/0016; `tests/contracts/roster_cases.json` holds examples, which
the phone's side opens. Nothing is random: the same content is the same bytes, so whoever compares
two rosters sees which badges changed and nothing else. A nonce is never used for two contents,
because it is made from the content.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime
from struct import Struct

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fairapp.checkin.codes import INDEX_BYTES
from fairapp.core import clock

INFO = b"fairapp roster"
NONCE_BYTES = 12
# On the wire; a blank badge has no standing.
STANDINGS = {
    "": 0,
    "confirmed": 1,
    "pending": 2,
    "waiting": 3,
    "offered": 4,
    "replaced": 5,
    "declined": 6,
    "cancelled": 7,
}
PROTOCOL, REVOKED = 0x40, 0x80

# The badge's number, its standing, the category's id.
_CLEAR = Struct(">IBH")
_LENGTH = Struct(">H")


@dataclass(frozen=True, slots=True)
class Content:
    """What a roster says of one badge, duplicates resolved; `standing` is empty for a blank one.

    `sessions`: codes of those that the holder has a seat at. `person_id` stays here.
    """

    token: str
    number: int
    standing: str = ""
    category_id: int = 0
    is_protocol: bool = False
    name: str = ""
    organisation: str = ""
    sessions: tuple[str, ...] = ()
    revoked_at: datetime | None = None
    person_id: int = 0

    @property
    def clear(self) -> bytes:
        """What a phone knows without the badge: number, standing, category."""
        # A standing that no phone knows of stops nobody, as in `rules.decide`.
        flags = STANDINGS.get(self.standing, STANDINGS["confirmed"])
        flags |= PROTOCOL if self.is_protocol else 0
        flags |= REVOKED if self.revoked_at is not None else 0
        return _CLEAR.pack(self.number, flags, self.category_id)

    @property
    def hidden(self) -> bytes:
        """What it knows with the badge: compact JSON."""
        moment = self.revoked_at
        revoked = moment and clock.iso(moment)
        said = [self.name, self.organisation, self.sessions, revoked]
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    @property
    def digest(self) -> str:
        """The same for the same content, in hexadecimal; needs no sealing."""
        return hashlib.sha256(self.clear + self.hidden).hexdigest()


def seal(content: Content, salt: bytes) -> tuple[str, bytes]:
    """The badge's index (in hexadecimal, as `codes.index_of`) and its entry, ready to travel."""
    # HKDF-SHA-256 (RFC 5869) for one block of key: its first step is the HMAC whose beginning is
    # the index. What is published of it is a third; the rest keeps the key.
    extracted = hmac.digest(salt, content.token.encode(), "sha256")
    key = hmac.digest(extracted, INFO + b"\x01", "sha256")
    code, hidden = extracted[:INDEX_BYTES], content.hidden
    nonce = hmac.digest(key, hidden, "sha256")[:NONCE_BYTES]
    body = nonce + AESGCM(key).encrypt(nonce, hidden, code)
    return code.hex(), code + content.clear + _LENGTH.pack(len(body)) + body
