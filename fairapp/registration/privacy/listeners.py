"""Consents follow registrations: what somebody agrees to is kept in the same transaction."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairapp.core.audit import Actor
from fairapp.registration.models import Registration
from fairapp.registration.privacy import consents
from fairapp.registration.privacy.models import How
from fairapp.registration.signals import corrected, registered


@registered.connect
def keep_first(registration: Registration, *, at: datetime) -> None:
    """What was answered on the form, or told to the team."""
    consents.note_first(registration, at=at)


@corrected.connect
def keep_changed(
    registration: Registration, *, changed: Mapping[str, Any], actor: Actor | None, at: datetime
) -> None:
    """What is answered otherwise than before."""
    if set(changed) & set(consents.COLUMNS.values()):
        consents.note_changed(registration, how=How.STAFF if actor else How.PASS, at=at)
