"""Every act that the code writes to the log has words, and belongs to a group."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from fairapp.reports.payments.models import Step
from fairapp.reports.trail.words import ACTS, GROUPS

SOURCES = Path(__file__).parents[3] / "fairapp"
_ACT = re.compile(r"[a-z_]+(\.[a-z_]+)+|scan_[a-z]+")
# Those whose callers make an act's name of a part.
_PARTS = {f"payments.{step}" for step in Step}


def acts(path: Path) -> Iterator[str]:
    """Names of acts in one file: what is given to what records them, and what variables hold."""
    tree = ast.parse(path.read_text())
    for node in ast.walk(tree):
        called = isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2]
        named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]).rpartition(", ")[2]
        if called in {"record", "set_status", "_set", "_decide"} or named in {"act", "action"}:
            for part in ast.walk(node):
                value = part.value if isinstance(part, ast.Constant) else None
                if isinstance(value, str) and _ACT.fullmatch(value):
                    yield value


def test_every_act_has_words_and_a_group() -> None:
    found = {act for path in SOURCES.rglob("*.py") for act in acts(path)} | _PARTS
    areas = {area for _name, its in GROUPS.values() for area in its}
    assert len(found) > 100
    assert found - set(ACTS) == set(), "say it in fairapp/reports/trail/words.py"
    assert {act.partition(".")[0] for act in found} - areas == set()
