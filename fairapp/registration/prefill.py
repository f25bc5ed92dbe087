"""The registration form as it is first shown: empty, or as it would have been filled in."""

from __future__ import annotations

from typing import Any

from fairapp.events.models import Event
from fairapp.registration import births, choices, places
from fairapp.registration.models import Registration


def defaults(event: Event) -> dict[str, Any]:
    """What an empty form holds."""
    return {"days": [day.number for day in event.days], "language": choices.language_now()}


def answers(r: Registration) -> dict[str, Any]:
    """The form as it would have been filled in for `r`."""
    usual = choices.is_usual(r.honorific)
    same = ("given_names", "family_name", "organisation", "position", "email", "language")
    more = ("needs_help", "photo_consent", "share_name", "contact_after", "stands_for")
    code = places.code_of(r.region, r.locality)
    country = r.country if code == places.ABROAD else ""
    return {
        **{name: getattr(r, name) for name in (*same, *more)},
        "sex": r.sex or choices.UNSAID,
        "category": r.category.code,
        "place": code,
        # Also what is no place of the list, so that it can be corrected and is not lost.
        "abroad": places.write_abroad(r.locality, country) if code in {"", places.ABROAD} else "",
        "phone": r.phone_raw,
        "honorific": r.honorific if usual else choices.OTHER,
        "honorific_other": "" if usual else r.honorific,
        "birth": str(births.Birth(r.birth_year, r.birth_date, r.birth_approximate)),
        "days": [day.number for day in r.days],
        "relation": r.relation or None,
        "first_time": choices.first_time_answer(r.first_time),
    }
