"""Timeline and grid."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from fairapp.programme.layout import Grid, grid, now_and_next, slots


@dataclass(frozen=True)
class Thing:
    name: str
    start: str
    end: str
    room_code: str = "A"

    @property
    def starts_at(self) -> datetime:
        return moment(self.start)

    @property
    def ends_at(self) -> datetime:
        return moment(self.end)


def moment(clock: str) -> datetime:
    return datetime.fromisoformat(f"2026-12-02T{clock}").replace(tzinfo=UTC)


def drawn(laid: Grid[Thing]) -> list[str]:
    """A line of text for each line: `09:00 talk×2 .×1`; a band stands between brackets."""
    lines = []
    for line in laid.lines:
        cells = []
        for cell in line.cells:
            names = "+".join(thing.name for thing in cell.entries) or "."
            cells.append(f"[{names}]×{cell.span}" if cell.is_band else f"{names}×{cell.span}")
        lines.append(" ".join([f"{line.at:%H:%M}", *cells]))
    return lines


def nobody(thing: Thing) -> bool:
    return False


def test_slots_put_together_what_begins_together() -> None:
    things = [
        Thing("a", "09:00", "10:00"),
        Thing("b", "09:00", "11:00"),
        Thing("c", "10:00", "12:00"),
    ]
    assert [
        (f"{slot.starts_at:%H:%M}", f"{slot.ends_at:%H:%M}", [t.name for t in slot.entries])
        for slot in slots(things)
    ] == [("09:00", "11:00", ["a", "b"]), ("10:00", "12:00", ["c"])]


def test_grid_of_nothing_is_empty() -> None:
    laid: Grid[Thing] = grid([], ["A"], for_all=nobody)
    assert (laid.rooms, laid.lines) == ([], [])


def test_grid_spans_the_lines_of_its_neighbours() -> None:
    things = [
        Thing("long", "09:00", "11:00", "A"),
        Thing("one", "09:00", "10:00", "B"),
        Thing("two", "10:00", "11:00", "B"),
    ]
    laid = grid(things, ["A", "B", "unused"], for_all=nobody)
    assert laid.rooms == ["A", "B"]
    assert drawn(laid) == ["09:00 long×2 one×1", "10:00 two×1"]


def test_grid_leaves_free_time_free() -> None:
    things = [Thing("a", "09:00", "10:00", "A"), Thing("b", "11:00", "12:00", "B")]
    laid = grid(things, ["A", "B"], for_all=nobody)
    assert drawn(laid) == ["09:00 a×1 .×2", "10:00 .×2", "11:00 b×1"]


def test_sessions_that_overlap_in_one_room_share_a_cell() -> None:
    things = [
        Thing("a", "09:00", "10:30"),
        Thing("b", "10:00", "11:00"),
        Thing("c", "11:00", "12:00"),
    ]
    assert drawn(grid(things, ["A"], for_all=nobody)) == [
        "09:00 a+b×3",
        "10:00",
        "10:30",
        "11:00 c×1",
    ]


def test_session_without_a_room_has_the_last_column() -> None:
    things = [Thing("a", "09:00", "10:00", ""), Thing("b", "09:00", "10:00", "A")]
    laid = grid(things, ["A"], for_all=nobody)
    assert laid.rooms == ["A", ""]
    assert drawn(laid) == ["09:00 b×1 a×1"]


def test_meal_alone_is_a_band_and_needs_no_column() -> None:
    things = [
        Thing("a", "09:00", "10:00", "A"),
        Thing("b", "09:00", "10:00", "B"),
        Thing("meal", "10:00", "11:00", "R"),
        Thing("c", "11:00", "12:00", "B"),
    ]
    laid = grid(things, ["A", "B", "R"], for_all=lambda thing: thing.name == "meal")
    assert laid.rooms == ["A", "B"]
    assert drawn(laid) == ["09:00 a×1 b×1", "10:00 [meal]×1", "11:00 .×1 c×1"]


def test_meal_beside_something_is_in_its_room() -> None:
    things = [Thing("a", "09:00", "10:00", "A"), Thing("meal", "09:30", "11:00", "R")]
    laid = grid(things, ["A", "R"], for_all=lambda thing: thing.name == "meal")
    assert laid.rooms == ["A", "R"]
    assert drawn(laid) == ["09:00 a×2 .×1", "09:30 meal×2", "10:00 .×1"]


def test_every_line_fills_every_column() -> None:
    things = [
        Thing("a", "09:00", "10:00", "A"),
        Thing("b", "09:30", "11:00", "B"),
        Thing("c", "10:15", "10:45", "A"),
        Thing("meal", "11:00", "12:00", "R"),
        Thing("d", "12:00", "13:00", "A"),
    ]
    laid = grid(things, ["A", "B", "R"], for_all=lambda thing: thing.name == "meal")
    covered = sum(
        cell.span * (len(laid.rooms) if cell.is_band else 1)
        for line in laid.lines
        for cell in line.cells
    )
    assert covered == len(laid.lines) * len(laid.rooms)


def test_now_and_next() -> None:
    things = [
        Thing("a", "09:00", "10:00"),
        Thing("b", "09:30", "11:00"),
        Thing("c", "10:30", "11:00"),
        Thing("d", "10:30", "12:00"),
        Thing("e", "11:00", "12:00"),
    ]

    def seen(clock: str) -> tuple[str, str]:
        found = now_and_next(things, moment(clock))
        return "".join(t.name for t in found.now), "".join(t.name for t in found.next)

    assert seen("08:00") == ("", "a")
    assert seen("09:45") == ("ab", "cd")
    assert seen("10:00") == ("b", "cd")
    assert seen("11:30") == ("de", "")
    assert seen("12:00") == ("", "")
