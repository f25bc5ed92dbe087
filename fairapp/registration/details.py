"""What a person tells about themselves, and how a registration takes it in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from fairapp.events.models import Category, EventDay
from fairapp.registration.models import Registration
from fairapp.registration.phones import NO_PHONES, Phones, read
from fairapp.registration.search import search_text

# What the trail of corrections names without repeating it.
_WITHHELD = frozenset({"phone_raw", "phone", "phone_2", "email", "needs_help"})


@dataclass(frozen=True, kw_only=True)
class Details:
    """What a person tells, or the team for them. Either name is enough; no `days` means all.

    `phones` is what `phones.read` made of the phone field; `region`, `locality` and `country` are
    of `places`.
    """

    category: Category
    given_names: str = ""
    family_name: str = ""
    name_other_script: str = ""
    name_raw: str = ""
    honorific: str = ""
    precision: str = ""
    sex: str | None = None
    birth_year: int | None = None
    birth_date: date | None = None
    birth_approximate: bool = False
    phones: Phones = NO_PHONES
    email: str = ""
    organisation: str = ""
    position: str = ""
    region: str = ""
    locality: str = ""
    country: str = "GN"
    language: str = "fr"
    first_time: bool | None = None
    needs_help: str = ""
    photo_consent: str | None = None
    share_name: bool = False
    contact_after: bool = False
    days: Sequence[EventDay] = ()
    # How this person stands for another one, and for whom in words.
    relation: str = ""
    stands_for: str = ""


def write(registration: Registration, details: Details) -> None:
    """Put `details` into `registration`, with what is derived from them: phones, search text."""
    for field in fields(details):
        if field.name not in {"phones", "days"}:
            setattr(registration, field.name, getattr(details, field.name))
    phones = details.phones
    registration.phone_raw, registration.phone_doubtful = phones.raw, phones.doubtful
    registration.phone, registration.phone_2 = phones.first, phones.second
    registration.days = list(details.days or registration.event.days)
    delegation = registration.delegation
    registration.search_text = search_text(
        registration, delegation=delegation.name if delegation else ""
    )


def details_of(registration: Registration) -> Details:
    """What `registration` says, as it would be told again."""
    plain = (f.name for f in fields(Details) if f.name not in {"phones", "days"})
    values = {name: getattr(registration, name) for name in plain}
    return Details(**values, phones=read(registration.phone_raw), days=tuple(registration.days))


def snapshot(registration: Registration) -> dict[str, Any]:
    """What a registration says now, as JSON can hold it."""
    columns = (f.name for f in fields(Details) if f.name not in {"phones", "days", "category"})
    names = (*columns, "phone_raw", "phone", "phone_2")
    values = {name: _plain(getattr(registration, name)) for name in names}
    values["category"] = registration.category.code
    values["days"] = [day.number for day in registration.days]
    return values


def changes(before: dict[str, Any], after: dict[str, Any]) -> dict[str, list[Any] | None]:
    """Field to what it was and is, between two snapshots; None for what is nobody's business."""
    return {
        name: None if name in _WITHHELD else [before[name], after[name]]
        for name in after
        if before[name] != after[name]
    }


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
