"""Who matches a search, and how well, in SQL that every database runs alike.

Folded texts are laid out by `search`: words between blanks, the name first, up to the bar.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, case, false, func, literal, or_

from fairapp.core.db import db
from fairapp.registration import reference
from fairapp.registration.models import Registration
from fairapp.registration.search import NAME_END, Token

# Names differ in their first characters; sorting whole texts spills to disk at 40,000 people.
_SORTED_BY = 40
_YEAR_DIGITS = 4
# What GLOB does not take as it stands.
_SPECIAL = re.compile(r"[*?\[]")


def matching(wanted: Sequence[Token], text: str, *, contacts: bool) -> ColumnElement[bool]:
    """Whether a registration holds every token, or is the one whose reference `text` is.

    Without `contacts` phones and e-mails are not looked at.
    """
    every = and_(
        *(
            or_(*(_holds(s) if contacts else _holds_openly(s) for s in token.spellings))
            for token in wanted
        )
    )
    return or_(every, _is_reference(text)) if reference.is_valid(text) else every


def distance(wanted: Sequence[Token], text: str, *, contacts: bool) -> ColumnElement[int]:
    """0 is best; the sum over the tokens of how far each is from a whole word of the name."""
    total: ColumnElement[int] = literal(1)
    for token in wanted:
        # Where a number stands, at the end of a phone or not, says something of the phone.
        if contacts or not token.is_number:
            total = total + _distance_of(token)
    if reference.is_valid(text):
        return case((_is_reference(text), 0), else_=total)
    return total


def by_name() -> ColumnElement[str]:
    """The folded name, to sort by."""
    return by_code_points(func.substr(Registration.search_text, 1, _SORTED_BY))


def by_code_points(text: ColumnElement[str]) -> ColumnElement[str]:
    """To sort folded text by, the same on every machine and database."""
    is_postgresql = db.session.get_bind().dialect.name == "postgresql"
    return text.collate("C") if is_postgresql else text


def _distance_of(token: Token) -> ColumnElement[int]:
    typed = token.spellings[0]
    if token.is_number:
        # People give the end of a phone number; in the middle it is mostly chance.
        return case((or_(*(_holds(f"{s} ") for s in token.spellings)), 0), else_=3)
    others = [_holds(f" {s} ", f" {NAME_END} ") for s in token.spellings[1:]]
    return case(
        (_holds(f" {typed} ", f" {NAME_END} "), 0),
        *([(or_(*others), 1)] if others else []),
        (or_(*(_holds(f" {s}", f" {NAME_END} ") for s in token.spellings)), 2),
        (or_(*(_holds(f" {s}") for s in token.spellings)), 3),
        else_=4,
    )


def _holds(*parts: str) -> ColumnElement[bool]:
    """Whether the search text holds these parts in this order."""
    if db.session.get_bind().dialect.name == "sqlite":
        # There LIKE looks for capitals too, which folded texts have none of, and takes longer.
        pattern = _one_blank("*".join(_SPECIAL.sub(r"[\g<0>]", part) for part in parts), "*")
        return Registration.search_text.op("GLOB", is_comparison=True)(f"*{pattern}*")
    pattern = _one_blank("%".join(_escaped(part) for part in parts), "%")
    return Registration.search_text.like(f"%{pattern}%", escape="\\")


def _one_blank(pattern: str, between: str) -> str:
    """A blank that ends one part may be the one that begins the next: `diallo |`."""
    return pattern.replace(f" {between} ", f" {between}")


def _holds_openly(word: str) -> ColumnElement[bool]:
    """Whether `word` occurs outside of phones and e-mails, as far as a word tells."""
    if "@" in word:
        return false()
    if not word.isdigit():
        return _holds(word)
    r, pattern = Registration, f"%{_escaped(word)}%"
    texts = (r.reference, r.organisation, r.position, r.locality)
    in_name = _holds(word, f" {NAME_END} ")
    born = r.birth_year == int(word) if len(word) == _YEAR_DIGITS else false()
    return or_(in_name, born, *(text.like(pattern, escape="\\") for text in texts))


def _escaped(part: str) -> str:
    return part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")


def _is_reference(text: str) -> ColumnElement[bool]:
    return Registration.reference == reference.normalise(text)
