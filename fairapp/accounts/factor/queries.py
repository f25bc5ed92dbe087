"""Reads about second factors."""

from __future__ import annotations

from sqlalchemy import func, select

from fairapp.accounts.factor.models import RecoveryCode
from fairapp.accounts.models import User
from fairapp.core.db import db


def codes_left(user: User) -> int:
    """How many recovery codes are still good."""
    unused = (RecoveryCode.user_id == user.id) & RecoveryCode.used_at.is_(None)
    return db.session.scalar(select(func.count()).where(unused)) or 0
