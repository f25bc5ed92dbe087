"""Nothing that can hold words is forgotten when somebody is erased."""

from __future__ import annotations

from flask import Flask
from sqlalchemy import String, Text

from fairapp.core import personal
from fairapp.core.db import db
from fairapp.registration.models import Registration
from fairapp.registration.privacy.persons import EMPTIED
from fairapp.registration.privacy.rules import BAND_STARTS
from fairapp.reports.ages import BANDS

# What is left of a registration: codes that figures ask for.
_STAYS = {
    *("reference", "pass_key", "status", "source", "relation", "sex", "region", "country"),
    *("language", "search_text"),
}


def test_every_column_of_words_is_declared(app: Flask) -> None:
    """Whoever adds a table says in its feature's `holdings` what it holds of people."""
    assert personal.undeclared() == []


def test_a_column_that_nobody_declares_is_found(app: Flask) -> None:
    known = personal._settled.pop("answer")
    try:
        assert "answer.text" in personal.undeclared()
    finally:
        personal._settled["answer"] = known


def test_what_is_declared_exists(app: Flask) -> None:
    tables = db.metadata.tables
    for holding in personal.holdings:
        assert set(holding.emptied) <= set(tables[holding.table].c.keys())
        assert holding.person in tables[holding.table].c
    for mention in personal.mentions_of_people:
        assert set(mention.columns) <= set(tables[mention.table].c.keys())
    assert set(personal._settled) <= set(tables)


def test_every_column_of_a_registration_is_emptied_or_stays_for_figures() -> None:
    words = {
        c.name
        for c in Registration.__table__.columns
        if isinstance(c.type, String | Text) and c.name not in _STAYS
    }
    emptied = {name for values in EMPTIED.values() for name in values}
    assert words - emptied == set()


def test_age_bands_begin_where_those_of_the_reports_do() -> None:
    assert tuple(low for low, _high in BANDS.values()) == BAND_STARTS
