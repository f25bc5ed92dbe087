"""The print log, and what has changed since."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fairapp.badges import actions, prints, queries
from fairapp.badges.fingerprints import fingerprints
from fairapp.badges.models import Badge, Reason
from fairapp.badges.queries import Batch, Selection
from fairapp.core import tasks
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.registration.models import PhotoConsent
from tests.checkin.conftest import Fair

AT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
LATER = AT + timedelta(hours=1)


def note(fair: Fair, *badges: Badge, at: datetime = AT) -> None:
    ids = [badge.id for badge in badges]
    prints.note(fair.event.id, ids, Reason.FIRST, actor=None, at=at)
    db.session.expire_all()


def changed(fair: Fair) -> list[int]:
    return queries.badge_ids(fair.event, Selection(changed=True))


def finished(fair: Fair, selection: Selection = Selection()) -> Batch:  # noqa: B008
    sheets = actions.Sheets("a6x4", "fr", "https://fair.example.org")
    job = actions.start_batch(fair.event, selection, sheets, actor=None, at=AT)
    db.session.commit()
    tasks.run_pending()
    batch = queries.find_batch(fair.event, job.id)
    assert batch is not None
    return batch


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("given_names", "Mariam"),
        ("organisation", "Mairie de Labé"),
        ("honorific", "Dr"),
        ("photo_consent", PhotoConsent.NO),
    ],
)
def test_badge_whose_person_was_corrected_has_changed(fair: Fair, field: str, value: str) -> None:
    badge, other = fair.badge(), fair.badge()
    note(fair, badge, other)
    assert changed(fair) == []
    setattr(badge.registration, field, value)
    db.session.flush()
    assert changed(fair) == [badge.id]
    note(fair, badge, at=LATER)
    assert changed(fair) == []


def test_days_and_category_are_on_the_badge(fair: Fair) -> None:
    one, other = fair.badge(), fair.badge()
    note(fair, one, other)
    assert one.registration is not None
    assert other.registration is not None
    one.registration.category_id = fair.categories["officiel"].id
    other.registration.days = [fair.event.days[1]]
    db.session.flush()
    assert changed(fair) == sorted([one.id, other.id])


def test_what_a_badge_does_not_say_changes_nothing(fair: Fair) -> None:
    badge = fair.badge()
    note(fair, badge)
    assert badge.registration is not None
    badge.registration.email = "mariama@example.org"
    db.session.flush()
    assert changed(fair) == []


def test_badge_that_was_never_printed_has_not_changed(fair: Fair) -> None:
    fair.badge()
    # Printed before there was a log: nobody knows what it said.
    fair.badge(printed_at=AT, print_count=1)
    assert changed(fair) == []


def test_what_counts_is_what_stood_on_the_sheets_when_they_were_made(fair: Fair) -> None:
    badge = fair.badge()
    batch = finished(fair)
    assert badge.registration is not None
    badge.registration.family_name = "Bah"
    db.session.commit()
    actions.mark_batch_printed(batch, actor=None, at=LATER)
    assert changed(fair) == [badge.id]
    corrected = finished(fair, Selection(changed=True))
    actions.mark_batch_printed(corrected, actor=None, at=LATER + timedelta(hours=1))
    assert changed(fair) == []
    assert [entry.reason for entry in prints.log(fair.event, limit=9)] == ["corrected", "first"]


def test_mark_that_is_taken_back_leaves_what_was_before(fair: Fair) -> None:
    badge = fair.badge()
    note(fair, badge)
    note(fair, badge, at=LATER)
    latest, first = prints.log(fair.event, limit=9)
    actor = fair.user("badges", name="Tamba")
    prints.undo(latest, actor=actor, at=LATER)
    db.session.refresh(badge)
    assert (badge.printed_at, badge.print_count) == (AT, 1)
    assert (latest.undone_at, latest.undone_by_name) == (LATER, "Tamba")
    with pytest.raises(DomainError) as refused:
        prints.undo(latest, actor=actor, at=LATER)
    assert refused.value.code == "undone"
    prints.undo(first, actor=actor, at=LATER)
    db.session.refresh(badge)
    assert (badge.printed_at, badge.print_count) == (None, 0)


def test_batch_whose_mark_was_taken_back_can_be_marked_again(fair: Fair) -> None:
    fair.badge()
    batch = finished(fair)
    assert actions.mark_batch_printed(batch, actor=None, at=AT) == 1
    prints.undo(prints.log(fair.event, limit=1)[0], actor=None, at=AT)
    assert actions.mark_batch_printed(batch, actor=None, at=LATER) == 1


@pytest.mark.parametrize(
    ("reason", "logged"),
    [("lost: marché", "lost"), ("damaged", "damaged"), ("wrong", "corrected")],
)
def test_log_says_why_a_badge_was_printed(fair: Fair, reason: str, logged: str) -> None:
    old = fair.badge()
    actions.mark_printed(old, actor=None, at=AT)
    new = actions.replace(old, reason=reason, actor=None, at=AT)
    for hour in (1, 2):
        actions.mark_printed(new, actor=None, at=AT + timedelta(hours=hour))
        db.session.refresh(new)
    reasons = [entry.reason for entry in prints.log(fair.event, limit=9)]
    assert reasons == ["again", logged, "first"]


def test_fingerprints_are_of_the_person_alone(fair: Fair) -> None:
    person = fair.person("Aïcha Bah")
    one, blank = fair.badge(person), fair.badge(blank=True)
    two = actions.replace(one, reason="lost", actor=None, at=AT)
    found = fingerprints([one.id, two.id, blank.id])
    assert found[one.id] == found[two.id] != found[blank.id]
    assert all(len(each) == 12 for each in found.values())
