"""What only the team notes about somebody: rank of protocol, remarks, delegation."""

from __future__ import annotations

from datetime import datetime

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.registration.details import details_of, write
from fairapp.registration.models import Delegation, Registration


def annotate(
    registration: Registration,
    *,
    note: str,
    protocol_rank: int | None,
    delegation: Delegation | None,
    actor: Actor | None,
    at: datetime,
) -> None:
    """Put these down; the trail names the delegation and the rank, never what the note says."""
    wanted = {"note": note, "protocol_rank": protocol_rank, "delegation": delegation}
    changed = {n: v for n, v in wanted.items() if getattr(registration, n) != v}
    if not changed:
        return
    before = {name: _plain(getattr(registration, name)) for name in changed}
    for name, value in changed.items():
        setattr(registration, name, value)
    # People are found by their delegation's name as well.
    write(registration, details_of(registration))
    db.session.flush()
    told = {n: None if n == "note" else [before[n], _plain(v)] for n, v in changed.items()}
    audit.record(
        "registration.annotated", registration, at=at, actor=actor, details={"changed": told}
    )


def _plain(value: object) -> object:
    return value.name if isinstance(value, Delegation) else value
