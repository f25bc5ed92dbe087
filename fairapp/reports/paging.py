"""Which rows stand on which page: heights are fixed, so pages are known before any is drawn."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from fairapp.reports.ruling import (
    CLOSING,
    FIRST_HEAD,
    FOOT_TOP,
    HEADING,
    NEXT_HEAD,
    ROW,
    TABLE_HEAD,
    TOP,
)

# A heading at the foot of a page with a single row would be overlooked.
_ROWS_AFTER_HEADING = 2
# The signature that closes the list must not stand on a page without people: it could be swapped.
_ROWS_BEFORE_CLOSING = 3


Row = TypeVar("Row")
_Held = TypeVar("_Held", covariant=True)


class Group(Protocol[_Held]):
    """Rows under one heading; an empty heading when the list is not divided."""

    @property
    def heading(self) -> str: ...
    @property
    def people(self) -> Sequence[_Held]: ...


@dataclass(frozen=True, slots=True)
class Heading(Generic[Row]):
    """Names a group, at the head of its first row and again on each page after (`continued`)."""

    top: float
    group: Group[Row]
    continued: bool
    height: float = HEADING


@dataclass(frozen=True, slots=True)
class Line(Generic[Row]):
    """A person, numbered through the whole list; nobody yet, to be written by hand."""

    top: float
    person: Row | None
    number: int
    height: float = ROW


@dataclass(slots=True)
class Page(Generic[Row]):
    """One page, `number` from 1; lengths are millimetres from the top of the paper."""

    number: int
    strips: list[Heading[Row] | Line[Row]] = field(default_factory=list)

    @property
    def table_top(self) -> float:
        """Where the head of the table begins."""
        return TOP + (FIRST_HEAD if self.number == 1 else NEXT_HEAD)

    @property
    def bottom(self) -> float:
        """Where the last strip ends."""
        if not self.strips:
            return self.table_top + TABLE_HEAD
        return self.strips[-1].top + self.strips[-1].height

    @property
    def lines(self) -> int:
        """How many rows it has."""
        return sum(isinstance(strip, Line) for strip in self.strips)

    @property
    def people(self) -> list[Row]:
        """Who stands on it."""
        lines = (strip for strip in self.strips if isinstance(strip, Line))
        return [line.person for line in lines if line.person is not None]

    def has_room(self, height: float) -> bool:
        """Whether something `height` millimetres high still fits above the foot."""
        return self.bottom + height <= FOOT_TOP + 0.01


@dataclass(frozen=True, slots=True)
class _Nobody(Generic[Row]):
    """Lines that wait for whoever comes."""

    heading: str
    people: Sequence[Row] = ()


def paginate(
    groups: Sequence[Group[Row]], *, spare: int = 0, spare_heading: str = ""
) -> list[Page[Row]]:
    """All pages; the last one has room for the closing and, if there are any, rows above it.

    `spare` empty lines follow, under `spare_heading`.
    """
    pages = _fill(groups, spare, spare_heading, break_before=0)
    last = pages[-1]
    is_lonely = len(pages) > 1 and last.lines < _ROWS_BEFORE_CLOSING
    if is_lonely or not last.has_room(CLOSING):
        lines = sum(len(group.people) for group in groups) + spare
        break_before = lines - _ROWS_BEFORE_CLOSING + 1
        pages = _fill(groups, spare, spare_heading, break_before=break_before)
    return pages


def _fill(
    groups: Sequence[Group[Row]], spare: int, spare_heading: str, *, break_before: int
) -> list[Page[Row]]:
    """Page after page; whatever the room, one begins with line number `break_before`."""
    pages: list[Page[Row]] = [Page(1)]
    number = 0
    for group, people in _stretches(groups, spare, spare_heading):
        if number + 1 == break_before or not pages[-1].has_room(_least(group, len(people))):
            pages.append(Page(len(pages) + 1))
        _add_heading(pages[-1], group, continued=False)
        for person in people:
            number += 1
            page = pages[-1]
            is_first = not page.strips or isinstance(page.strips[-1], Heading)
            if not page.has_room(ROW) or (number == break_before and not is_first):
                page = Page(len(pages) + 1)
                pages.append(page)
                _add_heading(page, group, continued=True)
            page.strips.append(Line(page.bottom, person, number))
    return pages


def _stretches(
    groups: Sequence[Group[Row]], spare: int, heading: str
) -> Iterator[tuple[Group[Row], Sequence[Row | None]]]:
    for group in groups:
        yield group, group.people
    if spare:
        yield _Nobody(heading), [None] * spare


def _least(group: Group[Row], lines: int) -> float:
    rows = min(lines, _ROWS_AFTER_HEADING) * ROW
    return rows + (HEADING if group.heading else 0)


def _add_heading(page: Page[Row], group: Group[Row], *, continued: bool) -> None:
    if group.heading:
        page.strips.append(Heading(page.bottom, group, continued))
