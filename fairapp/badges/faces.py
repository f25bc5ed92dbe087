"""What a badge shows: plain values, already in the badge's language."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the fair as printed, and whether this person is expected on it."""

    label: str
    planned: bool


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture in the heading: a PNG, known by `key`, `ratio` times as wide as high."""

    key: str
    ratio: float
    png: bytes


@dataclass(frozen=True, slots=True)
class BackDay:
    """A day of the programme: what is on, by the clock (`09:00`, title)."""

    label: str
    theme: str
    items: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class BackNote:
    """Something to find again on the back: a word for what it is, and lines."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Back:
    """The back of all badges of a fair. `guide` is an address, shown as a QR code with
    `guide_words` beneath.
    """

    programme: tuple[BackDay, ...] = ()
    notes: tuple[BackNote, ...] = ()
    guide: str = ""
    guide_words: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How all badges of a fair look, beside what they say of somebody.

    `more_names` is the fair's name in further languages; `sides` and `margin` are those of
    `sheets.Layout`.
    """

    sides: str = "one"
    margin: int = 0
    more_names: tuple[str, ...] = ()
    logos: tuple[Logo, ...] = ()
    large_given: bool = False
    shows_reference: bool = True
    back: Back = Back()


@dataclass(frozen=True, slots=True)
class BadgeFace:
    """Everything that one badge shows. A face without names is a blank badge, with a line to
    write on.

    Under the QR code stand `reference` and, where one is given, the badge's `number` ("n° 12").
    Colours are #rrggbb. `photo` is whether somebody may be photographed (`yes`, `internal`, `no`),
    and `photo_notice` the words beside its sign; a blank badge has neither. `direction` (ltr or
    rtl) is the badge's; each text follows its own script.
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
    photo: str = ""
    photo_notice: str = ""
    direction: str = "ltr"
    look: Look = Look()

    @property
    def has_name(self) -> bool:
        """Whether it is somebody's."""
        return bool(self.given_names or self.family_name)


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
