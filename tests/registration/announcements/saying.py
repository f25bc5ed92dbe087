"""Announcements as tests write them."""

from __future__ import annotations

import re
from typing import Any

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.messages import Message
from fairapp.events.models import Event
from fairapp.registration.announcements import actions
from fairapp.registration.announcements.actions import Words
from fairapp.registration.announcements.audience import Audience
from fairapp.registration.announcements.models import Announcement
from tests.registration.people import AT

KEY = "3f7a2c0e-8a53-4a2f-9a4b-6f0f5a0b7c11"
URL = "/staff/foire/registrations/messages/"
NEW = f"{URL}announcements/new"


def announce(
    fair: Event,
    body: str = "Rendez-vous à 16 h.",
    subject: str = "Le match est déplacé",
    *,
    key: str = KEY,
    audience: Audience | None = None,
    **body_in: str,
) -> Announcement:
    """French words, to everybody who is confirmed unless told otherwise."""
    said = Words(
        LocalizedText(fr=subject, **dict.fromkeys(body_in, subject)),
        LocalizedText(fr=body, **body_in),
    )
    to = audience or Audience()
    return actions.announce(fair, said, to, submission_key=key, actor=None, at=AT)


def answers(**changed: Any) -> dict[str, Any]:
    """The form as a browser sends it."""
    return {
        "submission_key": KEY,
        "subject-fr": "Le match est déplacé",
        "body-fr": "Rendez-vous à 16 h.",
        "standings": ["confirmed"],
        "do": "preview",
        **changed,
    }


def outbox() -> list[Message]:
    """All messages of announcements, in their order."""
    db.session.expire_all()
    query = select(Message).where(Message.announcement_id.is_not(None))
    return list(db.session.scalars(query.order_by(Message.id)))


def figures(page: str) -> dict[str, str]:
    """What the page counts, by its label."""
    found = re.findall(r"<dt>(?:<a[^>]*>)?([^<]+)(?:</a>)?</dt><dd>(\d+)</dd>", page)
    return dict(found)
