"""Where somebody lives and how they are called, out of what they typed on the form."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from fairapp.registration import honorifics, places
from fairapp.registration.names import clean_line


class Naming(NamedTuple):
    """A name without the titles that were typed before it."""

    honorific: str
    given_names: str
    family_name: str


def read_name(title: str, given_names: str, family_name: str) -> Naming:
    """`title` is the one that was chosen; those typed in either part of the name join it."""
    given, family = honorifics.split(given_names), honorifics.split(family_name)
    title = honorifics.join(title, given.honorific, family.honorific)
    return Naming(title, given.name, family.name)


def read_where(code: str, typed: str) -> tuple[str, str, str]:
    """Region, locality and country of a place that was chosen, or else typed."""
    place = places.PLACES.get(code)
    if place is not None and place.code != places.ABROAD:
        return place.region, place.name, places.HOME_COUNTRY
    if places.find(typed) is not None or place is None:
        return places.read(typed)
    return (places.ABROAD_REGION, *places.read_abroad(typed))


def as_typed(*raw: Sequence[object] | None) -> str:
    """Before anything was told apart, but for what no database takes."""
    return clean_line(" ".join(str(text) for texts in raw for text in texts or ()))[:250]
