"""Ordering what takes long to print."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fairapp.core import audit, tasks
from fairapp.core.audit import Actor
from fairapp.core.tasks import Job
from fairapp.events.models import Event
from fairapp.programme.printing.queries import PRINTING


def order(event: Event, params: Mapping[str, Any], *, actor: Actor, at: datetime) -> Job:
    """Have the worker make a document; `params` as `documents.Choice`, and the online `address`."""
    job = tasks.start(PRINTING, event_id=event.id, params=dict(params), actor=actor, at=at)
    audit.record("programme.printing.ordered", job, at=at, actor=actor, details=dict(params))
    return job
