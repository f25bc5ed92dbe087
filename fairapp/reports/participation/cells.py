"""The numbers of persons that the report prints, each under one key wherever it stands.

Every number is a count of records: of those who came, and of those expected who did not. Its key
says which records, by the sides that must agree: `(("category", "police"), ("sex", "F"))` are the
policewomen of all days, whichever table, chart or sentence tells how many they were.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from fairapp.reports.ages import UNKNOWN, YOUTH, bands_within

Key = tuple[tuple[str, str], ...]


class Record(NamedTuple):
    """One person as the report sees him or her; of who did not come, `category` and `plan` alone.

    `days` are ISO dates in order, `plan` is one of `CAME` or of `MISSED`.
    """

    sex: str
    age: str
    category: str
    region: str
    days: tuple[str, ...]
    first: str
    plan: str


# How somebody came to be there; and what became of who was expected and did not come.
CAME = ("invited", "substitute", "walk_in")
MISSED = ("replaced", "absent")

_BY_DAY = ("category", "age", "region")
_CROSSINGS: tuple[tuple[str, ...], ...] = (
    *((), ("sex",), ("day",), ("sex", "day")),
    *((side, *more) for side in _BY_DAY for more in ((), ("sex",), ("day",), ("sex", "day"))),
    *(("category", "age"), ("category", "region")),
    *((*more, side) for side in ("plan", "expected", "missed") for more in ((), ("category",))),
    *(("first",), ("first", "sex"), ("number",), ("attested",), ("sum",)),
    *((f"youth {name}",) for name in YOUTH),
    *((f"youth {name}", "sex") for name in YOUTH),
)
LAYOUTS = tuple(tuple(sorted(sides)) for sides in _CROSSINGS)
"""Which sides are crossed, in all that is printed. `day` is one of somebody's days."""

_YOUNG = {name: bands_within(low, high) for name, (low, high) in YOUTH.items()}
# Of who did not come nothing is printed but this.
_OF_MISSED = frozenset(
    tuple(sorted((*more, side)))
    for side in ("plan", "expected", "missed")
    for more in ((), ("category",))
)


def key(**sides: str) -> Key:
    """The key of these sides, whatever their order."""
    return tuple(sorted(sides.items()))


def count(records: Iterable[Record], *, needed: int) -> Counter[Key]:
    """All numbers; `needed` is how many days make an attestation."""
    cells: Counter[Key] = Counter()
    for record, times in Counter(records).items():
        for cell, n in contributions(record, needed=needed).items():
            cells[cell] += n * times
    return cells


def contributions(
    record: Record, *, needed: int, with_side: str | None = None
) -> Mapping[Key, int]:
    """What one record adds to which numbers; only to those that `with_side` takes part in."""
    sides = _sides(record, needed)
    found: dict[Key, int] = {}
    for layout in LAYOUTS if with_side is None else _LAYOUTS_WITH[with_side]:
        if record.plan in MISSED and layout not in _OF_MISSED:
            continue
        for values in product(*(sides[side] for side in layout)):
            cell = tuple(zip(layout, values, strict=True))
            found[cell] = len(record.days) if layout == ("sum",) else 1
    return found


# Which sides of a layout a record's own field decides.
_DEPENDS: dict[str, frozenset[str]] = {
    "sex": frozenset({"sex"}),
    "age": frozenset({"age", *(f"youth {name}" for name in YOUTH)}),
    "category": frozenset({"category"}),
    "region": frozenset({"region"}),
    "days": frozenset({"day", "number", "attested", "sum"}),
    "first": frozenset({"first"}),
    "plan": frozenset({"plan", "expected", "missed"}),
}
_LAYOUTS_WITH = {
    field: tuple(layout for layout in LAYOUTS if sides.intersection(layout))
    for field, sides in _DEPENDS.items()
}


def fields_of(cell: Key) -> Iterator[str]:
    """The fields of a record that decide whether it counts in this cell."""
    names = {side for side, _value in cell}
    return (field for field, sides in _DEPENDS.items() if names & sides)


def _sides(record: Record, needed: int) -> dict[str, tuple[str, ...]]:
    young = {f"youth {name}": (_yes(record.age in bands),) for name, bands in _YOUNG.items()}
    number = len(record.days)
    return {
        "sex": (record.sex,),
        "age": (record.age,),
        "category": (record.category,),
        "region": (record.region,),
        "day": record.days,
        "first": (record.first,),
        "plan": (record.plan,),
        "expected": ("yes",) if record.plan in ("invited", *MISSED) else (),
        "number": (str(number),),
        "missed": ("yes",) if record.plan in MISSED else (),
        "attested": (_yes(number >= needed),),
        "sum": ("person_days",),
        **young,
    }


def _yes(answer: bool) -> str:
    """Who is not young is told as well by who is: both are numbers of the report."""
    return "yes" if answer else "no"


def absent(category: str, plan: str) -> Record:
    """Somebody who was expected and did not come."""
    return Record(UNKNOWN, UNKNOWN, category, UNKNOWN, (), UNKNOWN, plan)
