"""What the list can show of somebody, beside name and standing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import format_datetime
from flask_babel import lazy_gettext as _l

from fairapp.core.access import Permission, may
from fairapp.registration import choices
from fairapp.registration.models import Registration, Sex, Source
from fairapp.registration.people_list.facets import SOURCES

_SEXES = {Sex.FEMALE: _l("Woman"), Sex.MALE: _l("Man")}


@dataclass(frozen=True, slots=True)
class Column:
    """`cell`: what it says of somebody, empty for nothing; `is_number`: read digit by digit."""

    key: str
    label: Any
    cell: Callable[[Registration], Any]
    permission: Permission | None = None
    is_number: bool = False


def offered() -> list[Column]:
    """Those that whoever asks may see."""
    return [c for c in _COLUMNS if c.permission is None or may(c.permission)]


def _place(r: Registration) -> str:
    return ", ".join(dict.fromkeys(part for part in (r.locality, r.region) if part))


def _moment(r: Registration) -> str:
    return str(format_datetime(r.event.local(r.created_at), "d MMM, HH:mm", rebase=False))


_TONGUES = dict(choices.languages())
_COLUMNS = (
    Column("category", _l("Category"), lambda r: r.category.name),
    Column("organisation", _l("Organisation"), lambda r: r.organisation),
    Column("position", _l("Position"), lambda r: r.position),
    Column("place", _l("Lives in"), _place),
    Column("delegation", _l("Delegation"), lambda r: r.delegation.name if r.delegation else ""),
    Column("sex", _l("Sex"), lambda r: _SEXES.get(Sex(r.sex)) if r.sex else ""),
    Column("birth", _l("Born"), choices.birth_of, is_number=True),
    Column("days", _l("Days"), choices.days_of),
    Column("language", _l("Language"), lambda r: _TONGUES.get(r.language, r.language)),
    Column("phone", _l("Phone"), lambda r: r.phone_raw, Permission.SEE_CONTACTS, True),
    Column("email", _l("E-mail"), lambda r: r.email, Permission.SEE_CONTACTS),
    Column("source", _l("How registered"), lambda r: SOURCES[Source(r.source)]),
    Column("registered", _l("Registered on"), _moment, is_number=True),
    Column("rank", _l("Rank of protocol"), lambda r: r.protocol_rank or "", is_number=True),
)
