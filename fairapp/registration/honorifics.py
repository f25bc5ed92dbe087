"""Forms of address, apart from the name: "El Hadj Mamadou Diallo" is Mamadou Diallo, El Hadj.

A title is taken from the front of a name as it was written, never re-cased, and never so that
nothing is left: Hadja alone is a name.
"""

from __future__ import annotations

import re
from typing import NamedTuple

MAX_LENGTH = 40

# As expressions: what stands for one blank, stop or hyphen is free. The longer ones come first.
_TITLES = (
    *("son excellence monsieur", "son excellence madame", "son excellence", "excellence"),
    *(r"s\.\s?e\.\s?m(?:me|\.)?", "(?-i:SEM)", r"s\.\s?e\.", r"h\.\s?e\."),
    *("[ea]l hadja?", "[ea]lhadja?", "hadja", "hadji", "alhaji"),
    *("docteure?", r"dr\.?", "professeure?", r"prof\.?", r"pr\.?", "ma[iî]tre", r"me\.?"),
    *("monsieur", "madame", "mademoiselle", r"mme\.?", r"mlle\.?", r"mr\.?", r"mrs\.?", r"ms\.?"),
    *(r"m\.", "honorable", r"hon\.", "commissaire", "contrôleure? général", "lieutenant colonel"),
    *("commandant", "capitaine", "colonel", "lieutenant", "adjudant chef", "adjudante?"),
    *("imam", "abbé", "pasteur", "doyenne", "doyen"),
    *("الحاجة", "الحاج", "الدكتورة?", "دكتورة?", r"د\.", "السيدة?", "الأستاذة?", "معالي", "سعادة"),
)
_BLANK = r"[\s-]+"
_TITLE = re.compile(
    rf"(?:{'|'.join(title.replace(' ', _BLANK) for title in _TITLES)})\s+", re.IGNORECASE
)


class Addressed(NamedTuple):
    """A name and what stood before it."""

    honorific: str
    name: str


def split(text: str) -> Addressed:
    """The titles at the front of `text`, as written, and the name behind them."""
    end = 0
    while found := _TITLE.match(text, end):
        end = found.end()
    titles, name = text[:end].strip(), text[end:].strip()
    # Of titles alone the last one is the name; whatever is longer than any title is a name too.
    if not name or len(titles) > MAX_LENGTH:
        return Addressed("", text.strip())
    return Addressed(titles, name)


def join(*titles: str) -> str:
    """Titles one after the other, each once, as many as there is room for."""
    kept = ""
    for title in titles:
        longer = f"{kept} {title}".strip()
        if _key(title) not in _key(kept) and len(longer) <= MAX_LENGTH:
            kept = longer
    return kept


def _key(title: str) -> str:
    return re.sub(r"[\W_]", "", title.casefold())
