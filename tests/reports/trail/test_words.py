"""Every act that the code writes to the log has words, and belongs to a group."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from fairapp.reports.payments.models import Step
from fairapp.reports.trail.words import ACTS, FIELDS, GROUPS, UNTOLD

SOURCES = Path(__file__).parents[3] / "fairapp"
_ACT = re.compile(r"[a-z_]+(\.[a-z_]+)+|scan_[a-z]+")
# Written like acts where acts are recorded: tasks of the queue, and files.
_OTHERS = {
    "announcements.write",
    "attestations.tell",
    "backup.nightly",
    "doors.pdf",
    "liste.txt",
}
# Those whose callers make an act's name of a part.
_PARTS = {f"payments.{step}" for step in Step}


def acts(path: Path) -> Iterator[str]:
    """Texts like names of acts in a file that records some."""
    source = path.read_text()
    if not re.search(r"\b(audit\.record|set_status)\(", source):
        return
    for node in ast.walk(ast.parse(source)):
        value = node.value if isinstance(node, ast.Constant) else None
        if isinstance(value, str) and _ACT.fullmatch(value) and not value.endswith(".id"):
            yield value


def test_every_act_has_words_and_a_group(app: Flask) -> None:
    found = {act for path in SOURCES.rglob("*.py") for act in acts(path)} | _PARTS
    found -= _OTHERS | app.view_functions.keys()
    areas = {area for _name, its in GROUPS.values() for area in its}
    assert len(found) > 100
    assert found - set(ACTS) == set(), "say it in fairapp/reports/trail/words.py"
    assert {act.partition(".")[0] for act in found} - areas == set()


@pytest.mark.usefixtures("demo_session")
def test_what_the_demonstration_tells_has_names() -> None:
    entries = db.session.scalars(select(AuditEntry)).all()
    told = {name for entry in entries for name in _names(entry.details)}
    assert len(entries) > 100 and len(told) > 10
    assert told - set(FIELDS) - UNTOLD == set(), "name it in fairapp/reports/trail/words.py"


def _names(details: Mapping[str, Any]) -> Iterator[str]:
    for name, value in details.items():
        nested = name in {"changed", "was", "is"} and isinstance(value, dict)
        yield from _names(value) if nested else (name,)
