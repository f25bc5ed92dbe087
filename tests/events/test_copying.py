"""A fair made from an earlier one: what comes along, and who never does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.accounts.models import Membership, User
from fairapp.badges.studio.queries import design_of, logos_of
from fairapp.checkin.models import Device, Scan
from fairapp.core import storage
from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.core.personal import Stage
from fairapp.demo.load import SLUG
from fairapp.events.copying import Part, copy_event
from fairapp.events.models import Event
from fairapp.programme.editing.models import Draft
from fairapp.programme.models import Session as ProgrammeSession
from fairapp.programme.models import SessionKind, Speaker
from fairapp.registration.models import Registration
from fairapp.registration.privacy.actions import set_delays
from fairapp.registration.privacy.queries import days_of
from fairapp.registration.privacy.rules import DEFAULTS
from fairapp.registration.questions.models import Question
from fairapp.reports.attestations.actions import change_design
from fairapp.reports.attestations.design import Signatory
from fairapp.reports.attestations.queries import design_of as design_of_attestations
from fairapp.reports.attestations.queries import find_design
from fairapp.reports.payments.models import Adjustment, Payee
from fairapp.reports.payments.queries import scale, terms_of
from tests.conftest import NOW, Login

Db = scoped_session[Session]
PNG = b"\x89PNG\r\n\x1a\n any picture"
PEOPLE = (Registration, Scan, Device, Speaker, ProgrammeSession)


@pytest.fixture
def source(demo_client: FlaskClient) -> Iterator[Event]:
    with demo_client.application.app_context():
        yield db.session.scalars(select(Event)).one()
        db.session.rollback()


def _somebody() -> User:
    return db.session.scalars(select(User).join(Membership).order_by(User.id)).all()[0]


def _copy(source: Event, *parts: Part) -> Event:
    event = copy_event(
        source,
        name=LocalizedText(fr="La suivante"),
        first_day=date(2028, 2, 29),
        slug="",
        parts=parts,
        actor=_somebody(),
        at=NOW,
    )
    db.session.flush()
    db.session.expire_all()
    return event


def _count(model: type, event: Event) -> int:
    return len(db.session.scalars(select(model).filter_by(event_id=event.id)).all())


def test_everything_that_was_set_up_comes_along_and_nobody(source: Event) -> None:
    event = _copy(source, *Part)
    assert (event.slug, event.published_at) == ("la-suivante-2028", None)
    assert [day.date.isoformat() for day in event.days] == [
        "2028-02-29",
        "2028-03-01",
        "2028-03-02",
    ]
    assert (event.description, event.capacity) == (source.description, source.capacity)
    assert not event.is_demonstration
    assert [c.code for c in event.categories] == [c.code for c in source.categories]
    assert [room.code for room in event.rooms] == [room.code for room in source.rooms]
    assert len(event.stands) == len(source.stands)
    assert {stand.held_by for stand in event.stands} == {""}
    assert [gate.code for gate in event.checkpoints] == [g.code for g in source.checkpoints]
    for gate, earlier in zip(event.checkpoints, source.checkpoints, strict=True):
        assert [c.code for c in gate.categories] == [c.code for c in earlier.categories]
        assert [d.number for d in gate.days] == [d.number for d in earlier.days]
    assert _count(SessionKind, event) == _count(SessionKind, source)
    assert _count(Question, event) == _count(Question, source) > 0
    for model in PEOPLE:
        assert _count(model, source) > 0, model
        assert _count(model, event) == 0, model
    own = {m.user_id for m in db.session.scalars(select(Membership).filter_by(event_id=event.id))}
    assert own == {
        m.user_id for m in db.session.scalars(select(Membership).filter_by(event_id=source.id))
    }


def test_the_programme_comes_at_the_same_hours_without_whoever_spoke(source: Event) -> None:
    event = _copy(source, Part.PROGRAMME, Part.ROOMS)
    before = {d.code: d for d in db.session.scalars(select(Draft).filter_by(event_id=source.id))}
    after = {d.code: d for d in db.session.scalars(select(Draft).filter_by(event_id=event.id))}
    assert set(after) == {code for code, draft in before.items() if not draft.is_cancelled}
    assert any(draft.parts for draft in before.values())
    for code, draft in after.items():
        earlier = before[code]
        assert draft.parts == ()
        assert {(act.speaker, act.performers) for act in draft.acts} <= {(None, "")}
        assert (draft.kind.code, draft.title) == (earlier.kind.code, earlier.title)
        assert draft.kind.event_id == event.id
        if draft.room is not None:
            assert draft.room.event_id == event.id
        if earlier.starts_at is not None and draft.starts_at is not None:
            assert event.local(draft.starts_at).time() == source.local(earlier.starts_at).time()
            assert draft.day is not None
            assert event.local(draft.starts_at).date() == draft.day.date


def test_attestations_rates_and_delays_come_along_with_their_logos(source: Event) -> None:
    """And nobody who was paid by them."""
    logo = storage.store(PNG, name="logo.png", mimetype="image/png", event_id=source.id)
    signed = (Signatory("Hawa Kourouma", LocalizedText(fr="La ministre")),)
    design = replace(design_of_attestations(source), logos=(logo.id,), signatories=signed)
    change_design(source, design, actor=_somebody(), at=NOW)
    set_delays(source, {**DEFAULTS, Stage.CONTACTS: 30}, actor=None, at=NOW)
    event = _copy(source, *Part)
    copied = design_of_attestations(event)
    (own,) = logos_of(event, copied.logos)
    assert (own.id != logo.id, own.path.read_bytes()) == (True, PNG)
    assert replace(copied, logos=design.logos) == design
    assert days_of(event) == {**DEFAULTS, Stage.CONTACTS: 30}
    before, after = scale(source), scale(event)
    assert before is not None and after is not None
    assert (terms_of(after), after.changed_at) == (terms_of(before), NOW)
    for model in (Adjustment, Payee):
        assert _count(model, source) > 0, model
        assert _count(model, event) == 0, model


def test_rates_are_for_the_categories_that_came_along(source: Event) -> None:
    kept = scale(source)
    assert kept is not None
    kept.eligible = {**kept.eligible, "invites_du_jour": "everybody"}
    source.categories[0].code = "invites_du_jour"
    db.session.flush()
    copied = scale(_copy(source, Part.PAYMENTS))
    assert copied is not None
    assert set(copied.eligible) == set(kept.eligible) - {"invites_du_jour"}


def test_what_is_left_out_begins_as_from_nothing(source: Event) -> None:
    event = _copy(source)
    assert event.description == LocalizedText()
    assert len(event.categories) == 14
    assert [gate.code for gate in event.checkpoints] == ["G1", "G2", "T1"]
    assert event.rooms == event.stands == []
    assert _count(Draft, event) == _count(Question, event) == 0
    assert _count(SessionKind, event) > 0
    assert [
        m.role for m in db.session.scalars(select(Membership).filter_by(event_id=event.id))
    ] == ["organiser"]
    assert design_of(event).wifi_word == ""
    assert (scale(event), find_design(event)) == (None, None)


def test_a_door_never_opens_to_everybody_by_being_copied(source: Event) -> None:
    gate = source.checkpoints[0]
    alone = source.categories[0]
    alone.code, gate.categories = "invites_du_jour", [alone]
    db.session.flush()
    assert gate.code not in {g.code for g in _copy(source, Part.CHECKPOINTS).checkpoints}


def test_the_page_makes_a_draft_and_goes_on_with_the_guide(
    demo_client: FlaskClient, source: Event, login: Login
) -> None:
    login(demo_client, "organiser")
    assert demo_client.get("/staff/new/copy").status_code == 403
    login(demo_client, "administrator")
    page = demo_client.get(f"/staff/new/copy?from={SLUG}&lang=fr").text
    assert 'href="/staff/new/copy"' in demo_client.get("/staff/new").text
    assert 'value="texts" checked' in page or 'checked id="parts-0"' in page
    sent = {"source": SLUG, "name-fr": "La suivante", "first_day": "2027-03-03", "parts": ["rooms"]}
    wrong = demo_client.post("/staff/new/copy", data={**sent, "first_day": "", "source": "autre"})
    assert wrong.status_code == 422
    assert 'id="first_day-error"' in wrong.text
    assert 'id="source-error"' in wrong.text
    assert 'value="La suivante"' in wrong.text
    answer = demo_client.post("/staff/new/copy", data=sent)
    assert answer.location == "/staff/la-suivante-2027/guide/name"
    assert demo_client.get("/staff/la-suivante-2027/").status_code == 200
    assert demo_client.get("/e/la-suivante-2027/").status_code == 200
    assert demo_client.application.test_client().get("/e/la-suivante-2027/").status_code == 404
