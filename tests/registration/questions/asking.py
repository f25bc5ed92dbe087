"""Questions for tests, one of each kind."""

from __future__ import annotations

from typing import Any

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.registration.questions.models import Question

SIZES = [{"code": code, "text": {"fr": code.upper()}} for code in ("s", "m", "l")]
PDF = b"%PDF-1.7\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def ask(event: Event, code: str, kind: str = "text", **values: Any) -> Question:
    """One more question, flushed."""
    question = Question(
        event_id=event.id,
        code=code,
        kind=kind,
        position=db.session.query(Question).count() + 1,
        label=LocalizedText(fr=f"Question {code}"),
        options=SIZES if kind in {"choice", "choices"} else [],
        **values,
    )
    db.session.add(question)
    db.session.flush()
    return question


def ask_all(event: Event) -> list[Question]:
    """A question of each kind, its code the kind's name."""
    return [ask(event, kind, kind) for kind in ("text", "choice", "choices", "number", "file")]
