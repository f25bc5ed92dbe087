"""A blank badge scanned, and somebody registered with it: one arrival, however that travels."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from fairapp.badges.queries import in_force
from fairapp.checkin.items import Outcome, ScanItem
from fairapp.checkin.presence import figures
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, scan, undoing
from tests.checkin.test_arrivals import registered, send, walk_in

EARLIER, LATER = MORNING - timedelta(minutes=5), MORNING - timedelta(minutes=4)

# How the two scans come: in which uploads, and in which order.
Journey = Callable[[ScanItem, ScanItem], list[list[ScanItem]]]
JOURNEYS: dict[str, Journey] = {
    "one upload": lambda blank, given: [[blank, given]],
    "one upload, the other way round": lambda blank, given: [[given, blank]],
    "two uploads": lambda blank, given: [[blank], [given]],
    "two uploads, the other way round": lambda blank, given: [[given], [blank]],
    "the upload repeated": lambda blank, given: [[blank, given], [blank, given]],
    "repeated with what came after": lambda blank, given: [[blank], [blank, given]],
    "each repeated alone": lambda blank, given: [[given, blank], [blank], [given]],
}


@pytest.mark.parametrize("journey", JOURNEYS.values(), ids=list(JOURNEYS))
@pytest.mark.parametrize("is_one_phone", [True, False], ids=["one phone", "two phones"])
def test_a_blank_badge_and_its_registration_are_one_arrival(
    fair: Fair, journey: Journey, is_one_phone: bool
) -> None:
    badge = fair.badge(blank=True)
    blank = scan(badge, scanned_at=EARLIER, device_verdict="blank")
    given = scan(f"n:{badge.number}", scanned_at=LATER, walk_in=walk_in())
    device, other = fair.device("P1"), fair.device("P2")

    told: dict[str | None, Outcome] = {}
    for upload in journey(blank, given):
        sender = device if is_one_phone or given in upload else other
        for outcome in send(fair, *upload, device=sender):
            told[outcome.uuid] = outcome

    [person] = registered()
    assert in_force(person) == badge
    assert told[given.uuid].verdict == "admitted"
    first = told[blank.uuid]
    assert (first.verdict, first.reason, first.is_entry) == ("blank", "unclaimed", False)
    # Whoever scanned it is told of nobody.
    assert (first.registration_id, first.name) == (None, "")
    found = figures(fair.event)
    assert (found.unique, found.person_days, found.entries) == (1, 1, 1)


def test_what_is_scanned_after_it_was_given_counts(fair: Fair) -> None:
    badge = fair.badge(blank=True)
    blank = scan(badge, scanned_at=EARLIER)
    given = scan(badge, scanned_at=LATER, walk_in=walk_in())
    again = scan(badge, scanned_at=LATER + timedelta(minutes=1))
    door = scan(badge, scanned_at=LATER + timedelta(minutes=2), checkpoint="S1")

    outcomes = send(fair, door, again, given, blank)

    assert [o.verdict for o in outcomes] == ["admitted", "again", "admitted", "blank"]
    assert figures(fair.event).entries == 2


def test_scans_of_one_moment_keep_the_order_of_the_phone(fair: Fair) -> None:
    badge, ahead = fair.badge(blank=True), MORNING + timedelta(hours=1)
    # The clock was set back before they were sent: all of them happened when they came.
    items = [
        scan(badge, scanned_at=ahead),
        scan(badge, scanned_at=ahead, walk_in=walk_in()),
        scan(badge, scanned_at=ahead, checkpoint="S1"),
    ]

    assert [o.verdict for o in send(fair, *items)] == ["blank", "admitted", "admitted"]


@pytest.mark.parametrize(
    ("shown", "verdict"), [("admitted", "admitted"), ("again", "admitted"), ("blank", "blank")]
)
def test_a_phone_that_let_the_holder_in_knew_the_badge(
    fair: Fair, shown: str, verdict: str
) -> None:
    badge = fair.badge(blank=True)
    send(fair, scan(badge, scanned_at=LATER, walk_in=walk_in()))

    # Its clock is behind, so that it seems to have been there first.
    [outcome] = send(fair, scan(badge, scanned_at=EARLIER, checkpoint="S1", device_verdict=shown))

    assert outcome.verdict == verdict


def test_the_other_of_two_people_with_one_badge_comes_in_as_well(fair: Fair) -> None:
    badge = fair.badge(blank=True)
    # The one who came later is told of first, and has the badge.
    send(fair, scan(badge, scanned_at=LATER, walk_in=walk_in("Ibrahima Bah")))

    [outcome] = send(fair, scan(badge, scanned_at=EARLIER, walk_in=walk_in("Mariama Diallo")))

    assert (outcome.verdict, outcome.reason) == ("admitted", "badge_taken")
    assert figures(fair.event).unique == 2


def test_an_arrival_that_is_taken_back_leaves_the_badge_given(fair: Fair) -> None:
    badge, device = fair.badge(blank=True), fair.device("P1")
    given = scan(badge, scanned_at=LATER, walk_in=walk_in())
    send(fair, given, undoing(given), device=device)

    blank, after = send(
        fair, scan(badge, scanned_at=EARLIER), scan(badge, scanned_at=MORNING), device=device
    )

    assert (blank.verdict, after.verdict) == ("blank", "admitted")
    assert figures(fair.event).entries == 1


def test_a_registration_at_no_checkpoint_hides_no_scan_after_it(fair: Fair) -> None:
    badge = fair.badge(blank=True)
    nowhere = scan(badge, scanned_at=EARLIER, checkpoint="NONE", walk_in=walk_in())

    refused, after = send(fair, nowhere, scan(badge, scanned_at=LATER))

    assert (refused.status, refused.reason, after.verdict) == ("invalid", "checkpoint", "admitted")
    assert db.session.get_one(type(badge), badge.id).registration_id == registered()[0].id
