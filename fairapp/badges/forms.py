"""Shapes of input: which badges on which sheets, and why a badge is replaced."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired, NumberRange

from fairapp.badges import numbers
from fairapp.badges.blanks import MOST
from fairapp.badges.layouts import SHEETS
from fairapp.badges.queries import Choice, Order, Selection
from fairapp.core.errors import DomainError
from fairapp.core.fields import limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import DEFAULT, LANGUAGES
from fairapp.events.models import Event

LAYOUT_LABELS = {
    "a6x4": _l("4 large badges on A4 (A6, 105 × 148 mm)"),
    "a7x8": _l("8 small badges on A4 (A7, 74 × 105 mm)"),
    "90x54x10": _l("10 cards on A4 (90 × 54 mm)"),
}
SINGLE_LABELS = {
    "a6": _l("Large badge (A6, 105 × 148 mm)"),
    "a7": _l("Small badge (A7, 74 × 105 mm)"),
    "90x54": _l("Card (90 × 54 mm)"),
    "cr80": _l("Plastic card (CR80, 85.6 × 54 mm)"),
    "roll62": _l("Label of 62 mm (62 × 100 mm)"),
    "100x150": _l("Large label (100 × 150 mm)"),
}
ORDER_LABELS = {
    Order.NAME: _l("by name"),
    Order.CATEGORY: _l("by category, then by name"),
    Order.DELEGATION: _l("by delegation, then by name"),
}
REASONS = {
    "lost": _l("The badge is lost"),
    "damaged": _l("The badge is damaged"),
    "wrong": _l("Something on it was wrong"),
}


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(value, label) for value, label in labels.items()]


def readable(form: FlaskForm, field: Any) -> None:
    """Refuse numbers that are none."""
    try:
        numbers.parse(field.data or "")
    except DomainError as error:
        raise ValidationError(str(error.message)) from error


def _group(text: str) -> int:
    """What is no number is a group of nobody, never everybody."""
    if not text:
        return 0
    is_number = text.isascii() and text.isdigit() and len(text) < 10
    return int(text) or -1 if is_number else -1


class SheetsForm(Form):
    """Which badges, on which sheets; read from addresses too, so without a token of its own."""

    layout = RadioField(_l("Sheet"), choices=_choices(LAYOUT_LABELS), default=SHEETS[0])
    unprinted = BooleanField(_l("Only badges that were not printed yet"))
    changed = BooleanField(_l("Only badges whose text has changed since they were printed"))
    category = SelectField(_l("Category"), default="")
    delegation = SelectField(_l("Delegation"), default="")
    order = SelectField(_l("Order"), choices=_choices(ORDER_LABELS), default=Order.NAME)
    separators = BooleanField(_l("A sheet before each delegation or category that names it"))
    first = StringField(_l("Names from"), [limit(40)], filters=[strip])
    last = StringField(_l("Names up to"), [limit(40)], filters=[strip])
    numbers = StringField(
        _l("Numbers of badges"),
        [limit(200), readable],
        filters=[strip],
        description=_l("For example 12, 40–60. Blank badges have numbers too."),
    )
    language = SelectField(
        _l("Language of the badges"), choices=_choices(LANGUAGES), default=DEFAULT
    )
    # Whoever was chosen in the list of participants, by the number of their group.
    chosen = HiddenField()

    def offer(self, categories: list[Choice], delegations: list[Choice]) -> None:
        """Set what can be chosen from."""
        self.category.choices = [SelectChoice("", _("All categories")), *map(_counted, categories)]
        self.delegation.choices = [SelectChoice("", _("Everybody")), *map(_counted, delegations)]

    def selection(self) -> Selection:
        """Which badges; a category that nobody can choose is one without badges, never all."""
        return Selection(
            category=str(self.category.data or ""),
            delegation=str(self.delegation.data or ""),
            unprinted=bool(self.unprinted.data),
            order=Order(_valid(self.order) or Order.NAME),
            changed=bool(self.changed.data),
            first=self.first.data or "",
            last=self.last.data or "",
            numbers=self.numbers.data or "",
            chosen=_group(self.chosen.data or ""),
        )

    @property
    def is_narrowed(self) -> bool:
        """Whether what few people need is in use."""
        return any(
            field.data or field.errors
            for field in (self.changed, self.first, self.last, self.numbers)
        )

    @property
    def chosen_separators(self) -> bool:
        """Whether groups are named; by name there are none."""
        return bool(self.separators.data) and self.selection().order is not Order.NAME

    @property
    def chosen_layout(self) -> str:
        """Key of the layout."""
        return _valid(self.layout) or SHEETS[0]

    @property
    def chosen_language(self) -> str:
        """Code of the language."""
        return _valid(self.language) or DEFAULT


class PagesForm(Form):
    """Which sheets of a batch are printed once more."""

    pages = StringField(
        _l("Sheets to print again"),
        [DataRequired(_l("Which sheets?")), limit(60), readable],
        filters=[strip],
        description=_l("For example 3, or 3–5, counted from the first sheet of the PDF."),
    )


class BlanksForm(Form):
    """How many blank badges, and what they say."""

    count = IntegerField(
        _l("How many"),
        [
            InputRequired(_l("Give a number.")),
            NumberRange(1, MOST, _l("Between 1 and %(most)s.", most=MOST)),
        ],
        default=50,
    )
    category = SelectField(_l("Category"), default="")
    layout = SelectField(_l("Sheet"), choices=_choices(LAYOUT_LABELS), default=SHEETS[0])
    language = SelectField(
        _l("Language of the badges"), choices=_choices(LANGUAGES), default=DEFAULT
    )

    def offer(self, event: Event) -> None:
        """Set what can be chosen from."""
        self.category.choices = [
            SelectChoice("", _("Visitor")),
            *(SelectChoice(category.code, str(category.name)) for category in event.categories),
        ]


class SwapForm(Form):
    """The numbers of two badges that were handed to the wrong people."""

    one = IntegerField(_l("Number of one badge"), [InputRequired(_l("Give a number."))])
    other = IntegerField(_l("Number of the other"), [InputRequired(_l("Give a number."))])


class ReplacementForm(Form):
    """Why a badge is replaced."""

    reason = RadioField(
        _l("Why is it replaced?"),
        [DataRequired(_l("Choose a reason."))],
        choices=_choices(REASONS),
    )
    note = StringField(_l("Note"), [limit(80)], filters=[strip])

    def text(self) -> str:
        """The reason as it is kept: its code, and the note after it."""
        return f"{self.reason.data}: {self.note.data}" if self.note.data else str(self.reason.data)


def _counted(choice: Choice) -> SelectChoice:
    return SelectChoice(choice.code, f"{choice.name} ({choice.count})")


def _valid(field: Any) -> str:
    values = {str(value) for value, *_rest in field.iter_choices()}
    return str(field.data) if str(field.data) in values else ""
