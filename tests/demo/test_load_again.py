"""Loading twice, in the wrong database, several times over, and from the command line."""

import pytest
from sqlalchemy import func, select

from fairapp.accounts.models import Membership, User
from fairapp.badges.models import Badge
from fairapp.checkin import presence
from fairapp.checkin.models import Device, Scan, Tally
from fairapp.core import clock
from fairapp.demo.cli import cli
from fairapp.demo.load import LOGINS, PASSWORD, LoadRefused, load
from fairapp.events.models import Event
from fairapp.registration.models import Delegation, Registration


def counts(session):
    tables = (Event, Registration, Delegation, Badge, Scan, Device, Tally, User, Membership)
    return [session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_loading_again_is_refused_and_replacing_gives_the_same(db_session):
    load()
    before = counts(db_session)
    tokens = list(db_session.scalars(select(Badge.token).order_by(Badge.number)))
    keys = list(db_session.scalars(select(Registration.pass_key).order_by(Registration.id)))
    with pytest.raises(LoadRefused, match="--replace"):
        load()
    assert counts(db_session) == before
    load(replace=True)
    assert counts(db_session) == before
    assert list(db_session.scalars(select(Badge.token).order_by(Badge.number))) == tokens
    assert list(db_session.scalars(select(Registration.pass_key).order_by(Registration.id))) == keys


def test_a_database_with_a_real_fair_is_left_alone(db_session):
    now = clock.now()
    db_session.add(Event(slug="foire-2027", name={"fr": "Foire"}, created_at=now, published_at=now))
    db_session.commit()
    with pytest.raises(LoadRefused, match="real fair"):
        load()
    assert counts(db_session)[:2] == [1, 0]
    assert counts(db_session)[-2:] == [0, 0]


def test_a_database_with_accounts_is_left_alone(db_session):
    db_session.add(User(email="a@example.org", name="A", password_hash="x", created_at=clock.now()))
    db_session.commit()
    with pytest.raises(LoadRefused, match="accounts of its own"):
        load()
    assert counts(db_session)[0] == 0


def test_scale_multiplies_people_and_what_they_do(db_session):
    report = load(scale=2)
    event = db_session.scalars(select(Event)).one()
    figures = presence.figures(event)
    assert (figures.unique, figures.person_days) == (800, 2 * 994)
    assert report.registrations == 2 * (490 + 24)
    assert db_session.scalar(select(func.count(User.id))) == len(LOGINS)


def test_rows_after_the_load_get_ids_of_their_own(db_session):
    load()
    event = db_session.scalars(select(Event)).one()
    device = Device(event_id=event.id, code="NEW", name="Neu")
    db_session.add(device)
    db_session.commit()
    assert device.id > db_session.scalar(select(func.min(Device.id)))


def test_command(app):
    run = app.test_cli_runner().invoke
    first = run(cli, ["load"])
    assert first.exit_code == 0, first.output
    assert "514 registrations" in first.output
    assert PASSWORD in first.output
    again = run(cli, ["load"])
    assert again.exit_code == 1
    assert "--replace" in again.output
    assert "nothing was loaded" in run(cli, ["load", "--if-empty"]).output
    assert run(cli, ["load", "--replace"]).exit_code == 0
    assert run(cli, ["load", "--scale", "0"]).exit_code == 2
