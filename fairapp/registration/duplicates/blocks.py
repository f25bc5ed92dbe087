"""Which people of a fair are worth comparing: those who share something telling. Pure.

No pair becomes probable by a name alone, so whoever shares neither phone nor e-mail must share
words of the name, and where those are common something else besides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

from fairapp.registration.duplicates.persons import Person

# What more people than this have in common tells nobody from anybody: it is left to finer keys.
_CROWD = 60


def keys(person: Person) -> Iterator[str]:
    """What the person can be looked up by, from a phone number to a word of the name and the
    year."""
    yield from sorted(person.phones)
    if person.email:
        yield person.email
    words = sorted({usual for word in person.name.words for usual in word.spellings})
    for word in words if len(words) == 1 else ():
        yield word
    besides = [
        *([f"y{person.birth_year}"] if person.birth_year else []),
        *([f"o{person.organisation}"] if person.organisation else []),
        *([f"p{person.place}"] if person.place else []),
    ]
    for one, other in combinations(words, 2):
        yield f"{one}+{other}"
        yield from (f"{one}+{other}+{thing}" for thing in besides)
    # One word may be mistyped: then the other and two more things.
    for word in words:
        yield from (f"{word}+{thing}" for thing in besides)
        yield from (f"{word}+{one}+{other}" for one, other in combinations(besides, 2))


def index(people: Sequence[Person]) -> dict[str, list[int]]:
    """By key, who has it; crowds are left out."""
    found: dict[str, list[int]] = {}
    for i, person in enumerate(people):
        for key in dict.fromkeys(keys(person)):
            found.setdefault(key, []).append(i)
    return {key: those for key, those in found.items() if len(those) <= _CROWD}


def neighbours(people: Sequence[Person]) -> Iterator[list[int]]:
    """By person, in order, those after them who are worth comparing."""
    blocks_of: list[list[list[int]]] = [[] for _ in people]
    for block in index(people).values():
        for i in block[:-1]:
            blocks_of[i].append(block)
    for i, blocks in enumerate(blocks_of):
        yield sorted({j for block in blocks for j in block if j > i})
