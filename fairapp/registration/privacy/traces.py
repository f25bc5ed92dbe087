"""Somebody's name and numbers in words that others have typed: found, and taken out.

A name is looked for blind to accents, case and order, and only when it has two words: one alone is
that of half a country. A number is found whatever stands between its digits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from fairapp.core.folding import ascii_digits, fold
from fairapp.core.personal import MARK

# Digits of a number within its country, in Guinea and around; a shorter one may be any number.
_NATIONAL = 9
_SHORTEST = 8
# A family name of fewer letters is a syllable of many words.
_FAMILY_SHORTEST = 4
# Words shown on either side of a name that stands alone.
_AROUND = 4
_CONTACT = re.compile(r"\+?\d(?:[\s.\-/]?\d){3,}|\S+@\S+")
_BETWEEN = r"[\s.\-/()]{0,2}"


class Named(Protocol):
    """What is read of a `Registration`."""

    given_names: Any
    family_name: Any
    name_other_script: Any
    name_raw: Any
    phone: Any
    phone_2: Any
    phone_raw: Any
    email: Any


@dataclass(frozen=True)
class Traces:
    """`names` folded; `written` as they were given; `numbers` the last digits; `emails` in small
    letters; `families` folded."""

    names: frozenset[str]
    written: frozenset[str]
    numbers: frozenset[str]
    emails: frozenset[str]
    families: frozenset[str]

    @classmethod
    def of(cls, people: Sequence[Named]) -> Traces:
        """What these registrations, of one person, say."""
        written: set[str] = set()
        numbers: set[str] = set()
        emails: set[str] = set()
        for one in people:
            written |= {
                f"{one.given_names} {one.family_name}",
                f"{one.family_name} {one.given_names}",
                one.name_other_script,
                one.name_raw,
            }
            numbers |= {digits(n) for n in (one.phone, one.phone_2, *_pieces(one.phone_raw))}
            emails.add(one.email.lower())
        names = {name: fold(name) for name in written}
        families = {fold(one.family_name) for one in people}
        kept = {name: folded for name, folded in names.items() if " " in folded}
        return cls(
            frozenset(kept.values()),
            frozenset(kept),
            frozenset(n for n in numbers if len(n) >= _SHORTEST),
            frozenset(emails - {""}),
            frozenset(name for name in families if len(name) >= _FAMILY_SHORTEST),
        )

    def are_in(self, text: str) -> bool:
        """Whether `text` tells of this person."""
        folded = f" {fold(text)} "
        if any(f" {name} " in folded for name in self.names):
            return True
        if any(pattern.search(ascii_digits(text)) for pattern in self._patterns):
            return True
        lowered = text.lower()
        return any(email in lowered for email in self.emails)

    def taken_out(self, value: Any) -> Any:
        """`value`, a text or JSON, with a mark wherever it tells of this person."""
        if isinstance(value, str):
            return self._without(value) if self.are_in(value) else value
        if isinstance(value, dict):
            return {key: self.taken_out(item) for key, item in value.items()}
        if isinstance(value, list):
            without = [self.taken_out(item) for item in value]
            # Given and family name may stand in two cells, side by side.
            if self.are_in(_joined(without)):
                return [MARK if isinstance(v, str) and v else v for v in without]
            return without
        return value

    def passages(self, value: Any) -> list[str]:
        """Where the family name stands in what `taken_out` leaves of a text or of words in several
        languages: some words on either side, numbers and addresses apart.
        """
        if isinstance(value, dict):
            return [found for item in value.values() for found in self.passages(item)]
        if not isinstance(value, str):
            return []
        words = _CONTACT.sub(MARK, self.taken_out(value)).split()
        return [
            " ".join(words[max(0, at - _AROUND) : at + length + _AROUND])
            for name in self.families
            for length in [len(name.split())]
            for at in range(len(words) - length + 1)
            if fold(" ".join(words[at : at + length])) == name
        ]

    def _without(self, text: str) -> str:
        for name in sorted(self.written, key=len, reverse=True):
            words = r"\s+".join(map(re.escape, name.split()))
            text = re.sub(words, MARK, text, flags=re.IGNORECASE)
        for email in self.emails:
            text = re.sub(re.escape(email), MARK, text, flags=re.IGNORECASE)
        for pattern in self._patterns:
            text = pattern.sub(MARK, text)
        # Spelt otherwise than it was registered: then nothing of it can be kept.
        return MARK if self.are_in(text) else text

    @cached_property
    def _patterns(self) -> list[re.Pattern[str]]:
        return [
            re.compile(rf"(?<![0-9A-Fa-f])(?:(?:\+|00)?\d{{3}}{_BETWEEN})?{_BETWEEN.join(n)}(?!\d)")
            for n in self.numbers
        ]


def digits(number: str) -> str:
    """The digits of a number within its country."""
    return re.sub(r"\D", "", ascii_digits(number))[-_NATIONAL:]


def _pieces(raw: str) -> list[str]:
    """Two numbers may have been typed into one line."""
    return re.split(r"[/;,]|\bet\b|\bou\b", raw) if raw else []


def _joined(values: Iterable[Any]) -> str:
    return " ".join(v for v in values if isinstance(v, str))
