"""Answers in the cells of lists: written so that they read back, read as people write them."""

from __future__ import annotations

import pytest

from fairapp.core.errors import DomainError
from fairapp.core.i18n import LocalizedText
from fairapp.registration.questions.cells import Cells
from fairapp.registration.questions.models import Answer, Question

MEALS = [
    {"code": "riz", "text": {"fr": "Riz gras", "ar": "أرز"}},
    {"code": "fonio", "text": {"fr": "Fonio ; sauce", "en": "Fonio"}},
    {"code": "to", "text": {"fr": "Tô, gombo"}},
    {"code": "c3", "text": {"fr": "Riz-gras !"}},
]


def question(kind: str, minimum: int | None = None, maximum: int | None = None) -> Question:
    label = LocalizedText(fr="Repas")
    options = MEALS if kind in {"choice", "choices"} else []
    return Question(
        code="repas", kind=kind, label=label, options=options, minimum=minimum, maximum=maximum
    )


@pytest.mark.parametrize(
    ("kind", "text", "kept"),
    [
        ("text", "Pas d’arachide", "Pas d’arachide"),
        ("number", " ١ ٢٠٠ ", "1200"),
        ("choice", "RIZ GRAS", "riz"),
        ("choice", "أرز", "riz"),
        ("choice", "c3", "c3"),
        ("choices", "fonio, riz", "riz\nfonio"),
        ("choices", "Tô, gombo ; Riz gras", "riz\nto"),
        ("choices", "Riz gras؛ Fonio", "riz\nfonio"),
        ("choice", "", ""),
    ],
)
def test_answers_are_read_in_any_language_or_by_code(kind: str, text: str, kept: str) -> None:
    assert Cells(question(kind)).read(text) == kept


@pytest.mark.parametrize(
    ("asked", "text", "code"),
    [
        (question("choice"), "Riz gras ; Fonio", "answer_unknown"),
        (question("choices"), "Riz gras ; pizza", "answer_unknown"),
        (question("choices", 2), "Riz gras", "answer_limits"),
        (question("number"), "beaucoup", "answer_number"),
        (question("number", 1, 5), "6", "answer_limits"),
        (question("text", maximum=3), "long", "answer_limits"),
    ],
)
def test_what_the_form_would_refuse_is_refused(asked: Question, text: str, code: str) -> None:
    with pytest.raises(DomainError) as caught:
        Cells(asked).read(text)
    assert caught.value.code == code


@pytest.mark.parametrize("kept", ["riz", "fonio", "to", "c3", "riz\nfonio\nto\nc3"])
def test_whatever_is_chosen_reads_back_as_the_same(kept: str) -> None:
    cells = Cells(question("choices"))
    assert cells.read(cells.write(Answer(text=kept))) == kept
