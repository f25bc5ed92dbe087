"""Who matches a search, and how well, in SQL that every database runs alike.

Folded texts are laid out by `search`: words between blanks, the name first, up to the bar.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, func, literal, or_

from fairapp.core.db import db
from fairapp.registration import reference
from fairapp.registration.models import Registration
from fairapp.registration.search import NAME_END, Token

# Names differ in their first characters; sorting whole texts spills to disk at 40,000 people.
_SORTED_BY = 40


def matching(wanted: Sequence[Token], text: str) -> ColumnElement[bool]:
    """Whether a registration holds every token, or is the one whose reference `text` is."""
    every = and_(*(or_(*(_holds(s) for s in token.spellings)) for token in wanted))
    return or_(every, _is_reference(text)) if reference.is_valid(text) else every


def distance(wanted: Sequence[Token], text: str) -> ColumnElement[int]:
    """0 is best; the sum over the tokens of how far each is from a whole word of the name."""
    total: ColumnElement[int] = literal(1)
    for token in wanted:
        total = total + _distance_of(token)
    if reference.is_valid(text):
        return case((_is_reference(text), 0), else_=total)
    return total


def by_name() -> ColumnElement[str]:
    """The folded name, to sort by."""
    # Folded text in the order of its code points, the same on every machine and database.
    start = func.substr(Registration.search_text, 1, _SORTED_BY)
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    return start.collate("C") if is_postgresql else start


def _distance_of(token: Token) -> ColumnElement[int]:
    typed = token.spellings[0]
    if token.is_number:
        # People give the end of a phone number; in the middle it is mostly chance.
        return case((or_(*(_holds(f"{s} ") for s in token.spellings)), 0), else_=3)
    return case(
        (_holds(f" {typed} ", f" {NAME_END} "), 0),
        (or_(*(_holds(f" {s} ", f" {NAME_END} ") for s in token.spellings)), 1),
        (or_(*(_holds(f" {s}", f" {NAME_END} ") for s in token.spellings)), 2),
        (or_(*(_holds(f" {s}") for s in token.spellings)), 3),
        else_=4,
    )


def _holds(*parts: str) -> ColumnElement[bool]:
    """Whether the search text holds these parts in this order."""
    # A blank that ends one part may be the one that begins the next: `diallo |`.
    pattern = "%".join(_escaped(part) for part in parts).replace(" % ", " %")
    return Registration.search_text.like(f"%{pattern}%", escape="\\")


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_reference(text: str) -> ColumnElement[bool]:
    return Registration.reference == reference.normalise(text)
