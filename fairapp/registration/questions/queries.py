"""Reads of a fair's questions."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BindParameter, Select, func, select

from fairapp.core.db import db
from fairapp.events import kept
from fairapp.events.models import Event
from fairapp.registration.questions.models import Answer, Question

kept.shows(Question)


@kept.state_part
def state(fair: BindParameter[int]) -> Select[*tuple[Any, ...]]:
    """What differs after each question that is asked or retired, whoever has done so."""
    asked_ones = (Question.event_id == fair, Question.retired_at.is_(None))
    return select(func.count().label("questions"), func.max(Question.id)).where(*asked_ones)


def asked(event: Event) -> list[Question]:
    """The questions that the form asks now, in its order."""
    return [question for question in every(event) if question.retired_at is None]


def every(event: Event) -> list[Question]:
    """All questions in the form's order, also those that are no longer asked."""
    query = select(Question).where(Question.event_id == event.id)
    return list(db.session.scalars(query.order_by(Question.position, Question.id)))


def find(event: Event, code: str) -> Question | None:
    """The question of this fair with that code."""
    query = select(Question).where(Question.event_id == event.id, Question.code == code)
    return db.session.scalar(query)


def count_answers(event: Event) -> dict[int, int]:
    """By question id, how many people have answered it."""
    counted = (
        select(Answer.question_id, func.count())
        .join(Question, Question.id == Answer.question_id)
        .where(Question.event_id == event.id)
        .group_by(Answer.question_id)
    )
    return {question: count for question, count in db.session.execute(counted)}
