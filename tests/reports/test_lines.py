from __future__ import annotations

import pytest

from fairapp.core.pdf_measure import POINT, width
from fairapp.events.models import EventDay
from fairapp.reports.attendance.columns import Column, columns
from fairapp.reports.attendance.listing import Grouping, Shape
from fairapp.reports.attendance.scope import Scope
from fairapp.reports.lines import PADDING, SMALL, TYPES, USUAL, Row, set_row
from fairapp.reports.spaces import space

COLUMNS = columns(Scope(EventDay()), Shape(Grouping.CATEGORY, contacts=True))
FAMILY, GIVEN = COLUMNS[1], COLUMNS[2]


def starts(line: str, texts: list[str], size: float) -> list[float]:
    """Where each of `texts` begins on `line`, in millimetres from its left."""
    return [width(line[: line.index(text)], bold=False) * size * POINT for text in texts]


def test_texts_of_one_line_begin_at_their_columns() -> None:
    cells = {"number": "17", "family": "DIALLO", "given": "Fatoumata", "sex": "H", "time": "08:31"}

    (lines,) = set_row(cells, COLUMNS).lines

    assert lines.type is USUAL
    assert (lines.first, lines.step) == (1, 2)  # one line, in the middle
    expected = [column.left for column in COLUMNS if column.key in cells]
    assert starts(lines.text, list(cells.values()), USUAL.size) == pytest.approx(expected, abs=0.03)


def test_two_lines_stand_above_and_below_the_middle() -> None:
    cells = {"number": "1", "organisation": "Direction centrale de la sécurité publique"}

    (lines,) = set_row(cells, COLUMNS).lines

    upper, middle, lower = lines.text.split("\n")
    assert upper.strip() == "Direction centrale de"
    assert middle.strip() == "1"
    assert lower.strip() == "la sécurité publique"
    assert (lines.first, lines.step) == (0, 1)


def test_longer_texts_are_set_smaller() -> None:
    long = "Coalition nationale pour les droits et la citoyenneté des femmes de Guinée forestière"

    row = set_row({"number": "1", "organisation": long}, COLUMNS)

    assert [lines.type for lines in row.lines] == [USUAL, SMALL]
    assert row.lines[1].text.split() == long.split()


@pytest.mark.parametrize(
    "text",
    [
        "Kourouma-Béavogui dit Zézé Kpogomou Haba Loua Guilavogui Onivogui",
        "Wolfeschlegelsteinhausenbergerdorff" * 3,
        "M'Mah",
        "ߝߊ߬ߕߎ߬ߡߊߕߊ ߓߊ߲߬ ߞߎ߬ߙߎ߬ߡߊ߬ ߛߎ߬ߡߊ߬ߥߙߏ",
        "𞤃𞤢𞤥𞤢𞤣𞤵 𞤄𞤢𞥄𞤸 𞤃𞤢𞤥𞤢𞤣𞤵 𞤄𞤢𞥄𞤸 𞤃𞤢𞤥𞤢𞤣𞤵 𞤄𞤢𞥄𞤸",
        "فاطمة الزهراء بنت عبد الرحمن الحاج محمد الأمين",
        "x" * 250,
    ],
)
def test_nothing_is_wider_than_its_cell(text: str) -> None:
    room = FAMILY.width - 2 * PADDING

    row = set_row({"number": "1", "family": text}, COLUMNS)

    for shown, size in _shown(row, FAMILY):
        assert width(shown, bold=False) * size * POINT <= room + 0.05


def test_only_what_cannot_fit_at_all_is_cut() -> None:
    name = "Kourouma-Béavogui dit Zézé Kpogomou Haba"

    whole = set_row({"family": name}, COLUMNS)
    cut = set_row({"family": "x" * 250}, COLUMNS)

    assert " ".join(text for text, _ in _shown(whole, FAMILY)).split() == name.split()
    assert "".join(text for text, _ in _shown(cut, FAMILY)).endswith("…")


def test_given_lines_are_kept_as_lines() -> None:
    contact = ("622 12 34 56", "fatoumata.binta.diallo", "@example.org")

    row = set_row({"contact": contact}, COLUMNS)

    (lines,) = row.lines
    assert lines.type is SMALL
    assert [line.strip() for line in lines.text.split("\n")] == list(contact)
    assert (lines.first, lines.step) == (0, 2)


def test_name_from_right_to_left_has_no_say_in_its_row() -> None:
    (lines,) = set_row({"family": "ديالو", "given": "فاطمة"}, COLUMNS).lines

    assert "\u2067\u200fديالو\u2069" in lines.text
    assert "\u2067\u200fفاطمة\u2069" in lines.text


def test_tabs_line_feeds_and_overrides_of_a_hostile_name_do_nothing() -> None:
    (lines,) = set_row({"family": "DIAL\u202eLO\n\t\tx", "given": "Fatou"}, COLUMNS).lines

    assert lines.text.split() == ["DIALLO", "x", "Fatou"]
    assert "\n" not in lines.text


def test_types_leave_room_in_a_row() -> None:
    assert all(kind.height <= 9 for kind in TYPES)


def _shown(row: Row, column: Column) -> list[tuple[str, float]]:
    """Each text of the column with its size; the row has no other text than a number."""
    blank = (
        "".join(space(tenths / 10, 7.5) for tenths in range(100)) + "\u2066\u2067\u2069\u200e\u200f"
    )
    texts = [
        (line.strip(blank), lines.type.size)
        for lines in row.lines
        for line in lines.text.split("\n")
    ]
    found = [(text, size) for text, size in texts if text not in {"", "1"}]
    return found + [(line, one.fit.size) for one in row.alone for line in one.fit.lines]
