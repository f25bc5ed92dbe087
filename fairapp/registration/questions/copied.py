"""A fair made from an earlier one asks the same questions."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select

from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.events.copying import Part, like
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied
from fairapp.registration.questions.models import Question

_SAME = (
    *("code", "position", "kind", "label", "hint", "options", "is_required", "minimum", "maximum"),
)


@fair_copied.connect
def copy_questions(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """Those that are still asked; one for categories that did not come along is asked of nobody,
    and stays behind.
    """
    if Part.QUESTIONS not in parts:
        return
    codes = {category.code for category in event.categories}
    asked = select(Question).where(Question.event_id == source.id, Question.retired_at.is_(None))
    for question in db.session.scalars(asked.order_by(Question.position, Question.id)):
        kept = [code for code in question.category_codes if code in codes]
        if kept or not question.category_codes:
            db.session.add(like(question, _SAME, event_id=event.id, category_codes=kept))
    db.session.flush()
