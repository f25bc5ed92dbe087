"""One table of the report, and what its tables have in common."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fairapp.reports.ages import UNKNOWN
from fairapp.reports.participation import words
from fairapp.reports.participation.facts import Facts

Number = int | None
"""None is a number that is left out."""

ALL = "all"


@dataclass(frozen=True, slots=True)
class Column:
    """`group` is what stands above it and its neighbours; `key` is its name for programs."""

    key: str
    label: str
    group: str = ""
    is_total: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """`key` is its name for programs; `letter` that of a category."""

    key: str
    label: str
    numbers: tuple[Number, ...]
    is_total: bool = False
    letter: str = ""


@dataclass(frozen=True, slots=True)
class FigureTable:
    """`stub` heads the labels of the lines; `note` says what has to be known to read it."""

    key: str
    title: str
    stub: str
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def groups(self) -> list[tuple[str, int]]:
        """The heads above the columns with their width; empty when there is none."""
        found: list[tuple[str, int]] = []
        for column in self.columns:
            if found and found[-1][0] == column.group:
                found[-1] = column.group, found[-1][1] + 1
            else:
                found.append((column.group, 1))
        return found if any(label for label, _width in found) else []


def sex_columns(facts: Facts, group: str = "", prefix: str = "") -> Iterator[Column]:
    """Women, men, whoever gave no sex, and all of them."""
    for sex in facts.sexes:
        label = words.sex_letter(sex) if group else words.sex(sex)
        yield Column(f"{prefix}{SEX_KEYS[sex]}", label, group)
    everybody = words.everybody_short() if group else words.everybody()
    yield Column(f"{prefix}{ALL}", everybody, group, is_total=True)


def by_sex(facts: Facts, **sides: str) -> tuple[Number, ...]:
    """What stands in the columns by sex."""
    return (*(facts.number(sex=sex, **sides) for sex in facts.sexes), facts.number(**sides))


def added(lines: Sequence[Line]) -> tuple[Number, ...]:
    """The sums of columns, of what is told; nothing where a part is left out."""
    return tuple(
        None if None in numbers else sum(n for n in numbers if n is not None)
        for numbers in zip(*(line.numbers for line in lines), strict=True)
    )


SEX_KEYS = {"F": "women", "M": "men", UNKNOWN: "not_given"}
