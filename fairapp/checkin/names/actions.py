"""Handing a phone the key of its list of names, once."""

from __future__ import annotations

from datetime import datetime

from flask import current_app
from sqlalchemy import select

from fairapp.checkin.models import Device
from fairapp.checkin.names import queries, sealing
from fairapp.core import audit
from fairapp.core.db import db
from fairapp.core.errors import DomainError


def give_key(device: Device, *, at: datetime) -> bytes:
    """The key, for the phone to lock under its user's secret; `key_given` when it has had it.

    Whoever finds the phone has its token, but no second key comes with it.
    """
    # Of two that ask at once one is given it.
    db.session.scalar(select(Device.id).where(Device.id == device.id).with_for_update())
    if queries.is_given(device):
        raise DomainError("key_given", "")
    key = key_of(device)
    details = {"code": device.code, "name": device.name}
    audit.record(queries.GIVEN, device, at=at, details=details)
    return key


def key_of(device: Device) -> bytes:
    """Under which this phone's list is sealed at present."""
    secret_key = str(current_app.config["SECRET_KEY"])
    return sealing.key_of(secret_key, device.id, queries.turn(device))
