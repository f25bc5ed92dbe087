"""Entries of the log as a page and a file show them: changes as before and after, the rest as
facts."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import format_date
from flask_babel import gettext as _

from fairapp.accounts.words import ROLE_LABELS
from fairapp.badges.forms import REASONS as PRINTED_FOR
from fairapp.checkin.words import REASONS as SAID
from fairapp.checkin.words import VERDICTS
from fairapp.core.audit import ERASED, AuditEntry
from fairapp.core.i18n import LANGUAGES
from fairapp.events.models import Event
from fairapp.registration.history import STATUSES
from fairapp.registration.people_list.facets import SOURCES
from fairapp.reports.documents.forms import PURPOSES
from fairapp.reports.payments.words import UNITS, WHO
from fairapp.reports.trail.subjects import Key, Subject, keys_of
from fairapp.reports.trail.words import FIELDS, UNTOLD, act_words

_OF_ISO = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?")
# In these older forms what was and is stands beside the rest, as a pair.
_OF_PAIRS = (".changed", ".moved")
_LABELS: dict[str, Mapping[Any, Any]] = {
    "status": STATUSES,
    "role": ROLE_LABELS,
    "roles": ROLE_LABELS,
    "unit": UNITS,
    "eligible": WHO,
    "source": SOURCES,
    "verdict": {verdict.value: sign.word for verdict, sign in VERDICTS.items()},
    # Of a badge that is printed anew, and of what a gate said.
    "reason": {**SAID, **PRINTED_FOR},
    "purpose": PURPOSES,
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field; `is_withheld`: it changed, and the log does not say how."""

    name: str
    was: str
    now: str
    is_withheld: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One act. `at` is on the clocks of the fair; `who` is empty for the person concerned and the
    machine."""

    id: int
    at: datetime
    act: str
    action: str
    who: str
    actor_id: int | None
    address: str
    about: Key | None
    subject: Subject | None
    changes: tuple[Change, ...]
    facts: tuple[tuple[str, str], ...]
    is_erased: bool

    @property
    def day(self) -> date:
        """For headings."""
        return self.at.date()


def lines(
    event: Event | None, entries: Iterable[AuditEntry], subjects: Mapping[Key, Subject]
) -> Iterator[Line]:
    """One for each entry."""
    for entry in entries:
        about = next(iter(keys_of(entry)), None)
        changed, rest = _divided(entry)
        yield Line(
            id=entry.id,
            at=event.local(entry.at) if event else entry.at,
            act=act_words(entry.action),
            action=entry.action,
            who=entry.actor_name,
            actor_id=entry.actor_id,
            address=entry.address,
            about=about,
            subject=subjects.get(about) if about else None,
            changes=tuple(_changes(changed, event)),
            facts=tuple(_facts(rest, event)),
            is_erased=entry.details == ERASED,
        )


def _divided(entry: AuditEntry) -> tuple[dict[str, Any], dict[str, Any]]:
    """What has changed, by field as a pair or None, and what else is told."""
    told = dict(entry.details)
    changed = dict(told.pop("changed", None) or {})
    was, now = told.get("was"), told.get("is")
    if isinstance(was, dict) and isinstance(now, dict):
        del told["was"], told["is"]
        changed |= {name: [was.get(name), now.get(name)] for name in {**was, **now}}
    elif was is not None and now is not None:
        del told["was"], told["is"]
        changed["status"] = [was, now]
    if entry.action.endswith(_OF_PAIRS):
        pairs = {n: v for n, v in told.items() if isinstance(v, list) and len(v) == 2}
        changed |= pairs
        told = {name: value for name, value in told.items() if name not in pairs}
    return changed, told


def _changes(changed: Mapping[str, Any], event: Event | None) -> Iterator[Change]:
    for name, pair in changed.items():
        if isinstance(pair, list) and len(pair) == 2:
            was, now = (_shown(name, value, event) for value in pair)
            yield Change(_field(name), was, now)
        else:
            yield Change(_field(name), "", "", is_withheld=True)


def _facts(told: Mapping[str, Any], event: Event | None) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if name not in UNTOLD and name != "erased" and value not in (None, "", [], {}):
            yield _field(name), _shown(name, value, event)


def _field(name: str) -> str:
    return str(FIELDS.get(name, name.replace("_", " ")))


def _shown(name: str, value: Any, event: Event | None) -> str:
    if value in (None, "", [], {}):
        return "–"
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    if isinstance(value, dict):
        return _of_languages(value) if set(value) <= set(LANGUAGES) else _pairs(value, event)
    if isinstance(value, list):
        return ", ".join(_shown(name, item, event) for item in value)
    return str(_LABELS.get(name, {}).get(value) or _on_the_fairs_clocks(str(value), event))


def _on_the_fairs_clocks(text: str, event: Event | None) -> str:
    """A day or a moment in ISO form as people write it; any other text as it is."""
    if not _OF_ISO.fullmatch(text):
        return text
    if "T" not in text:
        return str(format_date(date.fromisoformat(text)))
    moment = datetime.fromisoformat(text)
    local = event.local(moment) if event and moment.tzinfo else moment
    return f"{format_date(local.date())} {local:%H:%M}"


def _of_languages(texts: Mapping[str, Any]) -> str:
    return " / ".join(str(texts[code]) for code in LANGUAGES if texts.get(code))


def _pairs(value: Mapping[str, Any], event: Event | None) -> str:
    return ", ".join(f"{_field(key)} {_shown(key, item, event)}" for key, item in value.items())
