"""Setting a badge: each text of a face fitted to its place on a layout."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from fairapp.badges.faces import BadgeFace, Squeeze
from fairapp.badges.measures import Measures
from fairapp.badges.shared import Block, Shared, shared_parts
from fairapp.badges.sheets import Layout
from fairapp.badges.squeezes import Report
from fairapp.core.pdf_fitting import LATIN_LEADING, NOTHING, Fit, clean, direction, fit, fit_names
from fairapp.core.pdf_galley import Piece
from fairapp.core.pdf_measure import missing

# Blank above a text, in gaps.
_ABOVE = {"organisation": 1.6, "position": 0.2}
_FIRST_ABOVE = 1.6
# As the style sheet has it.
_BOLD = {"given", "organisation", "reference"}


Placed = tuple[Piece, float, float]
"""A text, and its left and top on the badge."""


@dataclass(frozen=True, slots=True)
class SetBadge:
    """A badge as the templates take it: what is its own, and what it shares with others.

    `side` is where its own texts begin (ltr or rtl), `direction` that of the badge as a whole.
    """

    who: tuple[Block, ...]
    reference: Block
    shared: tuple[Shared, ...]
    pieces: tuple[Placed, ...]
    direction: str
    side: str
    squeezed: tuple[Squeeze, ...]


def set_badge(face: BadgeFace, layout: Layout) -> SetBadge:
    """Fit every text of `face`; `squeezed` tells which suffered."""
    m = layout.measures
    report = Report(face.reference)
    in_clear = (face.reference if face.look.shows_reference else "", face.number)
    shared, who, side = shared_parts(face, layout, report), _who(face, m, report), _side(face)
    reference = _in_clear(" · ".join(filter(None, in_clear)), m)
    return SetBadge(
        shared=shared,
        who=who,
        reference=reference,
        pieces=(
            *_below_each_other(who, layout, face.direction, side),
            *_under_the_code(reference, layout, face.direction),
        ),
        direction=face.direction,
        side=side,
        squeezed=tuple(report.found),
    )


def _below_each_other(
    who: tuple[Block, ...], layout: Layout, direction: str, side: str
) -> Iterator[Placed]:
    box = layout.box("who", direction)
    top, before = box.top, ""
    for block in who:
        # What comes first after the names keeps away from them.
        is_first = block.kind in _ABOVE and before not in _ABOVE
        top += layout.measures.gap * (_FIRST_ABOVE if is_first else _ABOVE.get(block.kind, 0))
        before = block.kind
        yield _piece(block, side), box.left, top
        top += block.fit.height


def _under_the_code(reference: Block, layout: Layout, direction: str) -> Iterator[Placed]:
    if reference.fit.lines:
        box = layout.box("reference", direction)
        yield replace(_piece(reference, "ltr"), aligned=0.5), box.left, box.top


def _who(face: BadgeFace, m: Measures, report: Report) -> tuple[Block, ...]:
    """Honorific, names, organisation, position: the names get the height that the others leave."""
    width = m.who.width
    honorific = fit(clean(face.honorific), width, m.honorific, 1, bold=False)
    other = fit(clean(face.name_other_script), width, m.other, 1, bold=False)
    organisation = fit(clean(face.organisation), width, m.organisation, 2, bold=True)
    position = fit(clean(face.position), width, m.position, 2, bold=False)
    rest = (honorific, other, organisation, position)
    height = m.who.height - 2 * m.gap - sum(part.height for part in rest)
    given, family = NOTHING, NOTHING
    if face.has_name:
        given, family = _names(face, width, height, m)
    report.check("honorific", face.honorific, honorific)
    report.check("given_names", face.given_names, given, small=m.names_small)
    report.check("family_name", face.family_name, family, small=m.names_small)
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


def _names(face: BadgeFace, width: float, height: float, m: Measures) -> tuple[Fit, Fit]:
    """Both in one size; with a large given name, that one half as large again where it can be."""
    given, family = clean(face.given_names), clean(face.family_name)
    if face.look.large_given and given and family:
        for size in m.names[: -len(m.names) // 3]:
            smaller = max((s for s in m.names if s <= size * 0.6), default=m.names[-1])
            first = fit(given, width, (size,), 2, bold=True)
            last = fit(family, width, (smaller,), 2, bold=False)
            whole = not (first.shortened or first.torn or last.shortened or last.torn)
            if whole and first.height + last.height <= height:
                return first, last
    return fit_names(given, family, width, height, m.names)


def _in_clear(text: str, m: Measures) -> Block:
    fitted = fit(clean(text), m.reference.width, m.reference_sizes, 1, bold=True)
    return Block("reference", fitted)


def _piece(block: Block, side: str) -> Piece:
    """A text as it is set, beginning on this side of the badge."""
    fitted = block.fit
    return Piece(
        style=f"{block.kind} {fitted.classes} from-{side}",
        lines=fitted.lines,
        line_height=fitted.size * fitted.leading * 96 / 72,
        once=block.kind == "reference",
        bold=block.kind in _BOLD,
        aligned=0 if side == "ltr" else 1,
        alone=fitted.leading > LATIN_LEADING or bool(missing(" ".join(fitted.lines))),
    )


def _side(face: BadgeFace) -> str:
    """Where the name begins: an Arabic, N'Ko or Adlam name begins on the right of any badge."""
    name = clean(f"{face.given_names} {face.family_name}")
    return direction(name) if name else face.direction
