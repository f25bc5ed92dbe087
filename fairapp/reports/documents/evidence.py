"""By what a document can be held against the scans it was made from.

The digest of scans is SHA-256 over one line for each scan of the fair, in the order in which the
server received them: its fields as in `FIELDS`, joined by semicolons, ended by a line feed, in
UTF-8. The export of the scan log has the same fields in the same order, so that anybody can work
it out again.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core import clock
from fairapp.core.addresses import absolute
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event
from fairapp.registration.models import Registration
from fairapp.registration.reference import ALPHABET, normalise

FIELDS = (
    "uuid",
    "at",
    "checkpoint",
    "reference",
    "badge",
    "direction",
    "verdict",
    "entry",
    "undoes",
)
NUMBER_LENGTH = 12
_GROUP = 4
_ROWS_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a document says of itself. `data_at` in UTC is the moment of its data; `address` is
    where its number can be checked.
    """

    number: str
    data_at: datetime
    scans: int
    scans_digest: str
    address: str
    made_by: str = ""

    @property
    def shown_number(self) -> str:
        """The number as people read it, in groups of four."""
        return display(self.number)


@contextmanager
def one_moment() -> Iterator[None]:
    """Everything read inside is of one moment, whatever is written meanwhile.

    Only up to the first commit: read before telling of progress.
    """
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        db.session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield
    finally:
        # The level belongs to the connection; the next transaction begins with its usual one.
        db.session.rollback()


def take(event: Event, *, made_by: str = "") -> Evidence:
    """The evidence of now, with a new number."""
    number = new_number()
    count, digest = _digest_of_scans(event)
    return Evidence(
        number=number,
        data_at=clock.now(),
        scans=count,
        scans_digest=digest,
        address=absolute("check.document", number=display(number)),
        made_by=made_by,
    )


def scan_lines(event: Event) -> Iterator[tuple[str, ...]]:
    """All scans of the fair in the order of receipt, as texts in the order of `FIELDS`."""
    undone = aliased(Scan)
    query = (
        select(
            Scan.uuid,
            Scan.at,
            Checkpoint.code,
            Registration.reference,
            Badge.number,
            Scan.direction,
            Scan.verdict,
            Scan.is_entry,
            undone.uuid,
        )
        .join(Checkpoint, Checkpoint.id == Scan.checkpoint_id)
        .outerjoin(Registration, Registration.id == Scan.registration_id)
        .outerjoin(Badge, Badge.id == Scan.badge_id)
        .outerjoin(undone, undone.id == Scan.undoes_id)
        .where(Scan.event_id == event.id)
        .order_by(Scan.id)
    )
    for row in db.session.execute(query.execution_options(yield_per=_ROWS_AT_ONCE)):
        uuid, at, checkpoint, reference, badge, direction, verdict, is_entry, undoes = row
        moment = at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        yield (
            *(uuid, moment, checkpoint, reference or "", str(badge or ""), direction, verdict),
            *("1" if is_entry else "0", undoes or ""),
        )


def count_scans(event: Event) -> int:
    """How many scans there are now."""
    query = select(func.count()).select_from(Scan).where(Scan.event_id == event.id)
    return db.session.scalar(query) or 0


def new_number() -> str:
    """Twelve characters that nobody guesses; that it is unique is the database's business."""
    return "".join(secrets.choice(ALPHABET) for _ in range(NUMBER_LENGTH))


def display(number: str) -> str:
    """`4KX7M2QP9DAB` as people read it: `4KX7-M2QP-9DAB`."""
    starts = range(0, len(number), _GROUP)
    return "-".join(number[start : start + _GROUP] for start in starts)


def typed_number(text: str) -> str | None:
    """What somebody typed as it is stored; None when it cannot be a number."""
    number = normalise(text)
    is_number = len(number) == NUMBER_LENGTH and all(c in ALPHABET for c in number)
    return number if is_number else None


def _digest_of_scans(event: Event) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    for line in scan_lines(event):
        digest.update(f"{';'.join(line)}\n".encode())
        count += 1
    return count, digest.hexdigest()
