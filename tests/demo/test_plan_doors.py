"""Sessions, stands, tallies and staff: scans and counts that make nobody a participant."""

from collections import Counter

from fairapp.demo.days import at
from fairapp.demo.devices import attended_sessions
from fairapp.demo.doors import attendance


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
