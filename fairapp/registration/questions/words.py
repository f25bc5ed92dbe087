"""Questions and answers in the reader's words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.core.i18n import LocalizedText
from fairapp.registration.questions.models import Answer, Question, QuestionKind

KINDS = {
    QuestionKind.TEXT: _l("Words"),
    QuestionKind.CHOICE: _l("One answer of several"),
    QuestionKind.CHOICES: _l("Several answers"),
    QuestionKind.NUMBER: _l("A number"),
    QuestionKind.FILE: _l("A file: photo or PDF"),
}


def name_of(question: Question) -> str:
    """Of its field in forms, and of its column in lists."""
    return f"q_{question.code}"


def options_of(question: Question) -> list[tuple[str, str]]:
    """Code and text of what can be chosen, in the reader's language."""
    return [(option["code"], str(LocalizedText(**option["text"]))) for option in question.options]


def in_words(answer: Answer) -> str:
    """What was answered; the name of a file."""
    if answer.file is not None:
        return answer.file.name
    if answer.question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
        return answer.text
    texts = dict(options_of(answer.question))
    return " ; ".join(texts.get(code, code) for code in answer.text.split("\n"))
