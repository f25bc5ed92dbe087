"""The demonstration fair in the database gives the figures of generator.json."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from fairapp.accounts.actions import verify
from fairapp.accounts.models import Role
from fairapp.badges.models import Badge
from fairapp.checkin import entries, presence
from fairapp.checkin.models import Device, Scan, Tally
from fairapp.core.audit import AuditEntry
from fairapp.core.errors import DomainError
from fairapp.demo.days import at
from fairapp.demo.load import LOGINS, PASSWORD, SLUG
from fairapp.demo.sources import generator, matrix
from fairapp.demo.team import ADMINISTRATOR
from fairapp.events.models import Category, Event
from fairapp.registration.models import Delegation, Registration, Status
from fairapp.reports.ages import band_of


@pytest.fixture
def fair(demo_session):
    return demo_session.scalars(select(Event).where(Event.slug == SLUG)).one()


def present_people(session, event):
    """(person, category code) of everybody whom the scans show."""
    entry = entries.entry_rows(event)
    came = select(entry.c.person_id).distinct()
    query = select(Registration, Category.code).join(Registration.category)
    return list(session.execute(query.where(Registration.id.in_(came))))


def test_presence_is_that_of_the_generator(fair):
    figures = presence.figures(fair)
    numbers = generator()
    assert figures.unique == numbers["identity"]["unique_attendees"]
    assert figures.person_days == numbers["person_days"]
    assert [day.persons for day in figures.days] == list(numbers["unique_per_day"].values())
    assert figures.entries == 994 + 77 + 70 + 71 + 14 + 13 + 13
    assert entries.unidentified(fair) == 0


def test_people_of_the_scans_have_the_matrices(demo_session, fair):
    people = present_people(demo_session, fair)
    first_day = fair.days[0].date
    sexes = Counter((code, person.sex) for person, code in people)
    for row in generator()["categories"]:
        assert (sexes[row["id"], "F"], sexes[row["id"], "M"]) == (row["women"], row["men"])
    regions = Counter((code, person.region) for person, code in people)
    bands = Counter((code, band_of(person.age_on(first_day))) for person, code in people)
    for table, found in (("region", regions), ("age", bands)):
        wanted = {(c, k): n for c, row in matrix(table).items() for k, n in row.items() if n}
        assert found == wanted


def test_days_of_each_person(demo_session, fair):
    days = {}
    for number, day in enumerate(fair.days, 1):
        for one in presence.present(fair, day.date):
            days.setdefault(one.registration_id, []).append(str(number))
    codes = {person.id: code for person, code in present_people(demo_session, fair)}
    found = Counter((codes[key], "".join(on)) for key, on in days.items())
    wanted = {
        (c, pattern.replace("-", "")): n
        for c, row in matrix("daypattern").items()
        for pattern, n in row.items()
        if n
    }
    assert found == wanted
    assert sum(len(on) >= 2 for on in days.values()) == 332


def test_registrations_by_status_and_source(demo_session, fair):
    found = demo_session.execute(
        select(Registration.status, func.count()).group_by(Registration.status)
    )
    assert dict(tuple(row) for row in found) == {
        Status.CONFIRMED: 312 + 47 + 31 + 57 + 24,
        Status.REPLACED: 31,
        Status.MERGED: 12,
    }
    duplicates = demo_session.scalars(select(Registration).where(Registration.status == "merged"))
    assert all(one.merged_into.status == Status.CONFIRMED for one in duplicates)
    replaced = demo_session.scalars(select(Registration).where(Registration.status == "replaced"))
    assert all(len(one.substitutes) == 1 for one in replaced)


def test_delegations_have_a_focal_point_who_can_be_called(demo_session, fair):
    delegations = list(demo_session.scalars(select(Delegation).order_by(Delegation.code)))
    assert [one.announced for one in delegations] == generator()["delegation_sizes"]
    for one in delegations:
        assert one.focal_name
        assert one.focal_phone in [person.phone for person in one.registrations]
        assert one.focal_phone.startswith("+22463")
        listed = [p for p in one.registrations if p.source == "delegation"]
        assert len(listed) == one.announced


def test_session_doors_stands_and_pitch(demo_session, fair):
    assert len(presence.session_presence(fair, "J1-02")) == round(0.93 * 352)
    assert len(presence.session_presence(fair, "J1-09")) == 60
    assert len(presence.session_presence(fair, "J3-10")) >= 45
    visits = sum(len(presence.session_presence(fair, str(n))) for n in range(1, 19))
    assert visits == round(3.4 * 248)
    counts = presence.session_counts(fair, until=at(3, "23:00"))
    assert counts["J1-09"] == 60
    assert sum(counts[str(n)] for n in range(1, 19)) == visits


def test_undone_refused_and_unknown_scans_are_there(demo_session, fair):
    scans = list(demo_session.scalars(select(Scan)))
    by_id = {scan.id: scan for scan in scans}
    undos = [scan for scan in scans if scan.undoes_id is not None]
    assert len(undos) == 9
    for undo in undos:
        undone = by_id[undo.undoes_id]
        assert undone.is_entry and not undo.is_entry
        assert (undone.registration_id, undone.at < undo.at) == (undo.registration_id, True)
    verdicts = Counter(scan.verdict for scan in scans)
    assert (verdicts["unknown"], verdicts["refused"], verdicts["left"]) == (6, 4, 53 + 48 + 49)
    unknown = [scan for scan in scans if scan.verdict == "unknown"]
    assert all(scan.raw and scan.registration_id is None for scan in unknown)
    assert not any("FN:" in scan.raw or "P:" in scan.raw for scan in unknown)


def test_one_badge_is_in_force_for_everybody_but_duplicates(demo_session, fair):
    in_force = select(Badge.registration_id).where(
        Badge.revoked_at.is_(None), Badge.registration_id.is_not(None)
    )
    held = set(demo_session.scalars(in_force))
    everybody = select(Registration.id).where(Registration.status != "merged")
    assert held == set(demo_session.scalars(everybody))
    blank = select(func.count(Badge.id)).where(
        Badge.is_blank_stock, Badge.registration_id.is_(None)
    )
    assert demo_session.scalar(blank) == 43


def test_corrections_are_in_the_trail(demo_session, fair):
    actions = Counter(demo_session.scalars(select(AuditEntry.action)))
    assert actions["registration.merged"] == 12
    assert actions["registration.replaced"] == 31
    assert actions["badge.replaced"] == 38
    assert actions["scan_undone"] == 9
    overridden = select(func.count(Scan.id)).where(Scan.override != "")
    assert actions["scan_overridden"] == demo_session.scalar(overridden) > 0


def test_devices_and_tallies(demo_session, fair):
    devices = {d.code: d for d in demo_session.scalars(select(Device))}
    assert {"G1", "G2", "G2B", "G3", "T1", "D-GS", "E1"} <= set(devices)
    assert all(device.last_seen_at for device in devices.values())
    counts = {t.session_code: t for t in demo_session.scalars(select(Tally))}
    for row in generator()["tallies_without_names"]:
        tally = counts[row["session"]]
        assert tally.women + tally.men + tally.children == row["n"]
        assert (tally.women, tally.children) == (row["women"], row.get("children", 0))


def test_each_role_has_a_login(demo_session, fair):
    roles = set()
    for role, email in LOGINS:
        user = verify(email, PASSWORD)
        assert user.is_administrator == (role == ADMINISTRATOR)
        roles |= user.roles_at(fair)
        assert user.is_administrator or user.roles_at(fair) == {role}
    assert roles == set(Role)
    with pytest.raises(DomainError):
        verify(LOGINS[1][1], "demonstratio")
