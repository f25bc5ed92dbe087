from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.accounts.models import User
from fairapp.badges import actions, queries
from fairapp.badges.actions import Sheets
from fairapp.badges.queries import Batch, Order, Selection
from fairapp.core import audit, tasks
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.core.tasks import Job, JobStatus
from tests.checkin.conftest import Fair

AT = datetime(2026, 12, 1, 18, 0, tzinfo=UTC)
SHEETS = Sheets("a6x4", "fr", "https://fair.example.org")


@pytest.fixture
def printer(fair: Fair) -> User:
    return fair.user("badges", "Tamba")


def start(fair: Fair, by: User | None = None, **choice: object) -> Job:
    selection = Selection(**choice)  # type: ignore[arg-type]
    job = actions.start_batch(fair.event, selection, SHEETS, actor=by, at=AT)
    db.session.commit()
    return job


def finished(fair: Fair, by: User | None = None, **choice: object) -> Batch:
    """A batch that the worker has made."""
    job_id = start(fair, by, **choice).id
    tasks.run_pending()
    batch = queries.find_batch(fair.event, job_id)
    assert batch is not None
    return batch


def entries(action: str) -> list[audit.AuditEntry]:
    query = select(audit.AuditEntry).filter_by(action=action).order_by(audit.AuditEntry.id)
    return list(db.session.scalars(query))


# -- batches --------------------------------------------------------------------------------------


def test_batch_holds_the_badges_of_its_moment(fair: Fair, printer: User) -> None:
    first = fair.badge(fair.person("Aly Sow"))
    job = start(fair, printer, order=Order.CATEGORY)
    fair.badge(fair.person("Aly Bah"))
    assert job.params["badges"] == [first.id]
    assert (job.created_by, job.created_by_name) == (printer.id, "Tamba")
    (entry,) = entries("badges.batch_started")
    assert (entry.details["count"], entry.details["order"]) == (1, "category")


def test_batch_of_nobody_is_refused(fair: Fair) -> None:
    with pytest.raises(DomainError) as refused:
        start(fair)
    assert refused.value.code == "no_badges"
    assert db.session.scalar(select(Job)) is None


def test_worker_makes_the_sheets(fair: Fair) -> None:
    for number in range(5):
        fair.badge(fair.person(f"Aly{number} Sow"))
    batch = finished(fair)
    assert (batch.job.status, batch.job.done, batch.job.total) == (JobStatus.DONE, 5, 5)
    assert batch.job.file is not None
    assert batch.job.file.event_id == fair.event.id
    with batch.job.file.open() as file:
        pages = pypdfium2.PdfDocument(file.read())
    texts = [page.get_textpage().get_text_bounded() for page in pages]
    assert len(texts) == 2
    assert all(f"Aly{number}" in texts[number // 4] for number in range(5))
    assert batch.job.params["squeezed"] == []


def test_worker_that_runs_twice_changes_nothing(fair: Fair) -> None:
    fair.badge()
    batch = finished(fair)
    file_id = batch.job.file_id
    tasks.run(batch.job.id)
    db.session.expire_all()
    assert batch.job.file_id == file_id


def test_worker_tells_what_was_squeezed(fair: Fair) -> None:
    person = fair.person("王伟 Diallo")
    fair.badge(person)
    params = finished(fair).job.params
    assert params["squeezed_count"] == 1
    assert params["squeezed"][0]["rule"] == "unwritable"


def test_batch_belongs_to_its_fair(fair: Fair) -> None:
    from tests.checkin.conftest import make_fair

    fair.badge()
    job = start(fair)
    other = make_fair(fair.db, "elsewhere")
    assert queries.find_batch(other.event, job.id) is None
    assert queries.batches(other.event) == []
    assert [batch.job.id for batch in queries.batches(fair.event)] == [job.id]


# -- printed --------------------------------------------------------------------------------------


def test_printed_batch_marks_its_badges_once(fair: Fair, printer: User) -> None:
    badges = [fair.badge(), fair.badge()]
    batch = finished(fair)
    later = fair.badge()
    assert actions.mark_batch_printed(batch, actor=printer, at=AT) == 2
    assert actions.mark_batch_printed(batch, actor=printer, at=AT + timedelta(hours=1)) == 0
    db.session.expire_all()
    assert [(badge.printed_at, badge.print_count) for badge in badges] == [(AT, 1)] * 2
    assert later.printed_at is None
    found = queries.find_batch(fair.event, batch.job.id)
    assert found is not None
    assert found.printed is not None
    assert found.printed.actor_name == "Tamba"


def test_unfinished_batch_cannot_be_printed(fair: Fair) -> None:
    badge = fair.badge()
    job = start(fair)
    assert actions.mark_batch_printed(Batch(job, None), actor=None, at=AT) == 0
    assert badge.printed_at is None


def test_one_badge_is_printed_as_often_as_it_is(fair: Fair) -> None:
    badge = fair.badge()
    for hour in (0, 1):
        actions.mark_printed(badge, actor=None, at=AT + timedelta(hours=hour))
    db.session.refresh(badge)
    assert (badge.printed_at, badge.print_count) == (AT + timedelta(hours=1), 2)


# -- replaced -------------------------------------------------------------------------------------


def test_replacement_is_a_new_badge_and_revokes_the_old(fair: Fair, printer: User) -> None:
    old = fair.badge()
    new = actions.replace(old, reason="lost", actor=printer, at=AT)
    assert (old.revoked_at, old.revoked_reason) == (AT, "lost")
    assert new.registration_id == old.registration_id
    assert new.replaces_id == old.id
    assert new.number > old.number
    assert new.token != old.token
    assert new.printed_at is None
    assert queries.history(old) == [new, old]
    assert queries.numbers_in_force([old.registration_id or 0]) == {old.registration_id: new.number}
    assert [e.actor_name for e in entries("badges.revoked")] == ["Tamba"]
    assert entries("badges.issued")[0].details == {"replaces": old.number, "reason": "lost"}


def test_badge_is_replaced_once(fair: Fair) -> None:
    old = fair.badge()
    actions.replace(old, reason="lost", actor=None, at=AT)
    with pytest.raises(DomainError) as refused:
        actions.replace(old, reason="lost", actor=None, at=AT)
    assert refused.value.code == "revoked"
    assert len(queries.history(old)) == 2


def test_handler_is_registered(app: Flask) -> None:
    assert queries.BATCH in tasks._handlers
