"""From draft to public, from closed to open registration, to the end of a fair; and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.errors import DomainError
from fairapp.events import actions, opening, queries
from fairapp.events.models import Admission, Event
from fairapp.registration import rules
from fairapp.registration.queries import terms
from fairapp.registration.rules import Applicant
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

Db = scoped_session[Session]
HOUR = timedelta(hours=1)
PUBLIC = (
    "/",
    "/register",
    "/programme",
    "/stands",
    "/theme.css",
    "/find-my-pass",
    "/schedule.json",
)


@pytest.fixture
def draft(db_session: Db) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW, is_draft=True)
    db_session.commit()
    return event


def test_strangers_find_nothing_of_a_draft(client: FlaskClient, draft: Event) -> None:
    for page in PUBLIC:
        assert client.get(f"/e/{draft.slug}{page}").status_code == 404, page
    assert draft.slug not in client.get("/").text
    assert queries.public_fairs() == []


def test_the_team_looks_at_a_draft_and_other_teams_do_not(
    client: FlaskClient, db_session: Db, draft: Event, login: Login
) -> None:
    other = actions.create_event(NEW, actor=None, at=NOW)
    other.slug = "labe"
    login(client, "organiser", slug="labe")
    assert client.get(f"/e/{draft.slug}/").status_code == 404
    login(client, "scanner", slug=draft.slug)
    for page in PUBLIC:
        assert client.get(f"/e/{draft.slug}{page}").status_code == 200, page


def test_nobody_registers_for_a_draft(draft: Event) -> None:
    somebody = Applicant(category=draft.categories[0].id, days=frozenset({1}))
    with pytest.raises(DomainError) as refusal:
        rules.can_register(terms(draft), somebody, at=NOW + HOUR)
    assert refusal.value.code == "not_yet_open"
    opening.publish(draft, actor=None, at=NOW)
    assert rules.can_register(terms(draft), somebody, at=NOW + HOUR) == rules.Place.SEAT


def test_a_published_fair_is_found_and_can_be_withdrawn(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    opening.publish(draft, actor=None, at=NOW)
    db_session.commit()
    assert client.get(f"/e/{draft.slug}/").status_code == 200
    opening.withdraw(draft, actor=None, at=NOW)
    db_session.commit()
    assert client.get(f"/e/{draft.slug}/").status_code == 404
    acts = db_session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["event.created", "event.published", "event.withdrawn"]


def test_registration_opens_now_and_closes_now(draft: Event) -> None:
    draft.registration_opens_at = NOW + 48 * HOUR
    opening.open_registration(draft, actor=None, at=NOW)
    assert (draft.published_at, draft.registration_opens_at) == (NOW, NOW)
    end = draft.registration_closes_at
    opening.close_registration(draft, actor=None, at=NOW + HOUR)
    assert draft.registration_closes_at == NOW + HOUR
    opening.open_registration(draft, actor=None, at=NOW + 2 * HOUR)
    assert draft.registration_closes_at == end, "to the end of the fair again"
    assert draft.registration_opens_at == NOW


def test_closing_before_it_has_opened_leaves_nothing_to_open_by_itself(draft: Event) -> None:
    draft.registration_opens_at = NOW + 48 * HOUR
    opening.close_registration(draft, actor=None, at=NOW)
    assert (draft.registration_opens_at, draft.registration_closes_at) == (NOW, NOW)


def test_a_closed_fair_says_so_and_takes_nobody_until_it_is_open_again(
    client: FlaskClient, db_session: Db, draft: Event
) -> None:
    opening.open_registration(draft, actor=None, at=NOW - HOUR)
    opening.close(draft, actor=None, at=NOW - HOUR)
    db_session.commit()
    home = client.get(f"/e/{draft.slug}/?lang=en")
    assert "This fair is over" in home.text
    assert "Online registration is closed" in client.get(f"/e/{draft.slug}/register").text
    assert terms(draft).closes_at == NOW - HOUR
    opening.reopen(draft, actor=None, at=NOW)
    db_session.commit()
    assert "This fair is over" not in client.get(f"/e/{draft.slug}/").text
    assert client.get(f"/e/{draft.slug}/register").status_code == 200


def _close(event: Event) -> None:
    event.closed_at = NOW


def _invite_all(event: Event) -> None:
    for category in event.categories:
        category.admission = Admission.INVITED


@pytest.mark.parametrize(
    ("prepare", "at", "code"),
    [
        (_close, NOW, "event_closed"),
        (_invite_all, NOW, "no_category"),
        (lambda _: None, datetime.fromisoformat("2026-12-05T00:00:00+00:00"), "event_over"),
    ],
)
def test_registration_is_not_opened_in_vain(
    draft: Event, prepare: Callable[[Event], None], at: datetime, code: str
) -> None:
    prepare(draft)
    with pytest.raises(DomainError) as refusal:
        opening.open_registration(draft, actor=None, at=at)
    assert refusal.value.code == code
    assert draft.published_at is None
