"""From scans to money: corrections, three signatures, payments, and what is erased."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.reports.payments import actions, paying, queries, signing
from fairapp.reports.payments.actions import Identity
from fairapp.reports.payments.models import (
    Correction,
    Mode,
    Payee,
    Payment,
    Statement,
    Step,
)
from fairapp.reports.payments.queries import Live
from fairapp.reports.payments.rules import Line, Terms
from fairapp.reports.payments.warnings import warnings
from tests.checkin.conftest import DAYS, Fair
from tests.reports.conftest import came, local, scanned, undone
from tests.reports.payments.conftest import EVENING

pytestmark = pytest.mark.usefixtures("rates")


def live(fair: Fair, rates: Terms) -> Live:
    db.session.flush()
    return queries.live(fair.event, rates)


def amounts(found: Live) -> dict[str, int]:
    return {line.name: line.amount for line in found.lines}


def refused(code: str, call: object, **kwargs: object) -> DomainError:
    with pytest.raises(DomainError) as caught:
        call(**kwargs)  # type: ignore[operator]
    assert caught.value.code == code
    return caught.value


@pytest.fixture
def mariama(fair: Fair) -> object:
    """From Labé, there on the first two days."""
    person = came(fair, "Mariama Diallo", "08:00", region="Labé", phone="+224631000001")
    scanned(fair.event, person, local(fair.event, DAYS[1], "08:00"))
    return person


@pytest.fixture
def signed(fair: Fair, mariama: object, payer: User) -> Statement:
    """A list with all three signatures."""
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    for step in (Step.VERIFIED, Step.APPROVED):
        signing.sign(statement, step, actor=fair.user("organiser"), at=EVENING)
    return statement


def pay(person: object, payer: User, **values: object) -> Payment:
    usual = {"mode": Mode.CASH, "reference": "", "on": date(2026, 12, 4), "by": "Caisse"}
    return paying.pay(person, **{**usual, **values}, actor=payer, at=EVENING)  # type: ignore[arg-type]


def test_days_come_from_scans_each_once(fair: Fair, rates: Terms, mariama: object) -> None:
    came(fair, "Aly Bah", "08:00", "14:00", region="Conakry")
    found = live(fair, rates)
    assert amounts(found) == {"BAH Aly": 50_000, "DIALLO Mariama": 1_060_000}
    assert found.total == 1_110_000
    assert [line.name for line in found.lines] == ["BAH Aly", "DIALLO Mariama"]


def test_undone_refused_and_rehearsal_scans_pay_nothing(fair: Fair, rates: Terms) -> None:
    person = fair.person("Aly Bah", region="Kindia")
    scan = scanned(fair.event, person, local(fair.event, DAYS[0], "08:00"))
    undone(scan, scan.at + timedelta(minutes=1))
    scanned(fair.event, person, local(fair.event, DAYS[1], "08:00"), is_entry=False)
    scanned(fair.event, person, local(fair.event, DAYS[0] - timedelta(days=1), "08:00"))
    assert live(fair, rates).lines == ()


def test_a_merged_duplicate_is_paid_once(fair: Fair, rates: Terms, mariama: object) -> None:
    double = came(fair, "Mariama Dialo", "09:00", region="Labé")
    double.merged_into_id, double.status = mariama.id, "merged"  # type: ignore[attr-defined]
    assert amounts(live(fair, rates)) == {"DIALLO Mariama": 1_060_000}


def test_who_is_not_paid_is_told_apart(fair: Fair, rates: Terms, payer: User) -> None:
    came(fair, "Sans Origine", "08:00")
    came(fair, "De Loin", "08:00", region="Étranger")
    came(fair, "Le Ministre", "08:00", category="officiel", region="Conakry")
    came(fair, "Le Maire", "08:00", category="officiel", region="Kindia")
    came(fair, "La Comptable", "08:00", category="staff", region="Kindia")
    aside = came(fair, "Aly Bah", "08:00", region="Kindia")
    actions.correct(
        aside, Correction.LEAVE_OUT, day=None, reason="Renonce", actor=payer, at=EVENING
    )
    found = live(fair, rates)
    assert amounts(found) == {"MAIRE Le": 520_000}
    assert [one.name for one in found.no_origin] == ["ORIGINE Sans"]
    assert [one.name for one in found.no_rate] == ["LOIN De"]
    assert [(one.name, one.note) for one in found.left_out] == [("BAH Aly", "Renonce")]


def test_corrections_keep_reason_and_name_and_can_be_taken_back(
    fair: Fair, rates: Terms, mariama: object, payer: User
) -> None:
    made = actions.correct(
        mariama,  # type: ignore[arg-type]
        Correction.ADD,
        day=DAYS[2],
        reason="Porte nord sans téléphone",
        actor=payer,
        at=EVENING,
    )
    actions.correct(
        mariama,  # type: ignore[arg-type]
        Correction.REMOVE,
        day=DAYS[0],
        reason="Badge prêté",
        actor=payer,
        at=EVENING,
    )
    [line] = live(fair, rates).lines
    assert (line.days, line.added, line.removed) == (
        ("2026-12-03", "2026-12-04"),
        ("2026-12-04",),
        ("2026-12-02",),
    )
    actions.withdraw_correction(made, actor=payer, at=EVENING)
    [line] = live(fair, rates).lines
    assert line.days == ("2026-12-03",)
    assert (made.reason, made.made_by_name) == ("Porte nord sans téléphone", "Hawa Kourouma")
    trail = select(AuditEntry.action).where(AuditEntry.action.like("payments.correct%"))
    assert db.session.scalars(trail.order_by(AuditEntry.id)).all() == [
        "payments.corrected",
        "payments.corrected",
        "payments.correction_withdrawn",
    ]


def test_a_correction_that_changes_nothing_is_refused(mariama: object, payer: User) -> None:
    def correct(kind: Correction, day: date) -> None:
        actions.correct(mariama, kind, day=day, reason="…", actor=payer, at=EVENING)  # type: ignore[arg-type]

    refused("seen", correct, kind=Correction.ADD, day=DAYS[0])
    refused("unseen", correct, kind=Correction.REMOVE, day=DAYS[2])
    refused("no_such_day", correct, kind=Correction.ADD, day=date(2026, 12, 25))
    correct(Correction.ADD, DAYS[2])
    refused("corrected_already", correct, kind=Correction.ADD, day=DAYS[2])


def test_warnings_name_whom_somebody_has_to_look_at(
    fair: Fair, rates: Terms, mariama: object, payer: User
) -> None:
    absent = fair.person("Aly Bah", region="Kindia")
    actions.correct(
        absent, Correction.ADD, day=DAYS[0], reason="Vu à l’atelier", actor=payer, at=EVENING
    )
    twin = came(fair, "Binta Sow", region="Kindia", phone="+224631000001")
    scanned(fair.event, twin, local(fair.event, DAYS[0], "08:00"), method="paper")
    scanned(fair.event, twin, local(fair.event, DAYS[1], "08:00"), method="paper")
    scanned(fair.event, twin, local(fair.event, DAYS[1], "09:00"))
    for person, number in ((mariama, "A 12-34"), (twin, "a1234")):
        identity = Identity("card", number, Mode.MOBILE, "631 00 00 09")
        actions.identify(person, identity, actor=payer, at=EVENING)  # type: ignore[arg-type]
    found = warnings(fair.event, live(fair, rates), queries.payees(fair.event))
    both = ["DIALLO Mariama", "SOW Binta"]
    assert [one.name for one in found.unseen] == ["BAH Aly"]
    assert [one.name for one in found.on_paper] == ["SOW Binta"]
    assert [[one.name for one in group] for group in found.same_phone] == [both]
    assert [[one.name for one in group] for group in found.same_mobile] == [both]
    assert [[one.name for one in group] for group in found.same_document] == [both]
    lines = {line.name: line for line in live(fair, rates).lines}
    assert lines["SOW Binta"].on_paper == ("2026-12-02",)


def test_three_people_sign_in_order_and_nobody_twice(
    fair: Fair, mariama: object, payer: User
) -> None:
    other, third = fair.user("organiser", "Autre"), fair.user("finance", "Troisième")
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    sign = {"statement": statement, "at": EVENING}
    refused("not_next", signing.sign, step=Step.APPROVED, actor=other, **sign)
    refused("signed_already", signing.sign, step=Step.VERIFIED, actor=payer, **sign)
    signing.sign(statement, Step.VERIFIED, actor=other, at=EVENING)
    refused("not_next", signing.sign, step=Step.VERIFIED, actor=third, **sign)
    refused("signed_already", signing.sign, step=Step.APPROVED, actor=other, **sign)
    assert not statement.is_approved
    signing.sign(statement, Step.APPROVED, actor=third, at=EVENING)
    assert statement.is_approved
    assert [(one.step, one.name, one.digest) for one in statement.signatures] == [
        ("established", "Hawa Kourouma", statement.digest),
        ("verified", "Autre", statement.digest),
        ("approved", "Troisième", statement.digest),
    ]
    refused("unchanged", signing.establish, event=fair.event, actor=third, at=EVENING)


def test_a_late_scan_stops_signing_until_a_new_version_is_drawn_up(
    fair: Fair, mariama: object, payer: User
) -> None:
    other = fair.user("organiser")
    first = signing.establish(fair.event, actor=payer, at=EVENING)
    scanned(fair.event, mariama, local(fair.event, DAYS[2], "08:00"))
    refused("differs", signing.sign, statement=first, step=Step.VERIFIED, actor=other, at=EVENING)
    second = signing.establish(fair.event, actor=other, at=EVENING)
    assert (first.number, first.total, second.number, second.total) == (1, 1_060_000, 2, 1_460_000)
    refused(
        "not_latest", signing.sign, statement=first, step=Step.VERIFIED, actor=other, at=EVENING
    )
    assert [line.amount for line in map(Line.of, first.lines)] == [1_060_000]


def test_a_version_that_was_tampered_with_is_not_signed(
    fair: Fair, mariama: object, payer: User
) -> None:
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    statement.lines = [{**statement.lines[0], "amount": 9_000_000}]
    db.session.flush()
    refused(
        "differs",
        signing.sign,
        statement=statement,
        step=Step.VERIFIED,
        actor=fair.user("organiser"),
        at=EVENING,
    )


def test_nobody_to_pay_is_no_list(fair: Fair, payer: User) -> None:
    refused("nobody", signing.establish, event=fair.event, actor=payer, at=EVENING)


def test_the_approved_amount_is_paid_once(
    fair: Fair, signed: Statement, mariama: object, payer: User
) -> None:
    made = pay(mariama, payer)
    assert (made.amount, made.statement_id) == (1_060_000, signed.id)
    refused("paid_already", pay, person=mariama, payer=payer)
    paying.withdraw_payment(made, actor=payer, at=EVENING)
    refused("no_reference", pay, person=mariama, payer=payer, mode=Mode.MOBILE)
    refused("future", pay, person=mariama, payer=payer, on=date(2026, 12, 5))
    again = pay(mariama, payer, mode=Mode.MOBILE, reference="PP261204.1")
    assert queries.paid_in_all(fair.event) == again.amount == 1_060_000


def test_nobody_is_paid_before_approval_or_without_being_on_the_list(
    fair: Fair, mariama: object, payer: User
) -> None:
    refused("not_approved", pay, person=mariama, payer=payer)
    statement = signing.establish(fair.event, actor=payer, at=EVENING)
    refused("not_approved", pay, person=mariama, payer=payer)
    for step in (Step.VERIFIED, Step.APPROVED):
        signing.sign(statement, step, actor=fair.user("organiser"), at=EVENING)
    late = came(fair, "Aly Bah", "08:00", region="Kindia")
    refused("paid_already", pay, person=late, payer=payer)


def test_a_new_version_pays_what_is_left(
    fair: Fair, signed: Statement, mariama: object, payer: User
) -> None:
    pay(mariama, payer)
    scanned(fair.event, mariama, local(fair.event, DAYS[2], "08:00"))
    second = signing.establish(fair.event, actor=payer, at=EVENING)
    refused("not_approved", pay, person=mariama, payer=payer)
    for step in (Step.VERIFIED, Step.APPROVED):
        signing.sign(second, step, actor=fair.user("organiser"), at=EVENING)
    assert pay(mariama, payer).amount == 400_000


def test_numbers_are_read_and_odd_ones_kept(mariama: object, payer: User) -> None:
    kept = actions.identify(
        mariama,  # type: ignore[arg-type]
        Identity("passport", "O 123", Mode.MOBILE, "00224 631 00 00 09"),
        actor=payer,
        at=EVENING,
    )
    assert (kept.mobile, kept.mobile_raw) == ("+224631000009", "00224 631 00 00 09")
    kept = actions.identify(
        mariama,  # type: ignore[arg-type]
        Identity("passport", "O 123", Mode.MOBILE, "demander à sa sœur"),
        actor=payer,
        at=EVENING,
    )
    assert (kept.mobile, kept.mobile_raw) == ("", "demander à sa sœur")
    for code, identity in (
        ("no_mobile", Identity("card", "1", Mode.MOBILE, " ")),
        ("no_document", Identity("", "1", Mode.CASH, "")),
    ):
        refused(
            code, actions.identify, registration=mariama, identity=identity, actor=payer, at=EVENING
        )


def test_erasing_forgets_documents_and_numbers_and_leaves_what_was_signed(
    fair: Fair, signed: Statement, mariama: object, payer: User
) -> None:
    other = came(fair, "Aly Bah", "08:00", region="Kindia")
    for person in (mariama, other):
        identity = Identity("card", "SECRET77", Mode.MOBILE, "631 00 00 77")
        actions.identify(person, identity, actor=payer, at=EVENING)  # type: ignore[arg-type]
    assert actions.erase(fair.event, actor=payer, at=EVENING, only=other) == 1
    assert len(queries.payees(fair.event)) == 1
    assert actions.erase(fair.event, actor=payer, at=EVENING) == 1
    assert db.session.scalars(select(Payee)).all() == []
    assert signed.total == 1_060_000
    # Neither the signed copy nor the trail ever had them.
    told = str([entry.details for entry in db.session.scalars(select(AuditEntry))])
    # A digest may hold any three digits.
    told = re.sub(r"'[0-9a-f]{64}'", "", told)
    assert "SECRET77" not in told + str(signed.lines) and "631" not in told
