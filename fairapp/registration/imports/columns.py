"""What a column of an import may be: a field of every fair, or one of the fair's own questions."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l

from fairapp.core.i18n import DEFAULT
from fairapp.events.models import Event
from fairapp.registration.names import clean_line
from fairapp.registration.questions.models import Question, QuestionKind
from fairapp.registration.questions.queries import every
from fairapp.registration.questions.words import name_of
from fairapp.registration.tables.headers import EXPORT_HEADERS, Headers

# Field to how it is called, in the order of the export.
LABELS = {
    "reference": _l("Reference"),
    "honorific": _l("Title"),
    "given_names": _l("Given names"),
    "family_name": _l("Family name"),
    "name": _l("Whole name"),
    "name_other_script": _l("Name in another script"),
    "precision": _l("What tells homonyms apart"),
    "sex": _l("Sex"),
    "birth": _l("Birth"),
    "phone": _l("Phone"),
    "phone_2": _l("Other phone"),
    "email": _l("E-mail"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "category": _l("Category"),
    "place": _l("Commune, prefecture or country"),
    "language": _l("Language"),
    "days": _l("Days"),
    "first_time": _l("First participation"),
    "needs_help": _l("Help needed"),
    "photo_consent": _l("Photographs"),
    "share_name": _l("Name may be shared"),
    "contact_after": _l("May be contacted afterwards"),
    "delegation": _l("Delegation"),
    "note": _l("Note of the team"),
}
# What an export has one column for.
_EXPORTED = tuple(field for field in EXPORT_HEADERS if field not in {"name", "phone_2"})


class Columns:
    """The columns that lists of one fair may have; its questions are read once."""

    def __init__(self, event: Event) -> None:
        self.asked = every(event)
        self.questions = {name_of(q): q for q in self.asked if q.kind != QuestionKind.FILE}
        self.headers = Headers(_names(self.asked))

    @property
    def labels(self) -> dict[str, str]:
        """Field to how it is called, in the reader's language."""
        own = {field: str(question.label) for field, question in self.questions.items()}
        return {field: str(label) for field, label in LABELS.items()} | own

    @property
    def has_files(self) -> bool:
        """Whether the fair asks for files, which no list can hold."""
        return len(self.questions) < len(self.asked)

    @property
    def exported(self) -> dict[str, str]:
        """Field to the header of an export, in French, by which a column is known again."""
        own = {name_of(question): self._header(question) for question in self.asked}
        return {field: EXPORT_HEADERS[field] for field in _EXPORTED} | own

    def _header(self, question: Question) -> str:
        label = clean_line(question.label.in_language(DEFAULT))
        # Some question is called as a field is, or as another question.
        is_known = self.headers.field_of(label) == _field_of(question)
        return label if is_known else _with_code(label, question)


def _names(questions: Sequence[Question]) -> dict[str, str]:
    """How columns of answers are called: by the label in any language, with the code if need be."""
    names: dict[str, str] = {}
    for question in questions:
        labels = [clean_line(text) for text in question.label.as_dict().values() if text]
        for name in (*labels, *(_with_code(label, question) for label in labels)):
            names.setdefault(name, _field_of(question))
    return names


def _field_of(question: Question) -> str:
    return "" if question.kind == QuestionKind.FILE else name_of(question)


def _with_code(label: str, question: Question) -> str:
    return f"{label} ({question.code})"
