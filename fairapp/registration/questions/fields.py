"""A fair's questions as fields of the registration form, named `q_` and the question's code.

Who is not asked a question answers nothing, whatever the browser sent.
"""

from __future__ import annotations

from typing import Any, Protocol

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import Field, IntegerField, RadioField, SelectField, SelectMultipleField, StringField
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from fairapp.core.errors import DomainError
from fairapp.core.uploads import MAX_BYTES, Upload
from fairapp.registration.names import clean_line
from fairapp.registration.questions import files
from fairapp.registration.questions.answers import Given
from fairapp.registration.questions.models import Answer, Question, QuestionKind
from fairapp.registration.questions.rules import wrong_count, wrong_number, wrong_text
from fairapp.registration.questions.words import options_of

_ANSWER = _l("Please answer this question.")
# More of them are easier to choose from in the phone's own list.
_MOST_BUTTONS = 5


class Asking(Protocol):
    """A form with questions."""

    def asks(self, question: Question) -> bool:
        """Whether whoever fills it in is asked."""

    def insists_on(self, question: Question) -> bool:
        """Whether it must be answered."""


def field_of(question: Question) -> Any:
    """The unbound field of a question."""
    kind: type[QuestionField] = _FIELDS[QuestionKind(question.kind)]
    if kind is _Choice and len(question.options) > _MOST_BUTTONS:
        kind = _Listed
    return kind(str(question.label), description=str(question.hint), question=question)


def typed_again(answer: Answer) -> Any:
    """What a field holds for an answer that is kept."""
    match answer.question.kind:
        case QuestionKind.CHOICES:
            return answer.text.split("\n")
        case QuestionKind.NUMBER:
            return int(answer.text)
        case QuestionKind.FILE:
            return None
    return answer.text


class QuestionField(Field):
    """What the fields of questions have in common."""

    def __init__(self, label: str, *, question: Question, **kwargs: Any) -> None:
        super().__init__(label, **kwargs)
        self.question = question
        # Of the file that was handed in before.
        self.kept_name = ""

    def validate(self, form: Any, extra_validators: Any = ()) -> bool:
        """Nothing is wrong with what was not asked."""
        if not form.asks(self.question):
            self.errors = ()
            return True
        super().validate(form, extra_validators)
        if not self.errors and (complaint := self._complaint(form)):
            self.errors = [complaint]
        return not self.errors

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer, right or wrong."""
        return self.data not in (None, "", [])

    @property
    def given(self) -> Given:
        """The validated answer."""
        return Given(self.question, "" if self.data is None else str(self.data))

    def _complaint(self, form: Asking) -> Any:
        if self.is_answered:
            return self._wrong(self.question.minimum, self.question.maximum)
        return _ANSWER if form.insists_on(self.question) else None

    def _wrong(self, least: int | None, most: int | None) -> Any:
        """What is wrong with an answer, in words; None when nothing is."""


class _Text(QuestionField, StringField):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        clean = (lambda text: clean_line(text) if isinstance(text, str) else text,)
        super().__init__(*args, filters=clean, **kwargs)

    def _wrong(self, least: int | None, most: int | None) -> Any:
        return wrong_text(self.data or "", least, most)


class _Number(QuestionField, IntegerField):
    # Digits of every script; a field of the type "number" takes only some.
    widget = TextInput()

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read a whole number; what is emptied is no number any more."""
        self.data = None
        try:
            super().process_formdata([text.strip() for text in valuelist if text.strip()])
        except ValueError as error:
            raise ValueError(_("Write a number in digits.")) from error

    def _wrong(self, least: int | None, most: int | None) -> Any:
        return wrong_number(self.data or 0, least, most)


class _Choice(QuestionField, RadioField):
    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, choices=options_of(question), **kwargs)

    def pre_validate(self, form: Any) -> None:
        """One of those offered, or none."""
        if self.data:
            super().pre_validate(form)


class _Listed(QuestionField, SelectField):
    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        offered = [("", _("Please choose")), *options_of(question)]
        super().__init__(*args, question=question, choices=offered, **kwargs)


class _Choices(QuestionField, SelectMultipleField):
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, question=question, choices=options_of(question), **kwargs)

    @property
    def given(self) -> Given:
        """The codes, in the order of the question."""
        codes = (code for code, _text in options_of(self.question))
        return Given(self.question, "\n".join(c for c in codes if c in (self.data or ())))

    def _wrong(self, least: int | None, most: int | None) -> Any:
        return wrong_count(len(self.data or ()), least, most)


class _File(QuestionField, FileField):  # type: ignore[misc]
    upload: Upload | None = None

    @property
    def is_answered(self) -> bool:
        """Now or before."""
        return bool(self.data or self.kept_name)

    @property
    def given(self) -> Given:
        """The file; none when none was chosen."""
        return Given(self.question, file=self.upload)

    def _wrong(self, least: int | None, most: int | None) -> Any:
        if not self.data:
            return None
        content = self.data.stream.read(MAX_BYTES + 1)
        try:
            self.upload = files.look_at(content, self.data.filename or "")
        except DomainError as error:
            return error.message
        return None


_FIELDS: dict[QuestionKind, type[QuestionField]] = {
    QuestionKind.TEXT: _Text,
    QuestionKind.CHOICE: _Choice,
    QuestionKind.CHOICES: _Choices,
    QuestionKind.NUMBER: _Number,
    QuestionKind.FILE: _File,
}
