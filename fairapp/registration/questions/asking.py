"""A form with the fair's own questions in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from wtforms import SelectField

from fairapp.core.forms import Form
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.registration.questions.answers import Given, given_by
from fairapp.registration.questions.fields import QuestionField, field_of, typed_again
from fairapp.registration.questions.models import Question
from fairapp.registration.questions.queries import asked
from fairapp.registration.questions.rules import is_asked
from fairapp.registration.questions.words import name_of


class AskingForm(Form):
    """What such forms have in common; made by `form_for`."""

    questions: Sequence[Question] = ()
    is_for_team = False
    category: SelectField

    @property
    def own_questions(self) -> list[QuestionField]:
        """The fields of the fair's own questions."""
        return [self[name_of(question)] for question in self.questions]

    @property
    def takes_files(self) -> bool:
        """Whether browsers must send it in parts."""
        return any(question.kind == "file" for question in self.questions)

    def asks(self, question: Question) -> bool:
        """Whether whoever comes in the chosen category is asked."""
        return is_asked(question.category_codes, self.category.data or "")

    def insists_on(self, question: Question) -> bool:
        """The team may not know what the person would answer."""
        return question.is_required and not self.is_for_team

    def answers(self) -> list[Given]:
        """The validated answers to the fair's own questions."""
        return [field.given for field in self.own_questions if self.asks(field.question)]


Kind = TypeVar("Kind", bound=AskingForm)


def form_for(
    kind: type[Kind], event: Event, *, registration: Registration | None = None, **told: Any
) -> Kind:
    """The form of this fair, with its own questions; `told` as for the form."""
    questions = asked(event)
    kept = given_by(registration) if questions and registration is not None else {}
    fields = {name_of(question): field_of(question) for question in questions}
    # A class of its own, as WTForms wants it of fields that are not always the same.
    metaclass: Any = type(kind)
    own = metaclass(kind.__name__, (kind,), {**fields, "questions": questions})
    told |= {f"q_{code}": typed_again(answer) for code, answer in kept.items()}
    form: Kind = own(event, registration=registration, **told)
    for field in form.own_questions:
        answer = kept.get(field.question.code)
        field.kept_name = answer.file.name if answer and answer.file else ""
        field.flags.required = form.insists_on(field.question)
    return form
