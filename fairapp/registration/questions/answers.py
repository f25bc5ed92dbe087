"""Answers to a fair's questions: kept, and read back as words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from fairapp.core import audit, storage
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.uploads import Upload
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.questions.models import Answer, Question, QuestionKind
from fairapp.registration.questions.words import in_words

_OF_ONE = select(Answer).where(Answer.registration_id == bindparam("registration"))


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answers: a text, the codes chosen (by line), or a file. Nothing at all takes
    an earlier answer back, but for a file, which stays until another one comes."""

    question: Question
    text: str = ""
    file: Upload | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as the team reads it; `file_id` of what can be downloaded."""

    question: Question
    words: str
    file_id: int | None = None


def write(
    registration: Registration, given: Sequence[Given], *, actor: Actor | None, at: datetime
) -> None:
    """Keep these answers; the trail tells which questions, never what was answered."""
    if not given:
        return
    mine = db.session.scalars(_OF_ONE, {"registration": registration.id})
    known = {answer.question_id: answer for answer in mine}
    changed = [g.question.code for g in given if _keep(registration, g, known.get(g.question.id))]
    db.session.flush()
    if changed:
        told = {"questions": changed}
        audit.record("registration.answered", registration, at=at, actor=actor, details=told)


def given_by(registration: Registration) -> dict[str, Answer]:
    """The answers of one person by the question's code, as they are kept."""
    return {answer.question.code: answer for answer in _answers(registration)}


def answers_of(registration: Registration) -> list[Told]:
    """What one person answered, in the form's order."""
    return [
        Told(answer.question, in_words(answer), answer.file_id) for answer in _answers(registration)
    ]


def answers_for(event: Event, ids: Iterable[int]) -> dict[int, dict[str, Answer]]:
    """By registration id and question code, the answers as they are kept; for tables."""
    wanted = list(ids)
    found: dict[int, dict[str, Answer]] = {key: {} for key in wanted}
    # Databases take a limited number of values at a time.
    for start in range(0, len(wanted), 500):
        query = (
            select(Answer)
            .join(Question, Question.id == Answer.question_id)
            .where(Question.event_id == event.id)
            .where(Answer.registration_id.in_(wanted[start : start + 500]))
            .options(joinedload(Answer.question), joinedload(Answer.file))
        )
        for answer in db.session.scalars(query):
            found[answer.registration_id][answer.question.code] = answer
    return found


def _answers(registration: Registration) -> list[Answer]:
    query = (
        select(Answer)
        .join(Question, Question.id == Answer.question_id)
        .where(Answer.registration_id == registration.id)
        .options(joinedload(Answer.question), joinedload(Answer.file))
        .order_by(Question.position, Question.id)
    )
    return list(db.session.scalars(query))


def _keep(registration: Registration, given: Given, known: Answer | None) -> bool:
    """Whether anything changed."""
    if given.question.kind == QuestionKind.FILE:
        return given.file is not None and _keep_file(registration, given.file, given, known)
    if given.text == (known.text if known else ""):
        return False
    if known is not None and not given.text:
        db.session.delete(known)
    elif known is not None:
        known.text = given.text
    else:
        _add(registration, given).text = given.text
    return True


def _keep_file(
    registration: Registration, file: Upload, given: Given, known: Answer | None
) -> bool:
    answer = known or _add(registration, given)
    answer.file = storage.store(
        file.content, name=file.name, mimetype=file.mimetype, event_id=registration.event_id
    )
    return True


def _add(registration: Registration, given: Given) -> Answer:
    answer = Answer(registration=registration, question=given.question)
    db.session.add(answer)
    return answer
