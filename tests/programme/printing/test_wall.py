"""Where sessions stand on the wall grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import combinations, pairwise

from fairapp.programme.printing import wall
from fairapp.programme.printing.wall import Box, Sheet, sheets


@dataclass(frozen=True)
class Timed:
    name: str
    starts_at: datetime
    ends_at: datetime
    room_code: str


def timed(name: str, start: str, end: str, room: str) -> Timed:
    return Timed(name, _at(start), _at(end), room)


def _at(clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 12, 2, int(hour), int(minute), tzinfo=UTC)


def laid(items: list[Timed], rooms: list[str]) -> list[Sheet[Timed]]:
    return sheets(items, rooms, for_all=lambda item: item.room_code == "all")


def overlap(one: Box[Timed], other: Box[Timed]) -> bool:
    return (
        one.start < other.start + other.width
        and other.start < one.start + one.width
        and one.top < other.top + other.height
        and other.top < one.top + one.height
    )


def test_longer_sessions_are_higher_and_the_page_is_filled() -> None:
    (sheet,) = laid([timed("a", "09:00", "10:30", "A"), timed("b", "10:30", "10:45", "A")], ["A"])
    first, second = sheet.boxes
    assert first.height > 3 * second.height >= 3 * (wall.LEAST - wall.GAP)
    assert first.top == wall.TOP + wall.GAP / 2
    assert round(second.top + second.height + wall.GAP / 2, 6) == wall.HEIGHT - wall.BOTTOM


def test_rooms_are_columns_in_their_order_and_unused_ones_are_left_out() -> None:
    (sheet,) = laid(
        [timed("b", "09:00", "10:00", "B"), timed("a", "09:00", "10:00", "A")], ["A", "X", "B"]
    )
    assert sheet.rooms == ("A", "B")
    starts = {box.item.name: box.start for box in sheet.boxes}
    assert starts["a"] < starts["b"]


def test_meal_is_a_band_across_all_rooms() -> None:
    (sheet,) = laid(
        [
            timed("a", "09:00", "10:00", "A"),
            timed("b", "09:00", "10:00", "B"),
            timed("meal", "10:00", "11:00", "all"),
        ],
        ["A", "B", "all"],
    )
    meal = next(box for box in sheet.boxes if box.item.name == "meal")
    assert meal.is_band
    assert round(meal.width + wall.GAP, 6) == round(2 * sheet.column, 6)


def test_sessions_that_overlap_in_a_room_share_its_column() -> None:
    (sheet,) = laid(
        [timed("one", "09:00", "10:00", "A"), timed("two", "09:30", "10:30", "A")], ["A"]
    )
    assert len(sheet.boxes) == 2
    assert not overlap(*sheet.boxes)


def test_twenty_rooms_are_two_pages_with_each_session_once_and_none_on_another() -> None:
    rooms = [f"R{n:02d}" for n in range(20)]
    items = [
        timed(f"{room} {hour}", f"{hour:02d}:{minute:02d}", f"{hour + 1:02d}:{minute:02d}", room)
        for number, room in enumerate(rooms)
        for hour in (8, 9, 10)
        for minute in (5 * (number % 6),)
    ]
    pages = laid(items, rooms)
    assert [len(page.rooms) for page in pages] == [10, 10]
    names = [box.item.name for page in pages for box in page.boxes]
    assert sorted(names) == sorted(item.name for item in items)
    for page in pages:
        assert not any(overlap(*pair) for pair in combinations(page.boxes, 2))
        assert all(box.start + box.width <= wall.WIDTH - wall.SIDE for box in page.boxes)


def test_labels_of_the_clock_do_not_meet() -> None:
    items = [timed(f"{n}", f"09:{n:02d}", f"09:{n + 1:02d}", "A") for n in range(58)]
    items.append(timed("long", "10:00", "19:00", "A"))
    (sheet,) = laid(items, ["A"])
    tops = [top for _moment, top, has_label in sheet.lines if has_label]
    assert all(later - earlier >= 3.4 for earlier, later in pairwise(tops))
    assert sheet.lines[0][2]


def test_day_without_sessions_has_no_page() -> None:
    assert laid([], ["A"]) == []
