from __future__ import annotations

from datetime import UTC, datetime

import pytest

from fairapp.reports.attendance.listing import Group
from fairapp.reports.attendance.people import Attendee
from fairapp.reports.paging import Heading, Line, Page, paginate
from fairapp.reports.ruling import CLOSING, FOOT_TOP


def people(number: int) -> tuple[Attendee, ...]:
    nobody = ("", "", "F", 30, "", "", "ONG", "O", 1, "", "Conakry", "", "", "", None)
    at = datetime(2026, 12, 2, 8, tzinfo=UTC)
    return tuple(Attendee(f"R{i}", f"N{i}", *nobody, at) for i in range(number))


def numbers(pages: list[Page]) -> list[int]:
    return [strip.number for page in pages for strip in page.strips if isinstance(strip, Line)]


@pytest.mark.parametrize("number", [1, 2, 11, 12, 16, 17, 18, 35, 36, 37, 38, 56, 57, 58, 400])
@pytest.mark.parametrize("heading", ["", "Jeunes leaders"])
def test_every_person_once_in_order_on_pages_that_do_not_overflow(
    number: int, heading: str
) -> None:
    pages = paginate([Group(heading, people(number))])

    assert numbers(pages) == list(range(1, number + 1))
    assert [page.number for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert page.bottom <= FOOT_TOP + 0.01
        assert page.people


@pytest.mark.parametrize("number", range(1, 80))
def test_closing_stands_under_people(number: int) -> None:
    last = paginate([Group("Jeunes leaders", people(number))])[-1]

    assert last.bottom + CLOSING <= FOOT_TOP + 0.01
    assert len(last.people) >= min(number, 3)


def test_full_page_has_twenty_lines_and_more() -> None:
    pages = paginate([Group("", people(200))])

    assert [len(page.people) for page in pages[:3]] == [19, 22, 22]


def test_heading_is_repeated_on_the_next_page_and_never_alone() -> None:
    groups = [Group("Un", people(17)), Group("Deux", people(30))]

    pages = paginate(groups)

    for page in pages:
        for strip, after in zip(page.strips, [*page.strips[1:], None], strict=True):
            if isinstance(strip, Heading):
                assert isinstance(after, Line)
    second = pages[1].strips[0]
    assert isinstance(second, Heading)
    assert (second.group.heading, second.continued) == ("Deux", False)
    third = pages[2].strips[0]
    assert isinstance(third, Heading)
    assert (third.group.heading, third.continued) == ("Deux", True)


def test_many_small_groups() -> None:
    groups = [Group(f"Délégation {n}", people(1)) for n in range(60)]

    pages = paginate(groups)

    assert numbers(pages) == list(range(1, 61))
    assert all(page.bottom <= FOOT_TOP + 0.01 for page in pages)
    assert not any(s.continued for page in pages for s in page.strips if isinstance(s, Heading))


def test_empty_list_is_one_page_with_its_closing() -> None:
    (page,) = paginate([])

    assert page.strips == []
    assert page.bottom + CLOSING < FOOT_TOP
