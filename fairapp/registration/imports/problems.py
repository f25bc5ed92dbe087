"""What is odd about a row, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

MESSAGES = {
    "no_name": _l("There is no name in this row."),
    "too_long": _l("This is longer than we can keep."),
    "category_unknown": _l("The fair has no such category."),
    "category_missing": _l("No category is named, and none was chosen for the whole list."),
    "phone_doubtful": _l("This could not be read as a phone number. It is kept as written."),
    "email_odd": _l("This is no e-mail address. It is left out."),
    "birth_odd": _l("This could not be read as a birth. It is left out."),
    "sex_odd": _l("This could not be read as a sex. It is left out."),
    "place_odd": _l("This commune, prefecture or country is not known. It is kept as written."),
    "days_odd": _l("These days could not be read. All days are taken."),
    "language_odd": _l("This language is not known. The usual one is taken."),
    "answer_odd": _l("This is neither yes nor no. It is left out."),
    "delegation_new": _l("There is no delegation %(name)s yet: it is made."),
    "delegation_odd": _l("This is no name of a delegation. It is left out."),
    "answer_unknown": _l("%(question)s: no such answer is offered. It is left out."),
    "answer_number": _l("%(question)s: this is no number. It is left out."),
    "answer_limits": _l("%(question)s: this is more or less than may be answered. It is left out."),
    "answer_not_asked": _l("%(question)s: not asked of this category. It is left out."),
    "same_in_file": _l("The same as row %(row)s of this table."),
    "likely": _l("Probably %(name)s, who is registered."),
    "reference_unknown": _l("Nobody has this reference at this fair."),
    "refused": _l("It could not be registered: %(why)s"),
}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something odd: an error keeps the row out, anything else is a warning.

    `params` fill in the words of `MESSAGES[code]`.
    """

    code: str
    field: str = ""
    is_error: bool = False
    params: Mapping[str, Any] | None = None

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        kept = {"code": self.code, "field": self.field, "is_error": self.is_error}
        return kept | ({"params": dict(self.params)} if self.params else {})
