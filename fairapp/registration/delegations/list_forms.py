"""A list of people as it is sent: typed in lines, or pasted, then looked through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import Field, HiddenField, SelectField, StringField, TextAreaField
from wtforms.validators import Length, Optional, ValidationError

from fairapp.core.errors import DomainError
from fairapp.core.i18n import current_language
from fairapp.events.models import Category, Event
from fairapp.registration import choices, places
from fairapp.registration.delegations import lists
from fairapp.registration.delegations.forms import AboutForm, Keyed
from fairapp.registration.delegations.lists import FIELDS, Cells, Found
from fairapp.registration.delegations.people import Line, Usual, read_all
from fairapp.registration.delegations.rules import MOST

BLANK_LINES = 5


class ListForm(Keyed):
    """A list of people: lines typed, a list pasted, a file; what comes in goes into the lines.

    A pasted list is shown as it was read before anything is registered; so are warnings, once.
    """

    file = FileField(_l("File with your list"))
    paste = TextAreaField(_l("Paste your list"))
    seen = HiddenField()

    lines: Sequence[Line] = ()
    # Columns of what was sent that are not asked for here.
    left_out: Sequence[str] = ()
    is_to_review = False
    limits, most = lists.LIMITS, MOST

    def take(self, event: Event, usual: Usual) -> None:
        """Read everything that was sent."""
        rows = _typed_rows()
        if request.form.get("do") == "read" and not (self.file.data or self._has_paste):
            self.file.errors = [_("Choose a file, or paste the list.")]
        # Whatever the button: a browser forgets the file that was chosen.
        rows += self._read(self.file, lambda: lists.from_file(_content(self.file.data)))
        if request.form.get("do") != "more" and self._has_paste:
            rows += self._read(self.paste, lambda: lists.from_text(self.paste.data or ""))
        if len(rows) > MOST:
            self.form_errors.append(_("At most %(most)s people at a time, please.", most=MOST))
        self.lines = read_all(event, rows[: MOST * 2], usual)

    @property
    def is_ready(self) -> bool:
        """Whether to register these people now; otherwise the page says why not."""
        if request.form.get("do", "send") != "send" or self.errors or self.form_errors:
            return False
        if not self.lines:
            self.form_errors.append(_("Write down at least one person."))
            return False
        if any(line.has_errors for line in self.lines):
            return False
        warned = any(line.notes for line in self.lines)
        self.is_to_review = self.is_to_review or (warned and not self.seen.data)
        return not self.is_to_review

    @property
    def blanks(self) -> int:
        """Empty lines below those that are filled in."""
        if request.form.get("do") == "more" or not self.lines:
            return BLANK_LINES
        return 1

    def clear_unfinished(self) -> None:
        """Nobody is told off for what they have not finished writing, but for a list not read."""
        for field in self:
            if field not in (self.file, self.paste):
                field.errors = ()

    @property
    def _has_paste(self) -> bool:
        return bool((self.paste.data or "").strip())

    def _read(self, source: Field, read: Callable[[], Found]) -> list[Cells]:
        if not source.data:
            return []
        try:
            found = read()
        except DomainError as error:
            self.add_domain_error(error)
            return []
        source.data, self.is_to_review = "", True
        self.left_out = [*self.left_out, *found.left_out]
        return found.people


class AnnounceForm(AboutForm, ListForm):
    """A delegation and its people on one page."""

    category = SelectField(_l("All of you come as"))
    place = SelectField(_l("Most of you live in"), [Optional()])
    # People do not see it; programs fill in everything.
    website = StringField(_l("Leave this line empty"), [Length(max=0)])

    def __init__(self, event: Event, invited: Category | None) -> None:
        super().__init__()
        self.categories = [invited] if invited else [c for c in event.categories if c.is_open]
        self.category.choices = [(c.code, str(c.name)) for c in self.categories]
        if len(self.categories) > 1:
            self.category.choices.insert(0, ("", _("Please choose")))
        self.place.choices = choices.places()

    def validate_category(self, field: SelectField) -> None:
        """One of those that are offered."""
        if not field.data:
            raise ValidationError(_("Please choose an answer."))

    def chosen(self) -> Category:
        """The category for all; the first one while none is chosen."""
        return next(
            (c for c in self.categories if c.code == self.category.data), self.categories[0]
        )

    def usual(self) -> Usual:
        """What the people have in common."""
        place = places.PLACES.get(self.place.data or "")
        return Usual(
            category=self.chosen(),
            organisation=self.name.data or "",
            language=current_language(),
            region=place.region if place else "",
            locality=place.name if place else "",
        )


def _content(file: FileStorage) -> bytes:
    """As much as is needed to see that it is too much."""
    return file.stream.read((lists.LIMITS.megabytes << 20) + 1)


def _typed_rows() -> list[Cells]:
    """The lines of the page, but for the one that is to be left out."""
    columns = [request.form.getlist(f"p_{name}")[: MOST * 2] for name in FIELDS]
    rows = [dict(zip(FIELDS, cells, strict=True)) for cells in zip_longest(*columns, fillvalue="")]
    left_out = request.form.get("without", type=int)
    return [
        cells for number, cells in enumerate(rows) if number != left_out and any(cells.values())
    ]
