"""One opinion of one person about one thing, whatever happens to the registration."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask

from fairapp.core import clock
from fairapp.core.db import db
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration.duplicates import actions as duplicates
from fairapp.registration.feedback import results
from fairapp.registration.feedback.models import Opinion
from fairapp.registration.models import Status
from tests.registration.feedback.conftest import SEEN
from tests.registration.feedback.judging import say, stored
from tests.registration.people import register
from tests.registration.signups.workshops import add_workshop

MINUTE = timedelta(minutes=1)
TAPS = 20


def totals(event: Event, *, at: datetime = SEEN + 90 * MINUTE) -> list[tuple[str, int, int]]:
    """By code, opinions of participants and of unknown phones."""
    found = results.results_of(event, at=at)
    return [(row.subject.code, row.known.total, row.unknown.total) for row in found.every]


def test_a_second_opinion_changes_the_first(fair: Event, workshop: Session) -> None:
    person = register(fair)
    say(fair, person, 2, words="Trop long", at=SEEN)
    say(fair, person, 4, words="Utile, finalement", at=SEEN + MINUTE)
    say(fair, "a phone", 5, at=SEEN)
    say(fair, "a phone", 1, at=SEEN)
    say(fair, "another", 3, at=SEEN)
    assert stored() == [
        ("J1-05", 4, "Utile, finalement", True),
        ("J1-05", 1, "", False),
        ("J1-05", 3, "", False),
    ]


def test_sessions_and_the_fair_are_judged_apart(fair: Event, workshop: Session) -> None:
    add_workshop(fair, "J3-01", day=3)
    person, last_day = register(fair), datetime(2026, 12, 4, 14, 0, tzinfo=UTC)
    for code, rating in (("J1-05", 5), ("J3-01", 4), ("", 3)):
        say(fair, person, rating, code=code, at=last_day)
    assert [(code, rating) for code, rating, _, _ in stored()] == [
        ("J1-05", 5),
        ("J3-01", 4),
        ("", 3),
    ]


@pytest.mark.parametrize(
    ("code", "at", "refusal"),
    [
        ("J1-05", "2026-12-02T13:59", "too_early"),
        ("J1-05", "2026-12-11T23:59", ""),
        ("J1-05", "2026-12-12T00:00", "too_late"),
        ("", "2026-12-04T11:59", "too_early"),
        ("", "2026-12-04T12:00", ""),
        ("", "2026-12-12T00:00", "too_late"),
    ],
)
def test_there_is_a_time_for_opinions(
    fair: Event, workshop: Session, code: str, at: str, refusal: str
) -> None:
    """In Conakry clocks show UTC."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC)
    try:
        say(fair, register(fair), 4, code=code, at=moment)
    except DomainError as error:
        assert error.code == refusal
        assert stored() == []
    else:
        assert not refusal and len(stored()) == 1


def test_a_cancelled_session_is_refused_and_a_moved_one_is_not(
    fair: Event, workshop: Session
) -> None:
    workshop.status = SessionStatus.CANCELLED
    with pytest.raises(DomainError, match="session_cancelled"):
        say(fair, register(fair), 1, at=SEEN)
    workshop.status = SessionStatus.MOVED
    say(fair, register(fair), 4, at=SEEN)
    assert len(stored()) == 1


@pytest.mark.parametrize("status", [Status.CANCELLED, Status.REPLACED, Status.WAITING])
def test_whoever_is_not_expected_has_no_say(fair: Event, workshop: Session, status: Status) -> None:
    person = register(fair)
    person.status = status
    with pytest.raises(DomainError, match="not_expected"):
        say(fair, person, 1, at=SEEN)
    assert stored() == []


def test_of_two_registrations_that_are_one_person_the_latest_counts_until_undone(
    fair: Event, workshop: Session
) -> None:
    kept, merged, other = (register(fair, f"Mariama {n}") for n in ("Sow", "Soww", "Barry"))
    say(fair, kept, 1, words="Avant", at=SEEN)
    say(fair, merged, 5, words="Après", at=SEEN + MINUTE)
    say(fair, other, 4, at=SEEN)
    assert totals(fair) == [("", 0, 0), ("J1-05", 3, 0)]
    done = duplicates.merge(kept, merged, actor=None, at=SEEN + 2 * MINUTE)
    assert totals(fair) == [("", 0, 0), ("J1-05", 2, 0)]
    row = results.results_of(fair, at=SEEN + 3 * MINUTE).sessions[0]
    assert [said.words for said in row.said] == ["Après"]
    say(fair, kept, 2, words="Tout compte fait", at=SEEN + 4 * MINUTE)
    row = results.results_of(fair, at=SEEN + 5 * MINUTE).sessions[0]
    assert (row.known.total, [said.words for said in row.said]) == (2, ["Tout compte fait"])
    duplicates.undo(done, actor=None, at=SEEN + 6 * MINUTE)
    assert totals(fair) == [("", 0, 0), ("J1-05", 3, 0)]


def test_twenty_taps_of_one_person_are_one_opinion(
    app: Flask, fair: Event, workshop: Session
) -> None:
    person = register(fair)
    path = f"/p/{person.pass_key}/opinion/J1-05"
    db.session.commit()
    db.session.remove()
    start = Barrier(TAPS)

    def send(tap: int) -> int:
        start.wait()
        data = {"rating": str(tap % 5 + 1), "words": f"Envoi {tap}"}
        return app.test_client().post(path, data=data).status_code

    with clock.stopped(SEEN), ThreadPoolExecutor(TAPS) as phones:
        assert list(phones.map(send, range(TAPS))) == [303] * TAPS
    (only,) = db.session.query(Opinion).all()
    # What is kept was sent as a whole.
    assert only.words == f"Envoi {int(only.words.split()[1])}"
    assert only.rating == int(only.words.split()[1]) % 5 + 1
