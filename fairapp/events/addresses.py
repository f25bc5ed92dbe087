"""A fair's address: the part of its links that people type and read out. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

LONGEST = 60
_FORM = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# Taken by pages of ours that stand where a fair's address would.
_RESERVED = frozenset({"new"})
# Letters that have no accent to take off.
_LETTERS = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ɓ": "b", "ɗ": "d", "ŋ": "n", "ƴ": "y", "ɲ": "n"}
)


def propose(name: str, year: int) -> str:
    """Address from a name in any script: « Journées d’échange » gives journees-d-echange-2026."""
    words = _latin(name) or ["fair"]
    if str(year) not in words:
        words.append(str(year))
    while len("-".join(words)) > LONGEST and len(words) > 2:
        # The year stays: it tells this fair from the next one.
        words.pop(-2)
    return "-".join(words)[-LONGEST:].strip("-")


def words(name: str) -> str:
    """A name as a code: « Élus locaux » gives elus_locaux; empty when no letter is Latin."""
    return "_".join(_latin(name))


def free_code(taken: Iterable[str], name: str, *, longest: int, otherwise: str) -> str:
    """A code of at most `longest` letters from a name, with a number when it is taken; `otherwise`
    for a name without Latin letters."""
    base, known = words(name)[:longest].strip("_") or otherwise, set(taken)
    return next(c for c in (base, *(f"{base}_{n}" for n in range(2, 1000))) if c not in known)


def check(address: str) -> None:
    """Refuse what cannot be an address; errors `slug_form`, `slug_reserved`."""
    if len(address) > LONGEST or not _FORM.fullmatch(address):
        raise DomainError(
            "slug_form",
            _l("Only small letters without accents, figures and hyphens, as in fair-2026."),
            field="slug",
        )
    if address in _RESERVED:
        raise DomainError("slug_reserved", _l("Choose another address."), field="slug")


def _latin(name: str) -> list[str]:
    letters = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    return re.findall(r"[a-z0-9]+", "".join(c for c in letters if not unicodedata.combining(c)))
