"""Recording scans against the real database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from fairapp.accounts.models import User
from fairapp.checkin import codes, presence
from fairapp.checkin.actions import check_in, record_scans, undo
from fairapp.checkin.items import InvalidItem, Item, Outcome
from fairapp.checkin.models import Device, Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from tests.checkin.conftest import MORNING, Fair, make_fair, scan, undoing
from tests.statements import recorded


def send(
    fair: Fair,
    *items: Item,
    actor: User | None = None,
    device: Device | None = None,
    at: datetime | None = None,
    sent_at: datetime | None = None,
) -> list[Outcome]:
    """Send `items` from a device whose clock is right, by default just after the last scan."""
    moments = [i.scanned_at for i in items if not isinstance(i, InvalidItem)]
    received = at or max(moments, default=MORNING)
    return record_scans(
        fair.event,
        items,
        actor=actor,
        device=device,
        received_at=received,
        sent_at=sent_at or received,
    )


def verdicts(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.verdict, outcome.reason) for outcome in outcomes]


def scans() -> list[Scan]:
    return list(db.session.scalars(select(Scan).order_by(Scan.id)))


# -- verdicts on real rows ------------------------------------------------------------------------


def test_record_scans_admits_and_stores_everything(fair: Fair) -> None:
    actor = fair.user()
    badge = fair.badge(fair.person("M’Mah Camara", "ong"))
    item = scan(badge, offset_ms=-410)

    [outcome] = send(fair, item, actor=actor, at=MORNING + timedelta(seconds=2))

    assert outcome.status == "stored"
    assert (outcome.verdict, outcome.is_entry) == ("admitted", True)
    assert (outcome.name, str(outcome.category)) == ("M’Mah Camara", "ONG et associations")
    [row] = scans()
    assert (row.uuid, row.event_id, row.badge_id) == (item.uuid, fair.event.id, badge.id)
    assert (row.registration_id, row.user_id) == (badge.registration_id, actor.id)
    assert (row.scanned_at, row.offset_ms) == (MORNING, -410)
    assert (row.method, row.direction, row.is_entry) == ("qr", "in", True)
    assert row.raw == ""


def test_record_scans_says_when_and_where_somebody_was_in_already(fair: Fair) -> None:
    badge = fair.badge()
    send(fair, scan(badge))

    [outcome] = send(fair, scan(badge, checkpoint="G2", scanned_at=MORNING + timedelta(minutes=40)))

    assert (outcome.verdict, outcome.is_entry) == ("again", True)
    assert outcome.first_seen is not None
    assert (outcome.first_seen.at, outcome.first_seen.checkpoint) == (MORNING, "G1")
    assert str(outcome.first_seen.gate) == "Entrée principale"
    assert presence.unique_participants(fair.event) == 1
    assert presence.entries(fair.event) == 2


def test_record_scans_on_the_second_day_admits_again(fair: Fair) -> None:
    badge = fair.badge()

    outcomes = [
        send(fair, scan(badge, scanned_at=MORNING + timedelta(days=n)))[0] for n in range(3)
    ]

    assert [outcome.verdict for outcome in outcomes] == ["admitted"] * 3


@pytest.mark.parametrize(
    ("status", "verdict", "reason"),
    [
        ("pending", "ask", "pending"),
        ("waiting", "ask", "waiting"),
        ("replaced", "ask", "replaced"),
        ("declined", "refused", "declined"),
        ("cancelled", "refused", "cancelled"),
    ],
)
def test_record_scans_by_standing(fair: Fair, status: str, verdict: str, reason: str) -> None:
    badge = fair.badge(fair.person(status=status))

    [outcome] = send(fair, scan(badge), actor=fair.user("reception"))

    assert (outcome.verdict, outcome.reason) == (verdict, reason)
    assert not outcome.is_entry
    assert outcome.may_override
    assert presence.entries(fair.event) == 0


def test_record_scans_of_a_duplicate_is_of_the_registration_that_counts(fair: Fair) -> None:
    kept = fair.person("Ibrahima Sory Bah")
    middle = fair.person("Ibrahima Bah", status="merged", merged_into_id=kept.id)
    duplicate = fair.person("I. Sory Bah", status="merged", merged_into_id=middle.id)
    old, new = fair.badge(duplicate), fair.badge(kept)

    first, second = send(fair, scan(old), scan(new, scanned_at=MORNING + timedelta(minutes=5)))

    assert (first.verdict, first.name) == ("admitted", "Ibrahima Sory Bah")
    assert second.verdict == "again"
    assert presence.unique_participants(fair.event) == 1


def test_record_scans_remembers_what_a_duplicate_did_before_the_merge(fair: Fair) -> None:
    kept, duplicate = fair.person(), fair.person()
    old, new = fair.badge(duplicate), fair.badge(kept)
    send(fair, scan(old))
    duplicate.status, duplicate.merged_into_id = "merged", kept.id
    fair.db.flush()

    [outcome] = send(fair, scan(new, scanned_at=MORNING + timedelta(minutes=5)))

    assert outcome.verdict == "again"


def test_record_scans_of_a_revoked_badge_names_nobody_in(fair: Fair) -> None:
    person = fair.person()
    lost = fair.badge(person, revoked_at=MORNING - timedelta(hours=1), revoked_reason="lost")
    found = fair.badge(person, replaces_id=lost.id)

    outcomes = send(fair, scan(lost), scan(found))

    assert verdicts(outcomes) == [("refused", "badge_revoked"), ("admitted", "")]


def test_record_scans_of_a_badge_revoked_later_was_right_then(fair: Fair) -> None:
    badge = fair.badge(revoked_at=MORNING + timedelta(hours=1))
    before, after = scan(badge), scan(badge, scanned_at=MORNING + timedelta(minutes=61))

    outcomes = send(fair, before, after, at=MORNING + timedelta(hours=2))

    assert [outcome.verdict for outcome in outcomes] == ["admitted", "refused"]


def test_record_scans_of_a_blank_badge(fair: Fair) -> None:
    [outcome] = send(fair, scan(fair.badge(blank=True)))

    assert (outcome.verdict, outcome.reason, outcome.is_entry) == ("blank", "unclaimed", False)


def test_record_scans_of_staff_counts_nobody(fair: Fair) -> None:
    [outcome] = send(fair, scan(fair.badge(fair.person(category="staff"))))

    assert outcome.verdict == "admitted"
    assert presence.unique_participants(fair.event) == 0


def test_record_scans_of_a_guest_of_protocol_asks(fair: Fair) -> None:
    badge = fair.badge(fair.person(category="officiel", protocol_rank=4))

    [outcome] = send(fair, scan(badge), actor=fair.user("scanner"))

    assert (outcome.verdict, outcome.reason, outcome.may_override) == ("ask", "protocol", False)


def test_record_scans_fills_a_session_to_its_capacity(fair: Fair) -> None:
    badges = [fair.badge() for _ in range(3)]

    outcomes = send(fair, *(scan(badge, checkpoint="S1") for badge in badges))
    [back] = send(fair, scan(badges[0], checkpoint="S1"))

    assert verdicts(outcomes) == [("admitted", ""), ("admitted", ""), ("refused", "full")]
    assert back.verdict == "again"
    assert presence.unique_participants(fair.event) == 0


def test_record_scans_of_an_exit(fair: Fair) -> None:
    badge = fair.badge()
    send(fair, scan(badge))

    [outcome] = send(fair, scan(badge, direction="out", scanned_at=MORNING + timedelta(hours=1)))

    assert (outcome.verdict, outcome.is_entry) == ("left", False)


# -- codes ----------------------------------------------------------------------------------------


def test_record_scans_finds_the_same_badge_by_each_of_its_names(fair: Fair, app: Flask) -> None:
    badge = fair.badge()
    salt = codes.event_salt(str(app.config["SECRET_KEY"]), fair.event.id)
    index = codes.index_of(badge.token, salt)
    reference = fair.db.get_one(type(fair.person()), badge.registration_id).reference

    outcomes = send(
        fair,
        *(
            scan(text)
            for text in (
                f"t:{badge.token.lower()}",
                f"h:{index}",
                f"n:{badge.number}",
                f"n: 00{badge.number} ",
                f"r:{reference[:3]}-{reference[3:].lower()}",
            )
        ),
    )

    assert [outcome.registration_id for outcome in outcomes] == [badge.registration_id] * 5
    assert [outcome.verdict for outcome in outcomes] == ["admitted"] + ["again"] * 4
    assert [row.badge_id for row in scans()] == [badge.id] * 4 + [None]


def test_record_scans_of_foreign_codes_counts_them_and_keeps_nothing_personal(fair: Fair) -> None:
    vcard = "t:BEGIN:VCARD\nFN:Ousmane Bangoura\nTEL:+22463112345"

    outcomes = send(
        fair, scan(vcard), scan("t:https://example.org/menu?table=4"), scan("n:no number")
    )

    assert verdicts(outcomes) == [("unknown", "not_ours")] * 3
    raws = [row.raw for row in scans()]
    assert raws[1] == "example.org"
    assert not any("Ousmane" in raw or "2246" in raw for raw in raws)
    assert presence.entries(fair.event) == 0


def test_record_scans_of_another_fairs_badge_tells_nothing_of_its_holder(fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    badge = other.badge(other.person("Somebody Else"))

    outcomes = send(
        fair,
        scan(badge),
        scan("t:AAAAAAAAAAAAAAAA"),
        scan("n:4711"),
    )

    assert verdicts(outcomes) == [
        ("unknown", "other_event"),
        ("unknown", "not_found"),
        ("unknown", "not_found"),
    ]
    assert [outcome.name for outcome in outcomes] == ["", "", ""]
    [row, *_] = scans()
    assert (row.registration_id, row.badge_id, row.raw) == (None, None, f"t:{badge.token[:4]}")


# -- idempotency ----------------------------------------------------------------------------------


def test_record_scans_twice_changes_nothing_and_answers_the_same(fair: Fair) -> None:
    badge = fair.badge()
    first = scan(badge)
    second = scan(badge, checkpoint="G2", scanned_at=MORNING + timedelta(minutes=9))
    before = send(fair, first, second)

    after = send(fair, first, second, at=MORNING + timedelta(hours=3))

    assert [outcome.status for outcome in before] == ["stored", "stored"]
    assert [outcome.status for outcome in after] == ["already", "already"]
    assert [_same(outcome) for outcome in after] == [_same(outcome) for outcome in before]
    assert len(scans()) == 2


def test_record_scans_looks_for_the_uuid_before_any_other_rule(fair: Fair) -> None:
    badge = fair.badge()
    item = scan(badge)
    send(fair, item)
    badge.revoked_at = MORNING - timedelta(days=1)
    fair.db.flush()

    [outcome] = send(fair, scan("t:whatever", uuid=item.uuid, checkpoint="nowhere"))

    assert (outcome.status, outcome.verdict) == ("already", "admitted")


def test_record_scans_with_one_uuid_twice_in_a_batch(fair: Fair) -> None:
    item = scan(fair.badge())

    outcomes = send(fair, item, item)

    assert [outcome.status for outcome in outcomes] == ["stored", "already"]
    assert [outcome.verdict for outcome in outcomes] == ["admitted", "admitted"]


def test_record_scans_never_answers_with_another_events_scan(fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    theirs = scan(other.badge(other.person("Somebody Else")))
    send(other, theirs)

    [outcome] = send(fair, scan(fair.badge(), uuid=theirs.uuid))

    assert (outcome.status, outcome.reason, outcome.name) == ("invalid", "uuid_taken", "")
    assert len(scans()) == 1


def test_record_scans_answers_neighbours_of_what_is_no_scan(fair: Fair) -> None:
    badge = fair.badge()

    outcomes = send(
        fair,
        InvalidItem(None, "not_an_object"),
        scan(badge, checkpoint="nowhere"),
        scan(badge),
    )

    assert [(o.status, o.reason) for o in outcomes] == [
        ("invalid", "not_an_object"),
        ("invalid", "checkpoint"),
        ("stored", ""),
    ]


def test_record_scans_of_more_than_fit_is_the_callers_error(fair: Fair) -> None:
    with pytest.raises(ValueError, match="at most 50"):
        send(fair, *(scan("n:1") for _ in range(51)))


def test_record_scans_keeps_a_scan_whose_running_number_was_used(fair: Fair) -> None:
    device = fair.device()

    first = send(fair, scan("n:1", seq=7), scan("n:2", seq=7), device=device)
    second = send(fair, scan("n:3", seq=7), scan("n:4", seq=8), device=device)

    assert [outcome.status for outcome in first + second] == ["stored"] * 4
    assert sorted(str(row.seq) for row in scans()) == ["7", "8", "None", "None"]


# -- time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("fast", [timedelta(minutes=7), timedelta(minutes=-7), timedelta(days=400)])
def test_record_scans_puts_a_wrong_clock_right(fair: Fair, fast: timedelta) -> None:
    item = scan(
        fair.badge(),
        scanned_at=MORNING + fast,
        offset_ms=-int(fast.total_seconds() * 1000),
    )
    received = MORNING + timedelta(hours=5)

    [outcome] = send(fair, item, at=received, sent_at=received + fast)

    [row] = scans()
    assert (row.at, row.scanned_at) == (MORNING, MORNING + fast)
    assert not row.clock_doubtful
    assert outcome.verdict == "admitted"


def test_record_scans_is_never_in_the_future(fair: Fair) -> None:
    send(fair, scan(fair.badge(), scanned_at=MORNING + timedelta(hours=2)), at=MORNING)

    assert scans()[0].at == MORNING


def test_record_scans_flags_a_clock_that_was_set_in_between(fair: Fair) -> None:
    received = MORNING + timedelta(hours=1)

    send(fair, scan(fair.badge(), offset_ms=600_000), at=received)

    assert scans()[0].clock_doubtful


def test_record_scans_keeps_what_cannot_be_dated(fair: Fair) -> None:
    item = scan(fair.badge(), scanned_at=datetime(1970, 1, 1, 0, 5, tzinfo=UTC))

    [outcome] = send(fair, item, at=MORNING)

    [row] = scans()
    assert (outcome.verdict, outcome.reason, row.is_entry) == ("provisional", "clock", True)
    assert row.clock_doubtful


def test_record_scans_in_a_rehearsal_lets_nobody_in(fair: Fair) -> None:
    [outcome] = send(fair, scan(fair.badge(), scanned_at=MORNING - timedelta(hours=14)))

    assert (outcome.verdict, outcome.reason) == ("refused", "not_a_fair_day")
    assert presence.unique_participants(fair.event) == 0


def test_record_scans_of_two_gates_offline_the_earliest_is_the_admission(fair: Fair) -> None:
    badge = fair.badge()
    evening = MORNING + timedelta(hours=9)
    late = scan(badge, checkpoint="G2", scanned_at=MORNING + timedelta(minutes=6))
    early = scan(badge, checkpoint="G1", scanned_at=MORNING)

    [second] = send(fair, late, at=evening)
    [first] = send(fair, early, at=evening)
    [third] = send(fair, scan(badge, scanned_at=MORNING + timedelta(minutes=30)), at=evening)

    assert (second.verdict, first.verdict) == ("admitted", "admitted")
    assert third.first_seen is not None
    assert (third.first_seen.at, third.first_seen.checkpoint) == (MORNING, "G1")
    state = presence.state(fair.event, MORNING.date(), badge.registration_id or 0)
    assert state.first is not None
    assert state.first.checkpoint_code == "G1"


def test_record_scans_decides_a_batch_in_the_order_of_time(fair: Fair) -> None:
    badge = fair.badge()
    late = scan(badge, scanned_at=MORNING + timedelta(minutes=20))
    early = scan(badge, scanned_at=MORNING)

    outcomes = send(fair, late, early, at=MORNING + timedelta(hours=1))

    assert [outcome.uuid for outcome in outcomes] == [late.uuid, early.uuid]
    assert [outcome.verdict for outcome in outcomes] == ["again", "admitted"]


# -- overrides ------------------------------------------------------------------------------------


def test_record_scans_with_an_override_by_a_role_that_may(fair: Fair) -> None:
    badge = fair.badge(fair.person(status="cancelled"))

    [outcome] = send(
        fair, scan(badge, override="confirmée par téléphone"), actor=fair.user("reception")
    )

    assert (outcome.verdict, outcome.reason) == ("refused", "cancelled")
    assert (outcome.is_entry, outcome.may_override) == (True, False)
    [row] = scans()
    assert row.override == "confirmée par téléphone"
    assert presence.unique_participants(fair.event) == 1
    audited = fair.db.scalars(select(AuditEntry)).one()
    assert (audited.action, audited.details["override"]) == (
        "scan_overridden",
        "confirmée par téléphone",
    )


def test_record_scans_ignores_an_override_by_a_role_that_may_not(fair: Fair) -> None:
    badge = fair.badge(fair.person(status="pending"))

    [outcome] = send(fair, scan(badge, override="my cousin"), actor=fair.user("scanner"))

    assert (outcome.verdict, outcome.is_entry, outcome.may_override) == ("ask", False, False)
    assert scans()[0].override == ""


def test_record_scans_cannot_override_what_is_unknown(fair: Fair) -> None:
    [outcome] = send(fair, scan("n:99", override="she says so"), actor=fair.user("organiser"))

    assert (outcome.verdict, outcome.is_entry) == ("unknown", False)


def test_record_scans_after_an_override_knows_the_person_is_in(fair: Fair) -> None:
    badge = fair.badge(fair.person(category="officiel", protocol_rank=1))
    reception = fair.user("reception")
    send(fair, scan(badge, override="accueilli par le protocole"), actor=reception)

    [outcome] = send(fair, scan(badge, scanned_at=MORNING + timedelta(hours=1)), actor=reception)

    assert outcome.verdict == "again"


# -- undo -----------------------------------------------------------------------------------------


def test_undo_is_a_new_row_and_the_person_is_not_in(fair: Fair) -> None:
    actor, badge = fair.user(), fair.badge()
    item = scan(badge)
    send(fair, item, actor=actor)

    [outcome] = send(fair, undoing(item), actor=actor)
    [again] = send(fair, scan(badge, scanned_at=MORNING + timedelta(minutes=5)), actor=actor)

    assert (outcome.status, outcome.is_undo, outcome.is_entry) == ("stored", True, False)
    original, undoing_row, _ = scans()
    assert original.is_entry, "the log is never rewritten"
    assert (undoing_row.undoes_id, undoing_row.reason) == (original.id, "undo")
    assert again.verdict == "admitted"
    assert presence.entries(fair.event) == 1


def test_undo_within_the_batch_of_its_scan(fair: Fair) -> None:
    actor, badge = fair.user(), fair.badge()
    item = scan(badge)
    third = scan(badge, scanned_at=MORNING + timedelta(minutes=5))

    outcomes = send(fair, third, undoing(item), item, actor=actor)

    assert [(o.status, o.verdict) for o in outcomes] == [
        ("stored", "admitted"),
        ("stored", "admitted"),
        ("stored", "admitted"),
    ]
    assert presence.entries(fair.event) == 1


def test_undo_sent_again_answers_the_same_and_a_second_one_is_refused(fair: Fair) -> None:
    actor, item = fair.user(), scan(fair.badge())
    taking_back = undoing(item)
    send(fair, item, taking_back, actor=actor)

    [same, other] = send(fair, taking_back, undoing(item), actor=actor)

    assert (same.status, same.is_undo) == ("already", True)
    assert (other.status, other.reason) == ("invalid", "undone_already")
    assert len(scans()) == 2


def test_undo_of_what_let_nobody_in_or_of_an_undo(fair: Fair) -> None:
    actor, refused, entered = fair.user(), scan("n:99"), scan(fair.badge())
    taking_back = undoing(entered)
    send(fair, refused, entered, taking_back, actor=actor)

    outcomes = send(fair, undoing(refused), undoing(entered, undoes=taking_back.uuid), actor=actor)

    assert [outcome.reason for outcome in outcomes] == ["not_undoable", "not_undoable"]


def test_undo_of_somebody_elses_scan(fair: Fair) -> None:
    item = scan(fair.badge())
    send(fair, item, actor=fair.user())

    [by_another_gate] = send(fair, undoing(item), actor=fair.user())
    [by_reception] = send(fair, undoing(item), actor=fair.user("reception"))

    assert (by_another_gate.status, by_another_gate.reason) == ("invalid", "not_allowed")
    assert by_reception.status == "stored"


def test_undo_of_another_events_scan(fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    item = scan(other.badge())
    send(other, item)

    with pytest.raises(DomainError) as refusal:
        undo(
            fair.event,
            item.uuid,
            uuid="8a1c7a54-1111-4111-8111-000000000000",
            actor=fair.user("organiser"),
            at=MORNING,
        )

    assert refusal.value.code == "undo_unknown"
    assert presence.entries(other.event) == 1


def test_undo_is_written_to_the_audit(fair: Fair) -> None:
    actor, item = fair.user("reception"), scan(fair.badge())
    send(fair, item, actor=actor)

    undo(
        fair.event,
        item.uuid,
        uuid="8a1c7a54-1111-4111-8111-000000000001",
        actor=actor,
        at=MORNING + timedelta(minutes=2),
    )

    audited = fair.db.scalars(select(AuditEntry)).one()
    assert (audited.action, audited.actor_name) == ("scan_undone", "Reception")


# -- the desk -------------------------------------------------------------------------------------


def test_check_in_is_a_scan_by_search(fair: Fair) -> None:
    person = fair.person()

    outcome = check_in(
        fair.event,
        person.id,
        uuid="8a1c7a54-1111-4111-8111-000000000002",
        checkpoint="G1",
        actor=fair.user("reception"),
        at=MORNING,
    )

    assert (outcome.verdict, outcome.name) == ("admitted", "Mariama Diallo")
    [row] = scans()
    assert (row.method, row.registration_id, row.badge_id) == ("search", person.id, None)


def test_check_in_at_a_checkpoint_of_another_event(fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    other.event.checkpoints[0].code = "X9"
    fair.db.flush()

    with pytest.raises(DomainError) as refusal:
        check_in(
            fair.event,
            fair.person().id,
            uuid="8a1c7a54-1111-4111-8111-000000000003",
            checkpoint="X9",
            actor=fair.user("reception"),
            at=MORNING,
        )

    assert refusal.value.code == "checkpoint"


def test_check_in_of_another_events_person(fair: Fair) -> None:
    other = make_fair(fair.db, "other")
    theirs = other.person("Somebody Else")

    outcome = check_in(
        fair.event,
        theirs.id,
        uuid="8a1c7a54-1111-4111-8111-000000000004",
        checkpoint="G1",
        actor=fair.user("reception"),
        at=MORNING,
    )

    assert (outcome.verdict, outcome.name) == ("unknown", "")


# -- cost -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [1, 3, 50])
def test_record_scans_asks_few_questions_whatever_the_size(fair: Fair, size: int) -> None:
    items = [scan(fair.badge()) for _ in range(size)]
    actor = fair.user()
    fair.db.flush()
    assert actor.roles_at(fair.event)
    event_id = fair.event.id

    with recorded() as statements:
        outcomes = send(fair, *items, actor=actor)

    assert [outcome.verdict for outcome in outcomes] == ["admitted"] * size
    inserts = [s for s in statements if s.startswith("INSERT")]
    # How the roster stands, days, gates, scans stored before, badges, whose are whose, entries.
    assert len(statements) - len(inserts) <= 7, "\n".join(statements)
    assert len(inserts) == 1
    assert fair.db.scalar(select(func.count(Scan.id)).where(Scan.event_id == event_id)) == size


def _same(outcome: Outcome) -> tuple[Any, ...]:
    return (
        outcome.uuid,
        outcome.verdict,
        outcome.reason,
        outcome.is_entry,
        outcome.name,
        outcome.first_seen,
    )
