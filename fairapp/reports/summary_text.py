"""The figures for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

_TOTALS = ("unique", "person_days", "entries", "unidentified_entries")
_MORE = ("no_show", "no_show_replaced", "substitutes", "walk_ins")
_BREAKDOWNS = (
    *(
        "by_day",
        "entries_by_day",
        "entries_by_method",
        "by_sex",
        "by_age",
        "by_category",
        "by_region",
    ),
    *("by_days_present", "first_time", "youth", "attestation"),
)


def as_text(figures: Mapping[str, Any]) -> str:
    """Names and numbers in columns; the cubes are left to JSON."""
    return "\n".join(_lines(figures))


def _lines(figures: Mapping[str, Any]) -> Iterator[str]:
    yield from _table({name: figures[name] for name in (*_TOTALS, *_MORE)})
    for name in _BREAKDOWNS:
        yield f"\n{name}"
        yield from _table(figures[name], indent="  ")
    if figures["tallies"]:
        yield "\ntallies (heads counted without names, in no other figure)"
        yield from _table({tally["session"]: tally["all"] for tally in figures["tallies"]}, "  ")


def _table(rows: Mapping[str, int], indent: str = "") -> Iterator[str]:
    width = max((len(name) for name in rows), default=0)
    for name, number in rows.items():
        yield f"{indent}{name:<{width}}  {number:>7}"
