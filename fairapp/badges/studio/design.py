"""What an organiser decides about a fair's badges: plain values, saved or not yet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from typing import Any

from fairapp.badges.sheets import Sides
from fairapp.core.i18n import LocalizedText


class Part(StrEnum):
    """What the front of a badge may leave out; name, code and number always stand there."""

    HONORIFIC = "honorific"
    ORGANISATION = "organisation"
    POSITION = "position"
    DAYS = "days"
    PHOTO = "photo"
    LETTER = "letter"
    REFERENCE = "reference"


class BackPart(StrEnum):
    """What may stand on the back."""

    PROGRAMME = "programme"
    WIFI = "wifi"
    EMERGENCY = "emergency"
    GUIDE = "guide"


@dataclass(frozen=True, slots=True)
class Design:
    """The settings of a fair's badges; as they are here when nobody has changed them.

    `also` holds the languages in which the fixed words stand beside the badge's own. `logos` are
    ids of stored files. `margin` is what stays blank around a sheet, in millimetres.
    """

    shown: tuple[str, ...] = tuple(Part)
    also: tuple[str, ...] = ()
    large_given: bool = False
    logos: tuple[int, ...] = ()
    sides: str = Sides.ONE
    margin: int = 0
    back: tuple[str, ...] = (BackPart.PROGRAMME,)
    wifi_name: str = ""
    wifi_word: str = ""
    emergency: LocalizedText = field(default_factory=LocalizedText)
    guide: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Fit for JSON."""
        return {**asdict(self), "emergency": self.emergency.as_dict()}


def from_dict(values: Mapping[str, Any]) -> Design:
    """The other way; names that another version wrote are passed over."""
    known = {f.name for f in fields(Design)}
    given: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name in known
    }
    if "emergency" in given:
        given["emergency"] = LocalizedText(**given["emergency"])
    return Design(**given)
