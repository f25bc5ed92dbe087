"""What a badge shows: plain values, already in the badge's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the fair as printed, and whether this person is expected on it."""

    label: str
    planned: bool


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """Everything that one badge shows. A face without names is a blank badge, with a line to
    write on.

    Under the QR code stand `reference` and, where one is given, the badge's `number` ("n° 12").
    Colours are #rrggbb. `photo_notice` holds the words for "do not photograph" and is empty for
    a person who agreed. `direction` (ltr or rtl) is the badge's; each text follows its own
    script.
    """

    reference: str
    qr_text: str
    event_name: str
    event_dates: str
    category_label: str
    category_colour: str
    category_letter: str
    number: str = ""
    accent: str = "#00704a"
    honorific: str = ""
    given_names: str = ""
    family_name: str = ""
    name_other_script: str = ""
    organisation: str = ""
    position: str = ""
    days: tuple[Day, ...] = ()
    photo_notice: str = ""
    direction: str = "ltr"


@dataclass(frozen=True, slots=True)
class Squeeze:
    """A text that did not come out as it was given, for whoever prints to look at.

    `rule` is `small` (below a comfortable size), `shortened`, or `unwritable` (no bundled font has
    one of its letters; `shown` then lists them).
    """

    reference: str
    field: str
    rule: str
    given: str
    shown: str
