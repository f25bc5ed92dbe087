"""The demonstration fair, sent through the API, is the fair that its generator has planned."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.checkin.models import Scan
from fairapp.checkin.presence import figures
from fairapp.core import clock
from fairapp.core.db import db
from fairapp.demo.fair import SLUG
from fairapp.demo.sources import generator
from fairapp.events.models import Event
from fairapp.registration.models import Registration, Source
from fairapp.reports.summary import summarise
from tests.checkin import replay


def test_three_days_come_out_as_planned(
    demo_app: Flask, demo_session: scoped_session[Session]
) -> None:
    event = db.session.scalars(select(Event).where(Event.slug == SLUG)).one()
    planned, told = figures(event), breakdowns(event)
    story = replay.take_out(event)
    db.session.commit()
    assert figures(event).entries == 0

    client = demo_app.test_client()
    with clock.stopped(replay.AFTER):
        for portion in replay.uploads(story.scans, within=timedelta(hours=1)):
            answer = client.post(
                f"/api/v1/events/{SLUG}/scans",
                json=replay.upload(portion, replay.AFTER),
                headers=replay.bearing(story.secrets[portion[0].device]),
            )
            assert answer.status_code == 200, answer.text
            assert answer.json is not None
            assert {result["status"] for result in answer.json["results"]} == {"stored"}

    db.session.rollback()
    numbers = generator()
    found = figures(event)
    assert found == planned
    assert found.person_days == numbers["person_days"]
    assert [day.persons for day in found.days if day.persons] == list(
        numbers["unique_per_day"][f"day{day}"] for day in (1, 2, 3)
    )
    assert breakdowns(event) == told
    stored = {scan.uuid: scan for scan in db.session.scalars(select(Scan))}
    assert len(stored) == len(story.scans)
    for sent in story.scans:
        scan = stored[sent.wire["uuid"]]
        assert (scan.at, scan.is_entry, scan.seq) == (sent.at, sent.is_entry, sent.wire["seq"])
    walk_ins = select(Registration.id).where(Registration.source == Source.WALK_IN)
    assert len(db.session.scalars(walk_ins).all()) >= 2 * 57


def breakdowns(event: Event) -> tuple[Any, ...]:
    """By category and sex, which is all that a walk-in tells."""
    summary = summarise(event)
    return summary.by(lambda p: p.category), summary.by(lambda p: p.sex)
