"""Pairs that cannot come to a score, told without the dear comparison of their names. Pure.

What is left out here is only what `rules.likeness` would put below the threshold: of forty thousand
people two million pairs share something, and a few hundred are worth weighing.
"""

from __future__ import annotations

from collections.abc import Sequence

from fairapp.registration.duplicates import rules
from fairapp.registration.duplicates.persons import Person, Population

# Sums of the same bits in another order may differ in their last digits.
_ROUNDING = 1e-6


class Sieve:
    """Who of `people` may be one person with a score of `least` or more."""

    def __init__(self, people: Sequence[Person], among: Population, least: float) -> None:
        self._people, self._among = people, among
        self._names = [rules.most_by_name(person, among) for person in people]
        self._needed = rules.needed(least, among) - _ROUNDING

    def lets_through(self, i: int, j: int) -> bool:
        """Whether the pair of people `i` and `j` has to be weighed."""
        one, other = self._people[i], self._people[j]
        if rules.share_reach(one, other):
            return True
        wanted = self._needed - min(self._names[i], self._names[j])
        return rules.add_up(one, other, self._among, wanted)
