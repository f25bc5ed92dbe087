"""Setting a badge: each text of a face fitted to its place in a design."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from fairapp.badges.colours import safe
from fairapp.badges.faces import BadgeFace, Day, Squeeze
from fairapp.badges.groups import Group
from fairapp.badges.layouts import Design, Layout
from fairapp.core.i18n import text_direction
from fairapp.core.pdf_fitting import LATIN_LEADING, NOTHING, Fit, clean, direction, fit, fit_names
from fairapp.core.pdf_galley import Piece
from fairapp.core.pdf_measure import missing


@dataclass(frozen=True, slots=True)
class Block:
    """One fitted text; `kind` is its class in the style sheet."""

    kind: str
    fit: Fit


@dataclass(frozen=True, slots=True)
class SetDay:
    """A row of the list of days."""

    fit: Fit
    planned: bool


@dataclass(frozen=True, slots=True)
class Head:
    """The fair's name and dates, below a bar in its accent; the same on all badges of a fair."""

    kind = "head"
    accent: str
    blocks: tuple[Block, ...]
    direction: str


@dataclass(frozen=True, slots=True)
class Days:
    """The days beside the QR code, and the wish not to be photographed; a few combinations in
    all.
    """

    kind = "days"
    days: tuple[SetDay, ...]
    notice: Fit
    direction: str


@dataclass(frozen=True, slots=True)
class Band:
    """The category's band and its letter in a circle; one a category."""

    kind = "band"
    label: Fit
    letter: str
    colour: str
    direction: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Two lines to write a name on, of a blank badge."""

    kind = "lines"
    direction: str


@dataclass(frozen=True, slots=True)
class Cuts:
    """The cut marks of a sheet, which all sheets share."""

    kind = "cuts"
    direction = "ltr"


# In points; in half points the classes that the style sheet needs.
SEPARATOR_SIZES = (44.0, 36.0, 30.0, 24.0)

# Blank above a text, in gaps.
_ABOVE = {"organisation": 1.6, "position": 0.2}


@dataclass(frozen=True, slots=True)
class Separator:
    """The sheet before a group: its name, and how many badges follow."""

    kind = "separator"
    name: Fit
    count: Fit
    direction: str


Shared = Head | Days | Band | Lines | Cuts | Separator


@dataclass(frozen=True, slots=True)
class SetBadge:
    """A badge as the templates take it: what is its own, and what it shares with others.

    `side` is where its own texts begin (ltr or rtl), `direction` that of the badge as a whole.
    """

    who: tuple[Block, ...]
    in_clear: Piece
    shared: tuple[Shared, ...]
    direction: str
    side: str
    squeezed: tuple[Squeeze, ...]

    def pieces(self, design: Design) -> Iterator[tuple[Piece, float]]:
        """Its texts, each with its distance from the badge's upper edge."""
        top = design.who_top
        for block in self.who:
            top += design.gap * _ABOVE.get(block.kind, 0)
            yield _piece(block, self.side), top
            top += block.fit.height
        yield self.in_clear, design.reference_top


def set_badge(face: BadgeFace, layout: Layout) -> SetBadge:
    """Fit every text of `face`; `squeezed` tells which suffered."""
    design = layout.design
    inner = layout.width - 2 * design.margin
    report = _Report(face.reference)
    is_blank = not (face.given_names or face.family_name)
    in_clear = f"{face.reference} · {face.number}" if face.number else face.reference
    reference = fit(clean(in_clear), design.qr, design.reference, 1, bold=True)
    return SetBadge(
        who=_who(face, inner, design, report),
        in_clear=_piece(Block("reference", reference), "ltr"),
        shared=(
            _head(face, inner, design, report),
            _days(face, inner - design.qr - design.margin - design.day_height, design),
            _band(face, inner - design.band - design.margin * 0.4, design, report),
            *([Lines(face.direction)] if is_blank else []),
        ),
        direction=face.direction,
        side=_side(face),
        squeezed=tuple(report.found),
    )


def separator(group: Group, layout: Layout) -> Separator:
    """What stands on the sheet before a group, in the present language."""
    width = layout.paper_width * 0.8
    named = clean(group.name) or _("Without a delegation")
    counted = ngettext("%(num)s badge", "%(num)s badges", group.count)
    return Separator(
        fit(named, width, SEPARATOR_SIZES, 3, bold=True),
        fit(clean(counted), width, SEPARATOR_SIZES[-1:], 1, bold=False),
        text_direction(),
    )


def _piece(block: Block, side: str) -> Piece:
    """A text as it is set, beginning on this side of the badge."""
    fit = block.fit
    words = " ".join(fit.lines)
    return Piece(
        style=f"{block.kind} {fit.classes} from-{side}",
        lines=fit.lines,
        line_height=fit.size * fit.leading * 96 / 72,
        once=block.kind == "reference",
        alone=fit.leading > LATIN_LEADING or bool(missing(words)),
    )


class _Report:
    """Collects what did not come out as given."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.found: list[Squeeze] = []

    def check(self, field: str, given: str, fitted: Fit, *, small: float = 0) -> None:
        """Note `given` when it was shortened or is set below `small` points, and letters without
        a font.
        """
        shown = " ".join(fitted.lines)
        if fitted.shortened:
            self._add(field, "shortened", given, shown)
        elif fitted.lines and fitted.size < small:
            self._add(field, "small", given, shown)
        if absent := missing(shown):
            self._add(field, "unwritable", given, absent)

    def _add(self, field: str, rule: str, given: str, shown: str) -> None:
        self.found.append(Squeeze(self.reference, field, rule, given, shown))


def _head(face: BadgeFace, width: float, design: Design, report: _Report) -> Head:
    name = fit(clean(face.event_name), width, design.head, 2, bold=True)
    dates = fit(clean(face.event_dates), width, design.dates, 1, bold=False)
    report.check("event", face.event_name, name)
    report.check("dates", face.event_dates, dates)
    return Head(safe(face.accent), (Block("event", name), Block("dates", dates)), face.direction)


def _band(face: BadgeFace, width: float, design: Design, report: _Report) -> Band:
    label = fit(clean(face.category_label), width, design.label, 2, bold=True)
    report.check("category", face.category_label, label)
    letter = clean(face.category_letter)[:2]
    return Band(label, letter, safe(face.category_colour), face.direction)


def _who(face: BadgeFace, width: float, design: Design, report: _Report) -> tuple[Block, ...]:
    """Honorific, names, organisation, position: the names get the height that the others leave."""
    honorific = fit(clean(face.honorific), width, design.honorific, 1, bold=False)
    other = fit(clean(face.name_other_script), width, design.other, 1, bold=False)
    organisation = fit(clean(face.organisation), width, design.organisation, 2, bold=True)
    position = fit(clean(face.position), width, design.position, 2, bold=False)
    rest = (honorific, other, organisation, position)
    height = design.who_height - 2 * design.gap - sum(part.height for part in rest)
    given, family = NOTHING, NOTHING
    if face.given_names or face.family_name:
        given, family = fit_names(
            clean(face.given_names), clean(face.family_name), width, height, design.names
        )
    report.check("honorific", face.honorific, honorific)
    report.check("given_names", face.given_names, given, small=design.names_small)
    report.check("family_name", face.family_name, family, small=design.names_small)
    report.check("name_other_script", face.name_other_script, other)
    report.check("organisation", face.organisation, organisation)
    report.check("position", face.position, position)
    blocks = (
        Block("honorific", honorific),
        Block("given", given),
        Block("family", family),
        Block("other", other),
        Block("organisation", organisation),
        Block("position", position),
    )
    return tuple(block for block in blocks if block.fit.lines)


def _days(face: BadgeFace, width: float, design: Design) -> Days:
    """As many rows as stand beside the QR code; a longer fair shows only this person's days, and
    then an ellipsis.
    """
    notice = fit(clean(face.photo_notice), width, design.day, 2, bold=True)
    taken = notice.height + design.gap if notice.lines else 0
    room = int((design.qr - taken) / design.day_height)
    shown = face.days
    if len(shown) > room:
        shown = tuple(day for day in shown if day.planned)
    if len(shown) > room:
        shown = (*shown[: room - 1], Day("…", planned=True))
    rows = tuple(
        SetDay(fit(clean(day.label), width, design.day, 1, bold=day.planned), day.planned)
        for day in shown
    )
    return Days(rows, notice, face.direction)


def _side(face: BadgeFace) -> str:
    """Where the name begins: an Arabic, N'Ko or Adlam name begins on the right of any badge."""
    name = clean(f"{face.given_names} {face.family_name}")
    return direction(name) if name else face.direction
