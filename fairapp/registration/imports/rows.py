"""One row of a list as a person: what it says, and what is odd about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.events.models import Category, Event, EventDay
from fairapp.registration import births, phones, places
from fairapp.registration.details import Details
from fairapp.registration.imports.words import CONSENTS, LANGUAGES, SEXES, YES_NO
from fairapp.registration.names import clean_name, has_letter, split_name
from fairapp.registration.phones import Phones
from fairapp.registration.search import fold

# Field to how much of it the registration keeps.
_LENGTHS = {
    **{"given_names": 120, "family_name": 120, "name_other_script": 160, "honorific": 40},
    **{"precision": 120, "organisation": 200, "position": 120, "needs_help": 300},
}
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


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds for every row that says nothing else."""

    category: Category | None = None
    language: str = "fr"
    days: Sequence[EventDay] = ()


@dataclass(frozen=True, slots=True)
class RowRead:
    """A row as a person; `details` is None when an error keeps it out."""

    details: Details | None
    problems: tuple[Problem, ...] = ()
    reference: str = ""


def read_row(
    event: Event,
    cells: Mapping[str, str],
    defaults: Defaults,
    *,
    known: Details | None = None,
) -> RowRead:
    """The person that `cells` (field to text) tell of.

    `known`: what is registered of the person already; fields without a column keep it.
    """
    odd: list[Problem] = []
    category = _category(event, cells.get("category", ""), defaults, known, odd)
    names = _names(cells, odd)
    if not has_letter("".join(names.values())) and not (known and not names):
        odd.append(Problem("no_name", "given_names", is_error=True))
    if category is None or any(problem.is_error for problem in odd):
        return RowRead(None, tuple(odd), cells.get("reference", ""))
    base = known or Details(category=category, language=defaults.language, days=defaults.days)
    told = {**names, **_lines(cells, odd), **_rest(event, cells, odd), "category": category}
    if known is None or names:
        told["name_raw"] = _as_written(cells)
    return RowRead(replace(base, **told), tuple(odd), cells.get("reference", ""))


def _as_written(cells: Mapping[str, str]) -> str:
    parts = (cells.get(field, "") for field in ("name", "given_names", "family_name"))
    return " ".join(part for part in parts if part)[:250]


def _names(cells: Mapping[str, str], odd: list[Problem]) -> dict[str, str]:
    """The fields of the name that there are columns for."""
    given, family = cells.get("given_names"), cells.get("family_name")
    whole = cells.get("name", "")
    if whole and not (given or family):
        given, family = split_name(whole)
    told = {"given_names": given, "family_name": family}
    names = {field: clean_name(text) for field, text in told.items() if text is not None}
    if not names and "name" in cells:
        names = {"given_names": "", "family_name": ""}
    return {field: _kept(field, text, odd) for field, text in names.items()}


def _lines(cells: Mapping[str, str], odd: list[Problem]) -> dict[str, str]:
    fields = [f for f in _LENGTHS if f not in {"given_names", "family_name"} and f in cells]
    return {field: _kept(field, cells[field], odd) for field in fields}


def _kept(field: str, text: str, odd: list[Problem]) -> str:
    if len(text) > _LENGTHS[field]:
        odd.append(Problem("too_long", field, is_error=True))
    return text[: _LENGTHS[field]]


def _category(
    event: Event, text: str, defaults: Defaults, known: Details | None, odd: list[Problem]
) -> Category | None:
    if not text:
        category = known.category if known else defaults.category
        if category is None:
            odd.append(Problem("category_missing", "category", is_error=True))
        return category
    wanted = fold(text)
    for category in event.categories:
        names = (category.code, category.letter, *category.name.as_dict().values())
        if wanted in {fold(name) for name in names if name}:
            return category
    odd.append(Problem("category_unknown", "category", is_error=True))
    return None


def _rest(event: Event, cells: Mapping[str, str], odd: list[Problem]) -> dict[str, Any]:
    """Everything that is read into something other than a line."""
    told: dict[str, Any] = {}
    for field, read in (
        ("sex", _sex),
        ("birth", _birth),
        ("email", _email),
        ("place", _place),
        ("language", _language),
        ("days", _days),
    ):
        if field in cells:
            told |= read(event, cells[field], odd)
    if "phone" in cells or "phone_2" in cells:
        told["phones"] = _phones(cells, odd)
    for field in ("first_time", "share_name", "contact_after"):
        if field in cells:
            told |= _yes_no(field, cells[field], odd)
    if "photo_consent" in cells:
        told |= _known_word("photo_consent", cells["photo_consent"], CONSENTS, "answer_odd", odd)
    return told


def _sex(_event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    return _known_word("sex", text, SEXES, "sex_odd", odd)


def _known_word(
    field: str, text: str, words: Mapping[str, object], code: str, odd: list[Problem]
) -> dict[str, Any]:
    value = words.get(fold(text))
    if text and value is None:
        odd.append(Problem(code, field))
    return {field: value}


def _birth(event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    day = event.days[0].date if event.days else event.created_at.date()
    try:
        birth = births.read(text, first_day=day)
    except DomainError:
        odd.append(Problem("birth_odd", "birth"))
        birth = births.Birth()
    return {
        "birth_year": birth.year,
        "birth_date": birth.on,
        "birth_approximate": birth.approximate,
    }


def _email(_event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    if not text:
        return {"email": ""}
    try:
        return {"email": validate_email(text, check_deliverability=False).normalized}
    except EmailNotValidError:
        odd.append(Problem("email_odd", "email"))
        return {"email": ""}


def _place(_event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    region, locality, country = places.read(text)
    if text and not region:
        odd.append(Problem("place_odd", "place"))
    return {"region": region, "locality": locality[:80], "country": country}


def _language(_event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    language = LANGUAGES.get(fold(text))
    if text and language is None:
        odd.append(Problem("language_odd", "language"))
    return {"language": language} if language else {}


def _days(event: Event, text: str, odd: list[Problem]) -> dict[str, Any]:
    """Numbers of days, or their dates: "1, 3", "J2", "02/12"."""
    if not text:
        return {}
    found = [day for day in event.days if _names_day(day, text)]
    if not found:
        odd.append(Problem("days_odd", "days"))
        return {}
    return {"days": tuple(found)}


def _names_day(day: EventDay, text: str) -> bool:
    pieces = ascii_digits(text).lower().replace("jour", " ").replace("j", " ").replace(";", " ")
    words = set(pieces.replace(",", " ").replace("+", " ").split())
    return bool(words & {str(day.number), f"{day.date:%d/%m}", f"{day.date:%d/%m/%Y}"})


def _phones(cells: Mapping[str, str], odd: list[Problem]) -> Phones:
    written = (cells.get("phone", ""), cells.get("phone_2", ""))
    read = phones.read(" / ".join(part for part in written if part)[:80])
    if read.doubtful:
        odd.append(Problem("phone_doubtful", "phone"))
    return read


def _yes_no(field: str, text: str, odd: list[Problem]) -> dict[str, Any]:
    value = YES_NO.get(fold(text))
    if text and value is None:
        odd.append(Problem("answer_odd", field))
    # Of consents, no answer is no; of the first participation it is none.
    return {field: value if field == "first_time" else bool(value)}


def named(cells: Sequence[str], fields: Iterable[tuple[int, str]]) -> dict[str, str]:
    """The cells by field."""
    return {field: cells[index] for index, field in fields if index < len(cells)}
