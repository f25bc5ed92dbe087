"""Answers as the cells of lists hold them: in words of any language, or by code."""

from __future__ import annotations

import re
from functools import cached_property

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.core.i18n import DEFAULT, LocalizedText
from fairapp.registration.names import clean_line
from fairapp.registration.questions.models import Answer, Question, QuestionKind
from fairapp.registration.questions.rules import wrong_count, wrong_number, wrong_text
from fairapp.registration.search import fold

_NUMBER = re.compile(r"-?\d{1,12}")
_BETWEEN, _OR = re.compile(r"[;؛|]"), re.compile("[,،]")


class Cells:
    """Reads and writes the cells of one question's column."""

    def __init__(self, question: Question) -> None:
        self.question = question

    def read(self, text: str) -> str:
        """What is kept of such an answer. DomainError with one of the codes `answer_unknown`,
        `answer_number` and `answer_limits` when it cannot be taken."""
        if not text:
            return ""
        least, most = self.question.minimum, self.question.maximum
        match self.question.kind:
            case QuestionKind.NUMBER:
                number = _number(text)
                wrong, kept = wrong_number(number, least, most), str(number)
            case QuestionKind.CHOICES:
                codes = self._codes(text)
                wrong, kept = wrong_count(len(codes), least, most), "\n".join(codes)
            case QuestionKind.CHOICE:
                wrong, kept = None, self._code(text)
            case _:
                wrong, kept = wrong_text(text, least, most), text
        if wrong:
            raise DomainError("answer_limits", wrong)
        return kept

    def write(self, answer: Answer | None) -> str:
        """The cell, in French as the rest of the export: what reads back as that answer."""
        if answer is None:
            return ""
        if answer.file is not None:
            return answer.file.name
        if self.question.kind not in {QuestionKind.CHOICE, QuestionKind.CHOICES}:
            return answer.text
        return " ; ".join(map(self._word, answer.text.split("\n")))

    def _word(self, code: str) -> str:
        # An answer such as « Oui ; non » would be read as two of them: then its code stands there.
        text = self._texts.get(code, "")
        is_one = not _BETWEEN.search(text) and self._offered.get(fold(text)) == code
        return text if is_one else code

    def _codes(self, text: str) -> list[str]:
        whole = self._offered.get(fold(text))
        if whole:
            return [whole]
        found = set[str]()
        for piece in filter(str.strip, _BETWEEN.split(text)):
            code = self._offered.get(fold(piece))
            found |= {code} if code else set(map(self._code, filter(str.strip, _OR.split(piece))))
        return [code for code in self._texts if code in found]

    def _code(self, text: str) -> str:
        code = self._offered.get(fold(text))
        if code is None:
            raise DomainError("answer_unknown", text)
        return code

    @cached_property
    def _texts(self) -> dict[str, str]:
        """Code to what it says in an export."""
        options = self.question.options
        return {o["code"]: clean_line(_text(o["text"]).in_language(DEFAULT)) for o in options}

    @cached_property
    def _offered(self) -> dict[str, str]:
        """Folded text in any language, or code, to code; people write the former."""
        options = self.question.options
        offered = {fold(option["code"]): option["code"] for option in options}
        for option in reversed(options):
            texts = map(fold, _text(option["text"]).as_dict().values())
            offered |= {text: option["code"] for text in texts if text}
        return offered


def _text(words: dict[str, str]) -> LocalizedText:
    return LocalizedText(**words)


def _number(text: str) -> int:
    digits = "".join(ascii_digits(text).split())
    if not _NUMBER.fullmatch(digits):
        raise DomainError("answer_number", text)
    return int(digits)
