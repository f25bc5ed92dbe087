"""Kinds of session: the colours that a new fair starts with, and the sheet with a fair's own.

The pictogram of a kind is in `templates/components/icons.html` under `SessionKind.icon`; what it
looks like beyond colour (a curtain, a pitch) is `static/css/components/kinds.css`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from fairapp.events.colours import Tones, tones

_DEBATE, _LEARN, _CEREMONY, _PRACTICAL = "#28518f", "#0c666e", "#00704a", "#5b554a"

# By pictogram. Families of talk share a colour; each of the arts has its own.
DEFAULT_COLOURS = {
    "accueil": _PRACTICAL,
    "ceremonie_ouverture": _CEREMONY,
    "ceremonie_cloture": _CEREMONY,
    "table_ronde": _DEBATE,
    "talk_show": _DEBATE,
    "dialogue": _DEBATE,
    "assistance_pairs": _LEARN,
    "cafe_savoirs": _LEARN,
    "partage": _LEARN,
    "atelier": _LEARN,
    "presentation": _LEARN,
    "film": "#4d476b",
    "visite_stands": "#8f4d1c",
    "theatre": "#8b1f4b",
    "comedie": "#b0420f",
    "musique": "#63359a",
    "football": "#24692f",
    "lancement": _CEREMONY,
    "pleniere": _DEBATE,
    "bilan": _LEARN,
    "pause": _PRACTICAL,
    "photo": _PRACTICAL,
    "presse": _PRACTICAL,
}


# Pictograms of what is for everybody and of little interest to who chooses what to see.
FOR_ALL = frozenset({"accueil", "pause", "photo"})


class Coloured(Protocol):
    """A kind of session; pages give it the class `c-<id>`."""

    @property
    def id(self) -> int: ...

    @property
    def colour(self) -> str: ...


def sheet(kinds: Iterable[Coloured]) -> str:
    """CSS that gives each kind its fill, ink and tint, in both schemes; one rule for one colour."""
    by_colour: dict[str, list[str]] = {}
    for kind in kinds:
        by_colour.setdefault(kind.colour, []).append(f".c-{kind.id}")
    rules = [(",".join(names), tones(colour)) for colour, names in by_colour.items()]
    day = "".join(f"{names}{_day(tone)}" for names, tone in rules)
    night = "".join(f"{names}{_night(tone)}" for names, tone in rules)
    return f"{day}@media(prefers-color-scheme:dark){{{night}}}" if rules else ""


def _day(tone: Tones) -> str:
    return f"{{--kf:{tone.fill};--k:{tone.ink};--kt:{tone.tint}}}"


def _night(tone: Tones) -> str:
    return f"{{--k:{tone.night_ink};--kt:{tone.night_tint}}}"
