"""The payment list of the demonstration fair has the generator's numbers."""

from __future__ import annotations

from collections import Counter

import pytest
from sqlalchemy import select

from fairapp.core.db import db
from fairapp.demo.load import SLUG
from fairapp.demo.sources import generator, matrix
from fairapp.events.models import Event
from fairapp.reports.payments import queries
from fairapp.reports.payments.models import Mode, Payee
from fairapp.reports.payments.warnings import warnings


@pytest.fixture
def fair(demo_session):
    return demo_session.scalars(select(Event).where(Event.slug == SLUG)).one()


def test_who_is_paid_is_what_the_generator_says(demo_session, fair):
    told = generator()["reimbursement_illustrative"]
    live = queries.live(fair, queries.terms_of(queries.scale(fair)))
    regions = Counter(line.region for line in live.lines)
    here = regions.pop("Conakry")
    assert (here, sum(regions.values())) == (
        told["eligible_conakry_transport"],
        told["eligible_interior"],
    )
    assert regions == {
        region: count
        for region, count in generator()["regions_attendees"].items()
        if region not in ("Conakry", "Étranger")
    }
    # Diplomats and donors from elsewhere are paid by nobody; the others came from abroad.
    assert len(live.no_rate) == matrix("region")["ong"]["Étranger"]
    assert (len(live.left_out), len(live.no_origin)) == (7, 0)


def test_amounts_are_days_times_rates_and_the_way(demo_session, fair):
    told = generator()["reimbursement_illustrative"]
    ways = told["interior_transport_gnf_by_region"]
    live = queries.live(fair, queries.terms_of(queries.scale(fair)))
    wanted = sum(
        len(line.days) * told["local_transport_per_day_gnf"]
        if line.region == "Conakry"
        else len(line.days) * told["interior_per_diem_per_night_gnf"] + ways[line.region]
        for line in live.lines
    )
    assert live.total == wanted == sum(line.amount for line in live.lines)


def test_ways_of_paying_and_warnings(demo_session, fair):
    modes = Counter(db.session.scalars(select(Payee.mode).where(Payee.event_id == fair.id)))
    share = generator()["reimbursement_illustrative"]["paid_mobile_money"]
    assert modes == {Mode.MOBILE: round(share * 344), Mode.CASH: 344 - round(share * 344)}
    live = queries.live(fair, queries.terms_of(queries.scale(fair)))
    found = warnings(fair, live, queries.payees(fair))
    assert found.unseen == [] and found.no_origin == [] and found.same_document == []
    assert found.on_paper and found.same_phone
