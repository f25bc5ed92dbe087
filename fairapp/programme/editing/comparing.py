"""Two people changed one session: what each of them says, side by side."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.events.text import language_names, spaced, weekday_date
from fairapp.programme import queries as public
from fairapp.programme.editing.forms import ROLES
from fairapp.programme.editing.models import Draft
from fairapp.programme.parts import Act, Document, Part

FIELDS = {
    "title": lazy_pgettext("of a session", "Title"),
    "abstract": _l("Abstract"),
    "kind_id": _l("Kind"),
    "starts_at": _l("Beginning"),
    "minutes": _l("Length in minutes"),
    "room_id": _l("Room"),
    "languages": _l("Languages spoken"),
    "interpretation": _l("Interpreted into"),
    "capacity": _l("Seats"),
    "takes_sign_up": _l("People put their names down beforehand"),
    "records_attendance": _l("Presence is recorded at the door"),
    "parts": _l("Who takes part"),
    "acts": _l("What happens, in order"),
    "documents": _l("Documents"),
    "needs": _l("Needs of the stage"),
    "note": _l("Note for the team"),
    "is_held": _l("Held back"),
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One field where what was typed is not what is there now. `is_theirs`: the person who typed
    had not touched it, so that what is there now is the better guess."""

    name: str
    label: str
    typed: str
    now: str
    is_theirs: bool


def differences(
    event: Event, draft: Draft, typed: Mapping[str, Any], seen: str
) -> list[Difference]:
    """`typed` are columns from the form, `seen` the digests that it carried."""
    now = {name: getattr(draft, name) for name in FIELDS}
    before = _read(seen)
    say = _Words(event)
    return [
        Difference(
            name,
            str(label),
            say(name, typed[name]),
            say(name, now[name]),
            before.get(name) == _digest(typed[name]),
        )
        for name, label in FIELDS.items()
        if name in typed and typed[name] != now[name]
    ]


def digests(draft: Draft) -> str:
    """What the person who opens the form sees, field by field, in a few letters each."""
    return json.dumps({name: _digest(getattr(draft, name)) for name in FIELDS})


def _digest(value: Any) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()[:8]


def _read(seen: str) -> dict[str, Any]:
    try:
        found = json.loads(seen)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


class _Words:
    """Values of columns as a person reads them."""

    def __init__(self, event: Event) -> None:
        self.event = event
        self.rooms = {room.id: str(room.name) for room in event.rooms}
        self.kinds = {kind.id: str(kind.name) for kind in public.kinds(event)}
        self.people = {person.id: person.name for person in public.people(event).values()}

    def __call__(self, name: str, value: Any) -> str:
        special = getattr(self, f"_{name}", None)
        if special is not None:
            return str(special(value))
        if isinstance(value, bool):
            return str(_("yes") if value else _("no"))
        if isinstance(value, LocalizedText):
            return " · ".join(spaced(text) for text in value.as_dict().values()) or "–"
        return str(value) if value not in (None, "") else "–"

    def _kind_id(self, value: int | None) -> str:
        return self.kinds.get(value or 0, "–")

    def _room_id(self, value: int | None) -> str:
        return self.rooms.get(value or 0, str(_("No room")))

    def _starts_at(self, value: Any) -> str:
        if value is None:
            return str(_("Parking list"))
        local = self.event.local(value)
        return f"{weekday_date(local.date())}, {local:%H:%M}"

    def _languages(self, value: str) -> str:
        return language_names(value.split()) if value else "–"

    _interpretation = _languages

    def _parts(self, value: tuple[Part, ...]) -> str:
        said = (f"{self._person(part.speaker)} ({ROLES[part.role]})" for part in value)  # type: ignore[index]
        return "; ".join(said) or "–"

    def _acts(self, value: tuple[Act, ...]) -> str:
        return "; ".join(self._act(act) for act in value) or "–"

    def _act(self, act: Act) -> str:
        name = str(act.title) or act.company or (self._person(act.speaker) if act.speaker else "–")
        return f"{name} ({act.minutes})" if act.minutes else name

    def _documents(self, value: tuple[Document, ...]) -> str:
        return "; ".join(str(document.title) or document.url or "–" for document in value) or "–"

    def _person(self, speaker: int) -> str:
        return self.people.get(speaker, "–")
