"""Single cells of a row, read into what a registration keeps; what cannot be read is noted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from email_validator import EmailNotValidError, validate_email

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.events.models import Event, EventDay
from fairapp.registration import births, phones, places
from fairapp.registration.imports.problems import Problem
from fairapp.registration.phones import Phones
from fairapp.registration.search import fold
from fairapp.registration.tables.words import CONSENTS, LANGUAGES, SEXES, YES_NO


def read_cells(event: Event, cells: Mapping[str, str], odd: list[Problem]) -> dict[str, Any]:
    """Everything that is read into something other than a line; `odd` grows by what is odd."""
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
