"""Verbs that change a fair's questions. What was answered once stays in the records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from fairapp.core import audit
from fairapp.core.audit import Actor
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.events import addresses
from fairapp.events.models import Event
from fairapp.registration.questions import queries, rules
from fairapp.registration.questions.models import Answer, Question, QuestionKind

_CODE = 36
# Pages that stand where a question's would.
_RESERVED = {"new", "preview"}


@dataclass(frozen=True)
class QuestionDetails:
    """What an organiser asks. `options`: the texts to choose from, in order."""

    kind: str
    label: LocalizedText
    hint: LocalizedText
    options: Sequence[LocalizedText]
    is_required: bool
    minimum: int | None
    maximum: int | None
    category_codes: Sequence[str]


def add_question(
    event: Event, details: QuestionDetails, *, actor: Actor | None, at: datetime
) -> Question:
    """One more, at the end of the form."""
    known = queries.every(event)
    if len([question for question in known if question.retired_at is None]) >= rules.MOST_QUESTIONS:
        message = _l("A form with more than %(most)s questions is not filled in on a phone.")
        raise DomainError("too_many_questions", message % {"most": rules.MOST_QUESTIONS})
    question = Question(
        event_id=event.id,
        code=_free(
            addresses.words(str(details.label)), _RESERVED | {q.code for q in known}, "question"
        ),
        position=max((q.position for q in known), default=0) + 1,
        **_columns(details, ()),
    )
    db.session.add(question)
    db.session.flush()
    told = {"code": question.code}
    audit.record("question.added", question, at=at, actor=actor, details=told)
    return question


def change_question(
    question: Question, details: QuestionDetails, *, actor: Actor | None, at: datetime
) -> None:
    """Other words or limits. The kind stays once somebody has answered (`kind_fixed`)."""
    if details.kind != question.kind and is_answered(question):
        message = _l("People have answered already: retire this question and add another one.")
        raise DomainError("kind_fixed", message, field="kind")
    after = _columns(details, question.options)
    before = {name: getattr(question, name) for name in after}
    for name, value in after.items():
        setattr(question, name, value)
    db.session.flush()
    told = {"code": question.code, **audit.changes(before, after)}
    audit.record("question.changed", question, at=at, actor=actor, details=told)


def move_question(question: Question, *, up: bool, actor: Actor | None, at: datetime) -> None:
    """Change places with the question before or after it; nothing happens at either end."""
    event = db.session.get_one(Event, question.event_id)
    asked = queries.asked(event)
    place = asked.index(question) + (-1 if up else 1)
    if not 0 <= place < len(asked):
        return
    other = asked[place]
    question.position, other.position = other.position, question.position
    db.session.flush()
    told = {"code": question.code, "up": up}
    audit.record("question.moved", question, at=at, actor=actor, details=told)


def retire_question(question: Question, *, actor: Actor | None, at: datetime) -> None:
    """Ask no longer; what was answered stays."""
    if question.retired_at is None:
        question.retired_at = at
        told = {"code": question.code}
        audit.record("question.retired", question, at=at, actor=actor, details=told)


def take_up_question(question: Question, *, actor: Actor | None, at: datetime) -> None:
    """Ask again."""
    if question.retired_at is not None:
        question.retired_at = None
        told = {"code": question.code}
        audit.record("question.taken_up", question, at=at, actor=actor, details=told)


def remove_question(question: Question, *, actor: Actor | None, at: datetime) -> None:
    """Only while nobody has answered (`question_answered`)."""
    if is_answered(question):
        raise DomainError(
            "question_answered", _l("People have answered this question: it can only be retired.")
        )
    code, event_id = question.code, question.event_id
    db.session.delete(question)
    db.session.flush()
    told = {"code": code}
    audit.record("question.removed", at=at, actor=actor, event_id=event_id, details=told)


def is_answered(question: Question) -> bool:
    """Whether anybody has answered."""
    query = select(Answer.id).where(Answer.question_id == question.id).limit(1)
    return db.session.scalar(query) is not None


def _columns(details: QuestionDetails, known: Sequence[dict[str, Any]]) -> dict[str, Any]:
    has_options = details.kind in {QuestionKind.CHOICE, QuestionKind.CHOICES}
    texts = list(details.options) if has_options else []
    rules.check_options(details.kind, len(texts))
    rules.check_limits(details.kind, details.minimum, details.maximum, options=len(texts))
    return {
        "kind": details.kind,
        "label": details.label,
        "hint": details.hint,
        "options": _options(texts, known),
        "is_required": details.is_required,
        "minimum": details.minimum,
        "maximum": details.maximum,
        "category_codes": list(details.category_codes),
    }


def _options(
    texts: Sequence[LocalizedText], known: Sequence[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The options with their codes: one that was there keeps its own, wherever it stands now, and
    so does one whose words alone were corrected."""
    by_text = {str(LocalizedText(**option["text"])): option["code"] for option in known}
    codes = [by_text.get(str(text), "") for text in texts]
    if len(known) == len(texts):
        same_place = [option["code"] for option in known]
        codes = [
            code or (old if old not in codes else "")
            for code, old in zip(codes, same_place, strict=True)
        ]
    taken = {*codes, *(option["code"] for option in known)}
    options = []
    for code, text in zip(codes, texts, strict=True):
        code = code or _free(addresses.words(str(text)), taken, "option")
        taken.add(code)
        options.append({"code": code, "text": text.as_dict()})
    return options


def _free(words: str, taken: set[str], otherwise: str) -> str:
    base = words[:_CODE].strip("_") or otherwise
    return next(c for c in (base, *(f"{base}_{n}" for n in range(2, 1000))) if c not in taken)
