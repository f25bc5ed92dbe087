"""Two people hold each other's badge; a badge is lost: what the gates say then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fairapp.badges import actions as badges
from fairapp.badges.swaps import swap
from fairapp.checkin.models import Scan
from fairapp.checkin.roster.difference import whole
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from tests.checkin.conftest import MORNING, Fair, scan
from tests.checkin.roster.phones import Phone, from_scratch
from tests.checkin.test_actions import send, verdicts

# Of an entry: after the badge's code and number, how it stands (decision 16).
STANDING, REVOKED = 14, 0x80


def test_each_badge_opens_for_its_holder_and_scans_stay(fair: Fair) -> None:
    mariama, aly = fair.person("Mariama Diallo"), fair.person("Aly Sow")
    one, other = fair.badge(mariama), fair.badge(aly)
    send(fair, scan(one))
    swap(one, other, actor=fair.user("badges"), at=MORNING + timedelta(hours=1))
    assert (one.registration_id, other.registration_id) == (aly.id, mariama.id)
    later = MORNING + timedelta(hours=2)
    outcomes = send(fair, scan(one, scanned_at=later))
    scans = list(db.session.query(Scan).order_by(Scan.id))
    assert [found.registration_id for found in scans] == [mariama.id, aly.id]
    assert verdicts(outcomes) == [("admitted", "")]


@pytest.mark.parametrize("case", ["same", "revoked", "blank"])
def test_only_two_badges_of_two_people_are_swapped(fair: Fair, case: str) -> None:
    one = fair.badge()
    other = {"same": lambda: one, "revoked": fair.badge, "blank": lambda: fair.badge(blank=True)}[
        case
    ]()
    if case == "revoked":
        badges.revoke(other, reason="lost", actor=None, at=MORNING)
    holders = (one.registration_id, other.registration_id)
    with pytest.raises(DomainError) as refused:
        swap(one, other, actor=None, at=MORNING)
    assert refused.value.code == case
    assert (one.registration_id, other.registration_id) == holders


def test_lost_badge_is_refused_and_phones_are_told(fair: Fair) -> None:
    badge, phone = fair.badge(), Phone()
    db.session.commit()
    phone.take(whole(fair.event.id, 0))
    before = dict(phone.entries)
    new = badges.replace(badge, reason="lost", actor=None, at=MORNING - timedelta(hours=1))
    db.session.commit()
    phone.take(whole(fair.event.id, phone.revision))
    assert phone.entries == from_scratch(fair.event.id)
    outcomes = send(fair, scan(badge), scan(new))
    assert verdicts(outcomes) == [("refused", "badge_revoked"), ("admitted", "")]
    (code,) = before
    assert not before[code][STANDING] & REVOKED
    assert phone.entries[code][STANDING] & REVOKED
