"""Finding anybody by any fragment: blind to accents, case, apostrophes, order and abbreviations.

Each registration carries one folded text: ` diallo mdou mamadou | 224631123456 k7m4qx … `. Every
word stands between blanks and the name comes first, up to the bar, so that plain LIKE patterns can
tell a word's start from its middle, and a name from an organisation, on every database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from fairapp.core.folding import ascii_digits, fold
from fairapp.registration.spellings import names_of

__all__ = ["Searchable", "Token", "fold", "matches", "open_text", "search_text", "tokens"]

MAX_QUERY = 120
MAX_TOKENS = 8
NAME_END = "|"

_PILGRIM = re.compile(r"\b[ea]l (?=hadj)")
_YEAR = re.compile(r"19\d\d|20\d\d")
# Said before a name by habit; the list may have it or not.
_COURTESY = frozenset({"m", "mr", "mme", "mlle", "monsieur", "madame", "mademoiselle"})


class Openly(Protocol):
    """What `open_text` reads."""

    honorific: str
    given_names: str
    family_name: str
    name_other_script: str
    name_raw: str
    precision: str
    birth_year: int | None
    organisation: str
    position: str
    locality: str
    reference: str


class Searchable(Openly, Protocol):
    """What `search_text` reads; a `Registration` is one."""

    phone_raw: str
    phone: str
    phone_2: str
    email: str


@dataclass(frozen=True, slots=True)
class Token:
    """One thing that must occur, in any of its spellings."""

    spellings: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Whether it is all digits: a piece of a phone number, a year, a badge's number."""
        return self.spellings[0].isdigit()


def search_text(person: Searchable, *, delegation: str = "") -> str:
    """The folded text of `person`, to be stored in `Registration.search_text`."""
    return _lay_out(_name_words(person), _other_words(person, delegation))


def open_text(person: Openly, *, delegation: str = "") -> str:
    """The same without phones and e-mails, for phones that may look people up."""
    return _lay_out(_name_words(person), _open_words(person, delegation))


def tokens(query: str) -> list[Token]:
    """What must occur, each in any of its spellings. Empty when nothing searchable was typed."""
    words = _PILGRIM.sub("el", fold(query[:MAX_QUERY])).replace("+", " ").split()
    joined = _join_digits(words)
    kept = [word for word in joined if word not in _COURTESY] or joined
    return [Token(_spellings(word)) for word in dict.fromkeys(kept)][:MAX_TOKENS]


def matches(text: str, query: str) -> bool:
    """Whether the search text `text` holds every token of `query`; nothing matches an empty one."""
    wanted = tokens(query)
    return bool(wanted) and all(any(s in text for s in token.spellings) for token in wanted)


def _name_words(person: Openly) -> list[str]:
    parts = (person.family_name, person.given_names, person.name_other_script, person.honorific)
    words = _words(*parts, person.precision, person.name_raw)
    usual = [name for word in words for name in sorted(names_of(word))]
    return [*words, *usual]


def _other_words(person: Searchable, delegation: str) -> list[str]:
    numbers = [person.phone, person.phone_2]
    if not person.phone:
        numbers.append(re.sub(r"\D", "", ascii_digits(person.phone_raw)))
    return [*_words(*numbers), *_open_words(person, delegation), *_words(person.email)]


def _open_words(person: Openly, delegation: str) -> list[str]:
    born, work = str(person.birth_year or ""), (person.locality, person.position)
    return _words(born, person.reference, person.organisation, delegation, *work)


def _words(*parts: str) -> list[str]:
    return [w for part in parts for w in _PILGRIM.sub("el", fold(part)).replace("+", "").split()]


def _lay_out(names: Iterable[str], others: Iterable[str]) -> str:
    first = dict.fromkeys(names)
    rest = dict.fromkeys(word for word in others if word)
    return f" {' '.join([*first, NAME_END, *rest])} "


def _join_digits(words: list[str]) -> list[str]:
    """`12 34 56` is one piece of a phone number; a year stands by itself."""
    joined: list[str] = []
    open_run = False
    for word in words:
        is_piece = word.isdigit() and not _YEAR.fullmatch(word)
        if is_piece and open_run:
            joined[-1] += word
        else:
            joined.append(word)
        open_run = is_piece
    return joined


def _spellings(word: str) -> tuple[str, ...]:
    if word.isdigit():
        # A leading 0 or 00 is dialled or imagined, and never stored.
        bare = word.lstrip("0")
        return (word, bare) if bare and bare != word else (word,)
    return (word, *sorted(names_of(word)))
