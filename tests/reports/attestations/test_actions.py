from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.core.audit import Actor
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.registration.details import Details
from fairapp.registration.models import Registration
from fairapp.reports.attestations import actions, listing, queries
from fairapp.reports.attestations.design import Design
from fairapp.reports.attestations.listing import Flag
from fairapp.reports.attestations.models import Attestation
from tests.checkin.conftest import DAYS, MORNING, Fair, make_fair
from tests.reports.attestations.conftest import AFTER, noted, present
from tests.reports.conftest import local, scanned, undone


def issued(person: Registration, at: datetime = AFTER) -> Attestation:
    return actions.issue(person, queries.attended(person), at=at)


def flags(fair: Fair, person: Any) -> set[Flag]:
    (row,) = [r for r in listing.rows(fair.event) if r.registration_id == person.id]
    assert listing.row_of(person) == row
    return set(row.flags)


def test_issuing_again_gives_the_same_number(fair: Fair) -> None:
    person = present(fair, "Mariama Diallo", 1, 3)

    first, second = issued(person), issued(person)

    assert first is second
    assert (first.name, first.dates, first.serial) == ("Mariama Diallo", (DAYS[0], DAYS[2]), 1)
    assert [entry.details["number"] for entry in noted("issued")] == [first.number]


def test_another_name_or_day_gives_a_new_number_and_ends_the_old(fair: Fair) -> None:
    person = present(fair)
    first = issued(person)

    actions.say_name(person, "Mariama Bah Diallo", at=AFTER)
    second = issued(person)
    scanned(fair.event, person, local(fair.event, DAYS[2], "09:00"))
    third = issued(person)

    assert [one.serial for one in queries.history(person)] == [3, 2, 1]
    assert (first.is_valid, second.is_valid, third.is_valid) == (False, False, True)
    assert second.name == "Mariama Bah Diallo"
    assert third.dates == DAYS
    assert len({first.number, second.number, third.number}) == 3


def test_a_far_name_waits_and_may_be_refused_and_accepted(fair: Fair) -> None:
    person, organiser = present(fair), fair.user("organiser", "Awa")

    said = actions.say_name(person, "Ibrahima Sow", at=AFTER)
    assert said.waits
    assert issued(person).name == "Mariama Diallo"
    assert flags(fair, person) == {Flag.NAME}

    actions.judge_name(person, "Ibrahima Sow", is_refused=True, actor=organiser, at=AFTER)
    assert flags(fair, person) == set()
    assert issued(person).serial == 1
    # Said once more, it is not asked for once more.
    assert actions.say_name(person, "Ibrahima Sow", at=AFTER).is_refused

    actions.judge_name(person, "Ibrahima Sow", is_refused=False, actor=organiser, at=AFTER)
    assert issued(person).name == "Ibrahima Sow"
    assert [entry.actor_name for entry in noted("name_judged")] == ["Awa", "Awa"]


def test_nobody_accepts_another_name_than_the_one_on_the_page(fair: Fair) -> None:
    person, organiser = present(fair), fair.user("organiser")
    actions.say_name(person, "Mariam Diallo", at=AFTER)
    actions.say_name(person, "Ibrahima Sow", at=AFTER)

    with pytest.raises(DomainError) as refusal:
        actions.judge_name(person, "Mariam Diallo", is_refused=False, actor=organiser, at=AFTER)

    assert refusal.value.code == "name_changed"
    assert actions.printed_name(person, queries.said_by(person)) == "Mariama Diallo"


def test_a_revoked_one_is_not_issued_again_until_it_is_given_back(fair: Fair) -> None:
    person, organiser = present(fair), fair.user("organiser")
    first = issued(person)

    with pytest.raises(DomainError, match="reason_missing"):
        actions.revoke(first, "", actor=organiser, at=AFTER)
    actions.revoke(first, "Prêté à un tiers", actor=organiser, at=AFTER)
    actions.say_name(person, "Mariama Bah Diallo", at=AFTER)
    with pytest.raises(DomainError, match="revoked"):
        issued(person)
    assert flags(fair, person) == {Flag.REVOKED}

    actions.give_back(first, actor=organiser, at=AFTER)
    assert first.is_valid
    assert issued(person).serial == 2
    assert [e.details["reason"] for e in noted("revoked")] == ["Prêté à un tiers"]


def test_an_undone_scan_leaves_the_attestation_to_a_human_being(fair: Fair) -> None:
    person = present(fair, "Mariama Diallo", 1)
    second = scanned(fair.event, person, local(fair.event, DAYS[1], "08:45"))
    first = issued(person)
    assert Flag.UNCOVERED not in flags(fair, person)

    undone(second, AFTER)

    assert Flag.UNCOVERED in flags(fair, person)
    assert first.is_valid


def test_a_merged_duplicate_keeps_its_attestation_in_the_list(fair: Fair) -> None:
    """The scans of both count for the one that counts; the other's paper is seen."""
    kept, other = present(fair, "Mariama Diallo", 1), present(fair, "Mariam Diallo", 1, 2)
    paper = issued(other)

    other.merged_into_id, other.status = kept.id, "merged"
    db.session.flush()

    assert Flag.UNCOVERED in flags(fair, other)
    assert paper.is_valid
    (row,) = [r for r in listing.rows(fair.event) if r.registration_id == kept.id]
    assert row.days == DAYS[:2]
    assert queries.attended(kept) == DAYS[:2]


def test_a_name_changed_on_the_pass_after_the_fair_began_is_flagged(fair: Fair) -> None:
    from fairapp.registration import actions as registrations

    person, renamed = present(fair), present(fair, "Aissatou Barry")
    for who, name, at in (
        (renamed, "Ibrahima", AFTER),
        (person, "Mariam", AFTER),
    ):
        details = Details(
            category=who.category,
            days=fair.event.days,
            given_names=name,
            family_name=who.family_name,
        )
        registrations.update_details(who, details, actor=None, at=at)

    assert Flag.RENAMED in flags(fair, renamed)
    assert listing.row_of(renamed).was == "Aissatou Barry"
    assert Flag.RENAMED not in flags(fair, person)


def test_only_days_of_this_fair_and_accepted_entries_count(fair: Fair) -> None:
    other = make_fair(fair.db, "autre")
    person, staff = present(fair, "Mariama Diallo", 1), present(fair, "Awa Bah", category="staff")
    stranger = present(other, "Ibrahima Sow", 1, 2, 3)
    event = fair.event
    scanned(event, person, local(event, DAYS[1], "09:00"), is_entry=False, verdict="again")
    scanned(event, person, local(event, DAYS[1], "09:00"), gate="S1")
    scanned(event, person, local(event, DAYS[2], "17:00"), direction="out")
    scanned(event, person, local(event, DAYS[0].replace(day=1), "09:00"))

    assert queries.attended(person) == DAYS[:1]
    assert queries.attended(staff) == ()
    assert queries.attended(stranger) == DAYS
    assert listing.rows(event) == []


def test_days_needed_is_the_fairs_own(fair: Fair) -> None:
    organiser: Actor = fair.user("organiser")
    present(fair, "Mariama Diallo", 1)
    assert listing.rows(fair.event) == []

    assert actions.change_design(fair.event, Design(days_needed=1), actor=organiser, at=AFTER)
    assert len(listing.rows(fair.event)) == 1
    assert not actions.change_design(fair.event, Design(days_needed=1), actor=organiser, at=AFTER)

    assert actions.undo_design(fair.event, actor=organiser, at=AFTER)
    assert queries.days_needed(fair.event) == 2


def test_taps_at_once_issue_one(app: Flask, fair: Fair) -> None:
    person = present(fair)
    person_id = person.id
    db.session.commit()

    def tap(_: int) -> str:
        with app.app_context(), transaction():
            mine = db.session.get_one(Registration, person_id)
            return actions.issue(mine, DAYS[:2], at=MORNING).number

    with ThreadPoolExecutor(4) as phones:
        numbers = set(phones.map(tap, range(4)))

    assert len(numbers) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(Attestation)) == 1
