from __future__ import annotations

from fairapp.badges.groups import Group, Sheet, groups, sheets
from fairapp.badges.queries import Order, Selection, badge_ids
from fairapp.core.db import db
from fairapp.registration.models import Delegation
from tests.checkin.conftest import Fair


def test_sheets_of_one_batch_are_full_but_the_last() -> None:
    assert list(sheets(9, 4)) == [Sheet(0, 4), Sheet(4, 8), Sheet(8, 9)]


def test_each_group_begins_on_a_sheet_of_its_own() -> None:
    one, other = Group("Labé", 5), Group("Kankan", 1)
    assert list(sheets(6, 4, [one, other])) == [
        *(Sheet(0, 0, one), Sheet(0, 4), Sheet(4, 5)),
        *(Sheet(5, 5, other), Sheet(5, 6)),
    ]


def test_groups_follow_the_order(fair: Fair) -> None:
    labe = Delegation(event_id=fair.event.id, code="LAB", name="Labé")
    db.session.add(labe)
    db.session.flush()
    fair.badge(fair.person("Aly Sow", "officiel", delegation_id=labe.id))
    fair.badge(fair.person("Aïcha Bah", delegation_id=labe.id))
    fair.badge(fair.person("Fanta Diallo"))
    for order, expected in (
        (Order.DELEGATION, [("Labé", 2), ("", 1)]),
        (Order.CATEGORY, [("ONG et associations", 2), ("Officiels", 1)]),
    ):
        found = groups(badge_ids(fair.event, Selection(order=order)), order)
        assert [(group.name, group.count) for group in found] == expected
