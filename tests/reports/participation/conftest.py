"""The report of the demonstration fair, whole and to be shared, read once for a file of tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask_babel import force_locale

from fairapp.events.context import find_event
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.participation.facts import Facts, gather
from fairapp.reports.participation.rules import Protection

SLUG = "journees-2026"
EVIDENCE = Evidence(
    number="4KX7M2QP9DAB",
    data_at=datetime(2026, 12, 5, 9, 30, tzinfo=UTC),
    scans=4321,
    scans_digest="ab" * 32,
    address="https://foire.example.org/check/4KX7-M2QP-9DAB",
    made_by="Aïssatou Bah",
)


@pytest.fixture(scope="module")
def protections() -> list[Protection]:
    """What is left out of the demonstration fair, found once for a file of tests."""
    return []


@pytest.fixture
def demo(demo_app: Flask, protections: list[Protection]) -> Iterator[Callable[[bool], Facts]]:
    """The facts of the demonstration fair: `demo(False)` all of them, `demo(True)` to be shared."""
    with demo_app.app_context(), force_locale("en"):
        event = find_event(SLUG)
        assert event is not None

        def read(shared: bool) -> Facts:
            if shared and protections:
                facts = gather(event, shared=False, until=EVIDENCE.data_at)
                return replace(facts, shared=True, protection=protections[0])
            facts = gather(event, shared=shared, until=EVIDENCE.data_at)
            if shared:
                protections.append(facts.protection)
            return facts

        yield read
