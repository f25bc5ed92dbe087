"""Finding sessions by words, in any order and any of the languages they are told in.

Folded as registration search folds names, so that accents, capitals and apostrophes do not matter.
"""

from __future__ import annotations

import re
from functools import lru_cache

from fairapp.core.folding import fold
from fairapp.core.i18n import LocalizedText
from fairapp.programme.items import Item, Person

MAX_QUERY = 120
_MAX_WORDS = 8
# « l’eau », « d’abord »: who types the article means the word.
_ELIDED = re.compile(r"\b(?:[cdjlmnst]|qu)['’ʼ‘´`](?=\w)", re.IGNORECASE)


def matches(item: Item, query: str) -> bool:
    """Whether the session says every word of `query`; a query without any leaves nothing out."""
    text = _folded("\n".join(_said(item)))
    return all(word in text for word in _words(query))


@lru_cache(maxsize=64)
def _words(query: str) -> list[str]:
    return fold(_ELIDED.sub("", query[:MAX_QUERY])).split()[:_MAX_WORDS]


# Folding is slow, and what sessions say rarely changes.
@lru_cache(maxsize=1000)
def _folded(text: str) -> str:
    return fold(text)


def _said(item: Item) -> list[str]:
    said = [*_in_all(item.title), *_in_all(item.abstract), *_in_all(item.kind)]
    if item.room:
        said += _in_all(item.room)
    for role in item.roles:
        said += _of(role.person)
    for turn in item.turns:
        said += [*_in_all(turn.title), turn.company, turn.performers]
        if turn.person is not None:
            said += _of(turn.person)
    return said


def _of(person: Person) -> list[str]:
    return [person.name, person.organisation, person.represents, *_in_all(person.function)]


def _in_all(text: LocalizedText) -> list[str]:
    return list(text.as_dict().values())
