"""Two registrations field by field, as the team reads them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from fairapp.registration.choices import languages, photo_consents
from fairapp.registration.duplicates.fields import FIELDS
from fairapp.registration.duplicates.words import FIELD_LABELS
from fairapp.registration.models import Registration


@dataclass(frozen=True, slots=True)
class Field:
    """What both say. `fuller` is 0 or 1: whose value to propose."""

    name: str
    label: Any
    values: tuple[str, str]

    @property
    def differs(self) -> bool:
        """Whether something has to be chosen."""
        return self.values[0] != self.values[1]

    @property
    def fuller(self) -> int:
        """Whose value says more."""
        return int(len(self.values[1]) > len(self.values[0]))


def compare(one: Registration, other: Registration) -> list[Field]:
    """Every field that either has."""
    both = [
        Field(name, FIELD_LABELS[name], (_shown(one, name), _shown(other, name))) for name in FIELDS
    ]
    return [field for field in both if any(field.values)]


def _shown(registration: Registration, name: str) -> str:
    r = registration
    match name:
        case "name":
            return r.full_name
        case "birth":
            about = _("about %(year)s", year=r.birth_year) if r.birth_approximate else ""
            born = format_date(r.birth_date) if r.birth_date else str(r.birth_year or "")
            return about or born
        case "category":
            return str(r.category.name)
        case "language":
            return str(dict(languages()).get(r.language, r.language))
        case "photo_consent":
            return str(dict(photo_consents()).get(r.photo_consent or "", ""))
        case "days":
            return ", ".join(str(day.number) for day in r.days)
    values = [getattr(r, column) for column in FIELDS[name]]
    return str(_plain(values[0]))


def _plain(value: Any) -> Any:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    return "" if value is None else value
