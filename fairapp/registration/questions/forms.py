"""Shape of a question as an organiser writes it."""

from __future__ import annotations

from itertools import zip_longest

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField
from wtforms.validators import DataRequired, NumberRange, Optional

from fairapp.core.fields import BoxesField, LocalizedField
from fairapp.core.forms import Form
from fairapp.core.i18n import LANGUAGES, LocalizedText
from fairapp.events.models import Event
from fairapp.registration.names import clean_line
from fairapp.registration.questions.actions import QuestionDetails
from fairapp.registration.questions.models import Question, QuestionKind
from fairapp.registration.questions.rules import LARGEST_NUMBER
from fairapp.registration.questions.words import KINDS

_A_NUMBER = NumberRange(-LARGEST_NUMBER, LARGEST_NUMBER, _l("Write a number in digits."))


class QuestionForm(Form):
    """One question."""

    label = LocalizedField(
        _l("Question"), [DataRequired(_l("Write the question in at least one language."))],
        max_length=200,
    )  # fmt: skip
    hint = LocalizedField(
        _l("Help"), max_length=300, description=_l("In small letters below the question.")
    )
    kind = RadioField(
        _l("Kind of answer"), choices=[(kind, text) for kind, text in KINDS.items()],
        default=QuestionKind.TEXT,
    )  # fmt: skip
    options = LocalizedField(
        _l("Answers to choose from"),
        max_length=3000,
        rows=5,
        description=_l("One on each line, in the same order in every language."),
    )
    minimum = IntegerField(
        _l("At least"),
        [Optional(), _A_NUMBER],
        description=_l("Characters, answers to choose, or the smallest number."),
    )
    maximum = IntegerField(_l("At most"), [Optional(), _A_NUMBER])
    is_required = BooleanField(_l("Must be answered on the public form"))
    category_codes = BoxesField(_l("Asked of"), description=_l("Tick none to ask everybody."))

    def __init__(self, event: Event, question: Question | None = None) -> None:
        same = ("label", "hint", "kind", "minimum", "maximum", "is_required", "category_codes")
        known = {name: getattr(question, name) for name in same} if question else {}
        super().__init__(data=known | ({"options": _lines(question)} if question else {}))
        self.category_codes.choices = [(c.code, str(c.name)) for c in event.categories]

    def details(self) -> QuestionDetails:
        """What the validated form says."""
        plain = self.values("kind", "label", "hint", "is_required", "minimum", "maximum")
        return QuestionDetails(
            **plain, options=self._options(), category_codes=self.category_codes.data or ()
        )

    def _options(self) -> list[LocalizedText]:
        texts = self.options.data.as_dict()
        lines = {
            code: [clean_line(line) for line in text.split("\n")] for code, text in texts.items()
        }
        rows = zip_longest(*lines.values(), fillvalue="")
        found = [LocalizedText(**dict(zip(lines, row, strict=True))) for row in rows]
        return [option for option in found if option]


def _lines(question: Question) -> LocalizedText:
    """The options as they are typed. A line for each in every language that has any."""
    texts = [option["text"] for option in question.options]
    used = [code for code in LANGUAGES if any(code in text for text in texts)]
    return LocalizedText(**{c: "\n".join(text.get(c, "") for text in texts) for c in used})
