"""Three days at the entrances: arrival curves, second entries, mistakes, badges refused."""

from collections import Counter
from datetime import timedelta

import pytest

from fairapp.demo.arrivals import RECOVERED_FROM_PAPER, method_shares
from fairapp.demo.days import DAYS, at


@pytest.mark.parametrize("day", DAYS)
def test_arrival_curve_of_the_day(plan, numbers, first_entries, day):
    times = [s.occurred_at for (_, on), s in first_entries.items() if on == day]
    windows = numbers["arrival_curves"][f"day{day}"]
    found = [sum(at(day, w["from"]) <= t < at(day, w["to"]) for t in times) for w in windows]
    assert found == [w["n"] * plan.scale for w in windows]
    assert sum(found) == len(times) == numbers["unique_per_day"][f"day{day}"] * plan.scale


def test_scans_tell_the_same_presence_as_the_matrices(plan, first_entries):
    days = {person.key: person.slot.days for person in plan.attendees}
    seen = {}
    for person, day in first_entries:
        seen[person] = (*seen.get(person, ()), day)
    assert {person: tuple(sorted(on)) for person, on in seen.items()} == days


def test_first_45_minutes_and_buses_of_day_1(plan, first_entries):
    times = [s.occurred_at for (_, on), s in first_entries.items() if on == 1]

    def between(start, seconds):
        return sum(at(1, start) <= t < at(1, start) + timedelta(seconds=seconds) for t in times)

    assert between("08:00", 2700) == 162 * plan.scale
    assert between("08:17", 180) >= 28 * plan.scale
    assert between("08:34", 180) >= 22 * plan.scale


def test_gate_closed_for_the_minister(plan, entries):
    main = [s.occurred_at for s in entries if s.checkpoint in ("G1", "G2")]
    assert not any(at(1, "10:05") <= t < at(1, "10:17") for t in main)
    waited = [s for s in entries if at(1, "10:17") <= s.occurred_at < at(1, "10:25")]
    assert len(waited) >= 19 * plan.scale


@pytest.mark.parametrize("day", DAYS)
def test_methods_of_first_entries(plan, numbers, first_entries, day):
    scans = [s for (_, on), s in first_entries.items() if on == day]
    found = Counter("qr" if s.method == "typed" else s.method for s in scans)
    on_site = (
        numbers["walk_in_first_day"][f"day{day}"],
        numbers["substitute_first_day"][f"day{day}"],
    )
    recovered = RECOVERED_FROM_PAPER if day == 2 else 0
    wanted = method_shares(day, len(scans) // plan.scale - sum(on_site) - recovered)
    wanted |= {"walk_in": on_site[0], "substitute": on_site[1]}
    wanted["paper"] += recovered
    assert found == {method: n * plan.scale for method, n in wanted.items()}
    if day == 1:
        shares = numbers["scan_method_share_day1"].values()
        assert [round(share * 352) for share in shares] == [127, 151, 39, 28, 7]
        assert wanted == dict(qr=127, search=151, walk_in=39, substitute=28, paper=7)


@pytest.mark.parametrize("day, second, double", [(1, 77, 14), (2, 70, 13), (3, 71, 13)])
def test_second_entries_and_doubles(plan, entries, first_entries, day, second, double):
    """22 % come in again, 4 % are scanned twice within a minute."""
    later = [
        scan.occurred_at - first.occurred_at
        for scan in entries
        if scan is not (first := first_entries[scan.person, scan.occurred_at.day - 1])
        and scan.occurred_at.day - 1 == day
    ]
    minute = timedelta(seconds=60)
    assert sum(gap < minute for gap in later) == double * plan.scale
    assert sum(gap >= minute for gap in later) == second * plan.scale


def test_again_is_said_of_who_is_already_in(plan, entries):
    groups = {point.code: point.group for point in plan.checkpoints}
    ranks = {person.key: person.work.protocol_rank for person in plan.people}
    inside = set()
    for scan in entries:
        place = (scan.person, scan.occurred_at.date(), groups[scan.checkpoint])
        new = "admitted" if ranks[scan.person] is None else "ask"
        assert scan.verdict == ("again" if place in inside else new)
        assert bool(scan.override) == (scan.verdict == "ask")
        inside.add(place)


def test_mistakes_are_undone_and_the_right_person_follows(plan, numbers, first_entries):
    scans = {scan.uuid: scan for scan in plan.scans}
    undos = [scan for scan in plan.scans if scan.kind == "undo"]
    assert len(undos) == numbers["scan_noise"]["wrong_person_then_undone"] * plan.scale
    names = {p.key: p.name.full for p in plan.people}
    homonyms = 0
    for undo in undos:
        wrong = scans[undo.undoes]
        assert (wrong.person, wrong.device) == (undo.person, undo.device)
        assert wrong.occurred_at < undo.occurred_at
        soon = undo.occurred_at + timedelta(seconds=60)
        right = [
            key
            for (key, _), first in first_entries.items()
            if first.device == undo.device and undo.occurred_at < first.occurred_at < soon
        ]
        homonyms += any(names[key] == names[wrong.person] for key in right)
        assert any(names[key].split()[0] == names[wrong.person].split()[0] for key in right)
    corrected = numbers["undo_and_corrections"]["checked_in_wrong_homonym_then_corrected"]
    assert homonyms == corrected * plan.scale


def test_unknown_codes_and_revoked_badges_are_no_entries(plan, numbers):
    unknown = [s for s in plan.scans if s.verdict == "unknown"]
    assert len(unknown) == numbers["scan_noise"]["scan_of_other_event_or_random_qr"] * plan.scale
    assert all(s.code and s.person is None and s.badge is None for s in unknown)
    badges = {badge.key: badge for badge in plan.badges}
    refused = [s for s in plan.scans if s.verdict == "refused"]
    assert len(refused) == 4 * plan.scale
    assert all(badges[s.badge].revoked_at < s.occurred_at for s in refused)


def test_accepted_scans_show_a_badge_that_was_valid_then(plan):
    badges = {badge.key: badge for badge in plan.badges}
    for scan in plan.scans:
        if scan.badge is not None and scan.verdict != "refused":
            badge = badges[scan.badge]
            assert badge.person == scan.person
            assert badge.collected_at <= scan.occurred_at
            assert badge.revoked_at is None or scan.occurred_at < badge.revoked_at


def test_few_leave_with_a_scan(plan, numbers):
    leaving = Counter(s.occurred_at.day - 1 for s in plan.scans if s.kind == "out")
    present = numbers["unique_per_day"]
    assert leaving == {d: round(0.15 * present[f"day{d}"]) * plan.scale for d in DAYS}
