"""Small numbers that must not be told, nor worked out (decision 23).

A number under three in the version to share stands for somebody whom others would know. Hiding it
is not enough: totals, other tables, the chart beside it give it back. So for each such number we
look for *another fair* of which the report, with a few numbers more left out, would say the very
same, and in which that number is another one. The other fair is ours with two persons' answers
exchanged (or, when a total itself is small, one person's answer changed, or one person fewer
expected). Whoever reads the report
can therefore not tell which of the two fairs took place: that is the proof, one for each number,
and it holds whatever is computed from what is printed, for both fairs print it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from fairapp.reports.participation.cells import (
    MISSED,
    Key,
    Record,
    contributions,
    count,
    fields_of,
)

THRESHOLD = 3
# Of the many persons with whom answers could be exchanged, those most like the first are tried.
_PARTNERS = 150

Delta = dict[Key, int]


@dataclass(frozen=True, slots=True)
class Change:
    """Records of the fair as it was, and what they are in the other fair."""

    before: tuple[Record, ...]
    after: tuple[Record, ...]


@dataclass(frozen=True, slots=True)
class Protection:
    """What is left out; and for each small number, the other fair in which it differs.

    `unprotected` are small numbers for which there is none, as when two persons came in all: then
    nothing is told of persons.
    """

    hidden: frozenset[Key] = frozenset()
    witnesses: Mapping[Key, Change] = field(default_factory=dict)
    unprotected: frozenset[Key] = frozenset()


def small(number: int) -> bool:
    """Whether a count of persons is too small to be told; nobody at all is not."""
    return 0 < number < THRESHOLD


def protect(records: Iterable[Record], *, needed: int) -> Protection:
    """What must be left out of a report of these records. Deterministic."""
    return _Search(Counter(records), needed).run()


@dataclass
class _Search:
    people: Counter[Record]
    needed: int
    hidden: set[Key] = field(default_factory=set)
    witnesses: dict[Key, Change] = field(default_factory=dict)
    _known: dict[tuple[Record, str], Mapping[Key, int]] = field(default_factory=dict)

    def run(self) -> Protection:
        cells = count(self.people.elements(), needed=self.needed)
        # Totals first: what they take along is then hidden already for the finer numbers.
        open_ = sorted((k for k, n in cells.items() if small(n)), key=lambda k: (len(k), k))
        self.hidden.update(open_)
        unprotected = set()
        for cell in open_:
            if cell not in self.witnesses and not self._protect(cell, set(open_)):
                unprotected.add(cell)
        if unprotected:
            # So few came that nothing can be told of them.
            self.hidden.update(cells)
        return Protection(frozenset(self.hidden), self.witnesses, frozenset(unprotected))

    def _protect(self, cell: Key, open_: set[Key]) -> bool:
        best: tuple[float, Change, Delta] | None = None
        for change, delta in self._changes(cell):
            if not delta.get(cell):
                continue
            cost = sum(_cost(k) for k in delta if k not in self.hidden)
            if best is None or cost < best[0]:
                best = cost, change, delta
            if not cost:
                break
        if best is None:
            return False
        _price, change, delta = best
        self.hidden.update(delta)
        for touched in open_.intersection(delta):
            self.witnesses.setdefault(touched, change)
        return True

    def _changes(self, cell: Key) -> Iterator[tuple[Change, Delta]]:
        """Exchanges that concern the cell; then, dearer as a rule, a change of one answer."""
        for one in self._holders(cell):
            for name in fields_of(cell):
                for other in self._partners(one, name):
                    mine, theirs = getattr(one, name), getattr(other, name)
                    after = (one._replace(**{name: theirs}), other._replace(**{name: mine}))
                    yield self._change((one, other), after, name)
        for one in self._holders(cell):
            for name in fields_of(cell):
                for like in self._values(one, name):
                    changed = one._replace(**{name: getattr(like, name)})
                    yield self._change((one,), (changed,), name)
        for one in self._holders(cell):
            if one.plan in MISSED:
                # That one fewer had been expected.
                for plan in {*MISSED} - {one.plan}:
                    yield self._change((one,), (one._replace(plan=plan),), "plan")
                yield self._change((one,), (), "plan")

    def _change(
        self, before: tuple[Record, ...], after: tuple[Record, ...], name: str
    ) -> tuple[Change, Delta]:
        delta: Delta = {}
        for records, sign in ((after, 1), (before, -1)):
            for record in records:
                for cell, n in self._contributions(record, name).items():
                    delta[cell] = delta.get(cell, 0) + sign * n
        return Change(before, after), {cell: n for cell, n in delta.items() if n}

    def _contributions(self, record: Record, name: str) -> Mapping[Key, int]:
        found = self._known.get((record, name))
        if found is None:
            found = contributions(record, needed=self.needed, with_side=name)
            self._known[record, name] = found
        return found

    def _holders(self, cell: Key) -> list[Record]:
        name = next(fields_of(cell), "sex")
        return [record for record in self._kinds if cell in self._contributions(record, name)]

    @cached_property
    def _kinds(self) -> list[Record]:
        return sorted(self.people)

    def _partners(self, one: Record, name: str) -> list[Record]:
        mine, missed = getattr(one, name), one.plan in MISSED
        others = [
            other
            for other in self._kinds
            if getattr(other, name) != mine and (other.plan in MISSED) == missed
        ]
        alike = sorted(others, key=lambda o: -sum(a == b for a, b in zip(one, o, strict=True)))
        return alike[:_PARTNERS]

    def _values(self, one: Record, name: str) -> list[Record]:
        """One record for each other answer that anybody gave."""
        mine, missed = getattr(one, name), one.plan in MISSED
        seen = {getattr(o, name): o for o in self._kinds if (o.plan in MISSED) == missed}
        return [seen[value] for value in sorted(seen) if value != mine]


def hidden_in_sum(numbers: Sequence[int]) -> frozenset[int]:
    """Which of several numbers to leave out beside their sum: the small ones, and with a single
    one the next smallest, as the others would give it back.
    """
    left_out = {i for i, n in enumerate(numbers) if small(n)}
    if len(left_out) == 1 and len(numbers) > 1:
        others = (i for i in range(len(numbers)) if i not in left_out)
        left_out.add(min(others, key=lambda i: (numbers[i] == 0, numbers[i], i)))
    return frozenset(left_out)


def _cost(cell: Key) -> int:
    """How much a reader loses: a total is worth many cells of a crossed table."""
    return {0: 10_000, 1: 1_000, 2: 10}.get(len(cell), 1)
