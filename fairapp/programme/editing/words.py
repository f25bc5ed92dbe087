"""What the editor warns of, in words: a label for the block, a sentence for the list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.core.i18n import LocalizedText, current_language
from fairapp.events.models import Event
from fairapp.events.text import clock_time, spaced
from fairapp.programme.editing.models import Draft
from fairapp.programme.editing.rules import Trouble, Warning

LABELS = {
    Trouble.ROOM_TAKEN: _l("Room taken"),
    Trouble.PERSON_TWICE: _l("Person in two places"),
    Trouble.SEATS_BELOW_SIGN_UPS: _l("Too few seats"),
    Trouble.SEATS_ABOVE_ROOM: _l("Room too small"),
    Trouble.OUTSIDE_HOURS: _l("Outside the hours"),
    Trouble.FRIDAY_PRAYER: _l("Friday prayer"),
    Trouble.STAGE_CHANGE: _l("Stage change"),
    Trouble.ACTS_TOO_LONG: _l("Acts too long"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """A warning as pages show it: of session `code`, on day `day`."""

    code: str
    day: int
    label: str
    text: str

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        return asdict(self)


def tell(
    event: Event, plans: Iterable[Draft], found: Iterable[Warning], names: Mapping[int, str]
) -> list[Told]:
    """`found` in words; `names` of the people on the programme, by id."""
    by_code = {draft.code: draft for draft in plans}
    told = []
    for warning in found:
        draft, other = by_code[warning.code], by_code.get(warning.other)
        people = ", ".join(sorted(names.get(person, "–") for person in warning.people))
        text = _SENTENCES[warning.trouble](_Facts(event, draft, other or draft, warning, people))
        number = draft.day.number if draft.day is not None else 0
        told.append(Told(draft.code, number, str(LABELS[warning.trouble]), text))
    return told


def title_of(text: LocalizedText) -> str:
    """A title for a sentence or for the grid, its blanks and apostrophes as print wants them."""
    language = current_language()
    shown = text.in_language(language)
    return spaced(shown) if text.language_shown(language) == "fr" else shown


@dataclass(frozen=True)
class _Facts:
    event: Event
    draft: Draft
    other: Draft
    warning: Warning
    people: str

    @property
    def room(self) -> str:
        return title_of(self.draft.room.name) if self.draft.room is not None else ""

    @property
    def meets(self) -> dict[str, str]:
        """The other session and its hours."""
        starts_at, ends_at = self.other.starts_at, self.other.ends_at
        return {
            "title": title_of(self.other.title),
            "start": clock_time(starts_at, self.event) if starts_at else "–",
            "end": clock_time(ends_at, self.event) if ends_at else "–",
        }


def _room_taken(facts: _Facts) -> str:
    return str(
        _(
            "%(room)s is already taken by “%(title)s” from %(start)s to %(end)s.",
            room=facts.room,
            **facts.meets,
        )
    )


def _person_twice(facts: _Facts) -> str:
    return str(
        _(
            "%(people)s: also at “%(title)s” from %(start)s to %(end)s.",
            people=facts.people,
            **facts.meets,
        )
    )


def _seats_below(facts: _Facts) -> str:
    seats, seated = facts.draft.capacity, facts.warning.number
    return str(
        _(
            "%(seated)s people have a seat, and there are only %(seats)s.",
            seated=seated,
            seats=seats,
        )
    )


def _seats_above(facts: _Facts) -> str:
    return str(
        _(
            "%(room)s holds %(number)s people, fewer than the session has seats.",
            room=facts.room,
            number=facts.warning.number,
        )
    )


def _outside(facts: _Facts) -> str:
    return str(_("Begins before the day opens, or ends after it closes."))


def _prayer(facts: _Facts) -> str:
    return str(_("Meets the Friday prayer, from 12:30 to 14:30."))


def _stage_change(facts: _Facts) -> str:
    return str(
        _(
            "Only %(number)s minutes to change the stage after “%(title)s”.",
            number=facts.warning.number,
            title=facts.meets["title"],
        )
    )


def _acts_too_long(facts: _Facts) -> str:
    return str(
        _("The acts take %(number)s minutes more than the session.", number=facts.warning.number)
    )


_SENTENCES: Mapping[Trouble, Callable[[_Facts], str]] = {
    Trouble.ROOM_TAKEN: _room_taken,
    Trouble.PERSON_TWICE: _person_twice,
    Trouble.SEATS_BELOW_SIGN_UPS: _seats_below,
    Trouble.SEATS_ABOVE_ROOM: _seats_above,
    Trouble.OUTSIDE_HOURS: _outside,
    Trouble.FRIDAY_PRAYER: _prayer,
    Trouble.STAGE_CHANGE: _stage_change,
    Trouble.ACTS_TOO_LONG: _acts_too_long,
}
