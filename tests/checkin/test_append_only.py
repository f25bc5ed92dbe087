"""The database itself keeps scans, counts and the audit from being changed or deleted."""

from __future__ import annotations

from uuid import uuid4

import pytest
from sqlalchemy import JSON, Boolean, Integer, String, delete, func, insert, select, text, update
from sqlalchemy.exc import DBAPIError

from fairapp.checkin.models import Scan, Tally
from fairapp.core import audit
from fairapp.core.audit import AuditEntry
from fairapp.core.db import Model, db, insert_once
from fairapp.events.models import Event
from tests.checkin.conftest import MORNING, Fair

KEPT = (Scan, Tally, AuditEntry)
# Something else for a column, by its type; None: the contrary.
OTHER = {Integer: 77, String: "o", JSON: {"other": 1}, Boolean: None}


@pytest.fixture
def kept(fair: Fair) -> Fair:
    """A fair with one row of each kind, of which the database knows."""
    gate = fair.event.checkpoints[0].id
    person = fair.person("Kadiatou Barry")
    seen = {"at": MORNING, "scanned_at": MORNING, "received_at": MORNING, "raw": "kadiatou barry"}
    said = {"override": "comes with Kadiatou", "is_entry": True, "verdict": "ask"}
    scan = Scan(
        uuid=str(uuid4()), event_id=fair.event.id, checkpoint_id=gate, method="typed",
        registration_id=person.id, **seen, **said,
    )  # fmt: skip
    tally = Tally(uuid=str(uuid4()), event_id=fair.event.id, session_code="J1-02", at=MORNING)
    db.session.add_all([scan, tally])
    told = {"name": "Kadiatou Barry"}
    audit.record("registration.corrected", person, at=MORNING, details=told)
    audit.record("account.signed_in", at=MORNING)
    db.session.commit()
    return fair


def refuses(statement: object) -> bool:
    """Whether the database refuses it, by our words and not for another reason."""
    with pytest.raises(DBAPIError, match="can only be added to"), db.session.begin_nested():
        db.session.execute(statement)  # type: ignore[call-overload]
    return True


def count(table: type[Model]) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.parametrize("table", KEPT)
def test_no_row_can_be_deleted_or_changed_in_any_column(table: type[Model], kept: Fair) -> None:
    before = db.session.execute(select(*table.__table__.columns)).all()
    assert refuses(delete(table))
    for column in table.__table__.columns:
        other = OTHER.get(type(column.type), MORNING.replace(year=2031))
        assert refuses(update(table).values({column.name: ~column if other is None else other}))
    assert db.session.execute(select(*table.__table__.columns)).all() == before


@pytest.mark.only_on("postgresql")
@pytest.mark.parametrize("table", KEPT)
def test_truncate_is_refused(table: type[Model], kept: Fair) -> None:
    assert refuses(text(f"TRUNCATE {table.__tablename__} CASCADE"))


@pytest.mark.only_on("sqlite")
def test_replacing_a_row_is_refused(kept: Fair) -> None:
    row = db.session.execute(select(*Tally.__table__.columns)).one()._asdict()
    assert refuses(insert(Tally).prefix_with("OR REPLACE").values(**{**row, "women": 9}))


def test_a_row_that_is_there_already_is_passed_over_as_before(kept: Fair) -> None:
    row = db.session.execute(select(*Tally.__table__.columns)).one()._asdict()
    del row["id"]
    assert not insert_once(Tally, {**row, "women": 9}, key="uuid")
    assert insert_once(Tally, {**row, "uuid": str(uuid4())}, key="uuid")


def test_a_fair_takes_its_rows_along_and_no_others(kept: Fair) -> None:
    db.session.execute(delete(Event).where(Event.id == kept.event.id))
    db.session.commit()
    assert [count(Scan), count(Tally)] == [0, 0]
    assert db.session.scalars(select(AuditEntry.action)).all() == ["account.signed_in"]
    assert refuses(delete(AuditEntry))


def test_what_names_a_person_is_blanked_and_nothing_else(kept: Fair) -> None:
    def rows() -> list[dict[str, object]]:
        found = db.session.execute(select(*AuditEntry.__table__.columns).order_by(AuditEntry.id))
        return [row._asdict() for row in found]

    before = rows()
    assert audit.blank(AuditEntry.action == "registration.corrected") == 1
    assert audit.blank(AuditEntry.action == "registration.corrected") == 1, "twice does no harm"
    assert rows() == [{**before[0], "details": {"erased": True}}, before[1]]
    erased = {"override": "…", "raw": ""}
    db.session.execute(update(Scan).values(**erased))
    db.session.commit()
    assert db.session.scalars(select(Scan.override)).all() == ["…"]
    # Blanking is no way in for something else.
    assert refuses(update(AuditEntry).values(details={"erased": True}, action="other"))
    assert refuses(update(AuditEntry).values(details={"erased": True, "name": "Other"}))
    assert refuses(update(Scan).values(**erased, verdict="admitted"))
    assert refuses(update(Scan).values(override="", raw=""))
