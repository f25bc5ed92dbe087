"""Three days of scans: curves, noise, mistakes, outages and wrong clocks."""

from collections import Counter
from datetime import timedelta

import pytest

from fairapp.demo.arrivals import RECOVERED_FROM_PAPER, method_shares
from fairapp.demo.days import DAYS, at
from fairapp.demo.devices import attended_sessions
from fairapp.demo.doors import attendance


def base(device):
    return device.split("-")[0] if device[0] != "D" else device


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


def test_corrected_time_is_device_time_plus_offset(plan):
    for scan in plan.scans:
        assert scan.device_at + timedelta(milliseconds=scan.offset_ms) == scan.occurred_at
        assert scan.received_at > scan.occurred_at


@pytest.mark.parametrize("device, seconds", [("G1", 0), ("G2", -420), ("G3", 185)])
def test_wrong_clocks(plan, numbers, device, seconds):
    assert numbers["device_clocks"][device] == seconds
    scans = [s for s in plan.scans if base(s.device) == device]
    assert scans
    assert {(s.device_at - s.occurred_at).total_seconds() for s in scans} == {seconds}


def test_time_zone_of_the_tablet_is_wrong_until_nine(plan):
    live = [s for s in plan.scans if base(s.device) == "T1" and s.method != "paper"]
    early = [s for s in live if s.occurred_at < at(1, "09:00")]
    assert early
    assert {s.offset_ms for s in early} == {3_600_000}
    assert {s.offset_ms for s in live if s not in early} == {0}


@pytest.mark.parametrize(
    "device, day, start, end, sync",
    [
        ("G1", 1, "08:20", "09:10", "09:12"),
        ("G2", 1, "08:20", "09:10", "09:12"),
        ("G3", 3, "14:30", "18:30", "19:05"),
    ],
)
def test_offline_gates_send_later(plan, device, day, start, end, sync):
    kept = [
        s
        for s in plan.scans
        if base(s.device) == device and at(day, start) <= s.occurred_at < at(day, end)
    ]
    assert len(kept) >= 12 * plan.scale
    assert all(s.offline and at(day, sync) <= s.received_at < at(day, "19:06") for s in kept)
    assert all(s.method in ("qr", "typed") for s in kept), "a gate without network cannot search"


def test_only_outages_delay_scans(plan):
    live = [s for s in plan.scans if not s.offline and s.method != "paper"]
    assert all(s.received_at - s.occurred_at < timedelta(seconds=3) for s in live)


def test_lost_phone_of_g2_is_recovered_from_paper(plan):
    recovered = [s for s in plan.scans if s.recovered]
    assert len(recovered) == RECOVERED_FROM_PAPER * plan.scale
    for scan in recovered:
        assert (scan.checkpoint, scan.method, base(scan.device)) == ("G2", "paper", "T1")
        assert scan.occurred_at.date() == at(2, "12:00").date()
        assert scan.occurred_at.second == 0
        assert scan.received_at > at(2, "18:45")
    assert not any(base(s.device) == "G2" for s in plan.scans if s.occurred_at > at(2, "00:00"))
    assert sum(d.lost_at is not None for d in plan.devices) == plan.scale


def test_device_sequences_have_no_gap(plan):
    for code in {s.device for s in plan.scans}:
        numbers = sorted(s.seq for s in plan.scans if s.device == code)
        assert numbers == list(range(1, len(numbers) + 1))
    assert {s.device for s in plan.scans} <= {d.code for d in plan.devices}


def test_staff_is_scanned_and_never_among_people(plan):
    staff = {p.key for p in plan.staff}
    scans = [s for s in plan.scans if s.person in staff]
    assert len(scans) == 3 * 24 * plan.scale
    assert staff.isdisjoint(p.key for p in plan.people)


def test_sessions_are_attended_after_the_entry_and_by_their_share(plan, numbers, first_entries):
    for session in attended_sessions():
        scans = [s for s in plan.scans if s.checkpoint == f"S-{session['id']}"]
        present = numbers["unique_per_day"][f"day{session['day']}"]
        assert len(scans) == attendance(session, present) * plan.scale
        assert len({s.person for s in scans}) == len(scans)
        for scan in scans:
            entered = first_entries[scan.person, session["day"]].occurred_at
            assert entered < scan.occurred_at < at(session["day"], session["end"])
    opening = sum(s.checkpoint == "S-J1-02" for s in plan.scans)
    assert opening == round(0.93 * 352) * plan.scale


def test_nobody_attends_two_parallel_sessions(plan):
    for group in (("J1-07", "J1-08", "J1-09"), ("J2-08", "J2-09", "J2-10")):
        doors = {f"S-{name}" for name in group}
        people = [s.person for s in plan.scans if s.checkpoint in doors]
        assert len(people) == len(set(people))


def test_stand_visits(plan, first_entries):
    visits = [s for s in plan.scans if s.checkpoint.startswith("K")]
    visitors = {s.person for s in visits}
    assert len(visitors) == round(0.62 * 400) * plan.scale
    assert len(visits) == round(3.4 * 248) * plan.scale
    assert len({(s.person, s.checkpoint) for s in visits}) == len(visits)
    for scan in visits:
        entered = first_entries[scan.person, scan.occurred_at.day - 1].occurred_at
        assert entered < scan.occurred_at


def test_tallies(plan, numbers):
    totals = Counter()
    for tally in plan.tallies:
        totals[tally.session] += tally.total
    assert totals == {r["session"]: r["n"] * plan.scale for r in numbers["tallies_without_names"]}
