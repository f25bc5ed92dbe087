from __future__ import annotations

from itertools import pairwise, product

import pytest

from fairapp.events.models import EventDay
from fairapp.programme.models import Session
from fairapp.reports.attendance.columns import columns
from fairapp.reports.attendance.listing import Grouping, Shape
from fairapp.reports.attendance.scope import Half, Scope
from fairapp.reports.ruling import TABLE_WIDTH

DAY = Scope(EventDay())
SCOPES = {
    "day": DAY,
    "half": Scope(EventDay(), Half.MORNING),
    "session": Scope(EventDay(), session=Session()),
}
SHAPES = [
    Shape(grouping, contacts=contacts, badges=more, remarks=more, is_blank=blank)
    for grouping, contacts, more, blank in product(Grouping, *[(False, True)] * 3)
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("scope", SCOPES)
def test_columns_fill_the_sheet_and_leave_room_to_sign(scope: str, shape: Shape) -> None:
    found = columns(SCOPES[scope], shape)

    assert found[-1].left + found[-1].width == pytest.approx(TABLE_WIDTH, abs=0.01)
    assert all(
        one.left + one.width == pytest.approx(after.left, abs=0.01)
        for one, after in pairwise(found)
    )
    assert all(one.width >= 24 for one in found if one.is_signed)
    assert all(one.width >= 16 for one in found if one.key in {"family", "given", "organisation"})
    keys = {one.key for one in found}
    assert ("contact" in keys) == shape.contacts
    assert {"badge", "remarks"} & keys == ({"badge", "remarks"} if shape.badges else set())
    assert ("time" in keys) != shape.is_blank


def test_a_day_is_signed_for_twice_anything_else_once() -> None:
    def signed(scope: Scope) -> list[str]:
        return [one.key for one in columns(scope, Shape()) if one.is_signed]

    assert signed(DAY) == ["sign_morning", "sign_afternoon"]
    assert signed(SCOPES["half"]) == ["signature"]
    assert signed(SCOPES["session"]) == ["signature"]
