"""Plans to look at: the fair itself and three of them side by side."""

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from fairapp.demo.plan import build_plan
from fairapp.demo.site import FairPlan, Scan
from fairapp.demo.sources import generator


@pytest.fixture(scope="session", params=[1, 3], ids=["one fair", "three fairs"])
def plan(request: pytest.FixtureRequest) -> FairPlan:
    return build_plan(scale=request.param)


@pytest.fixture(scope="session")
def one_fair() -> FairPlan:
    return build_plan()


@pytest.fixture(scope="session")
def numbers() -> dict[str, Any]:
    """generator.json: what must come out."""
    return generator()


@pytest.fixture(scope="session")
def entries(plan: FairPlan) -> list[Scan]:
    """Accepted, not undone entries of counted people at entrances, in order: what reports count."""
    entrances = {point.code for point in plan.checkpoints if point.kind == "entrance"}
    undone = {scan.undoes for scan in plan.scans if scan.kind == "undo"}
    people = {person.key for person in plan.people}
    kept = [
        scan
        for scan in plan.scans
        if scan.is_entry
        and scan.checkpoint in entrances
        and scan.person in people
        and scan.uuid not in undone
    ]
    return sorted(kept, key=lambda scan: (scan.occurred_at, scan.uuid))


@pytest.fixture(scope="session")
def first_entries(plan: FairPlan, entries: list[Scan]) -> dict[tuple[int, int], Scan]:
    """First entry of each (person, event day)."""
    firsts: dict[tuple[int, int], Scan] = {}
    for scan in entries:
        assert scan.person is not None
        firsts.setdefault((scan.person, scan.occurred_at.day - 1), scan)
    return firsts


@pytest.fixture(scope="session")
def expected(plan: FairPlan) -> Callable[[dict[Any, int]], Counter[Any]]:
    """Counts of generator.json for the scale of the plan, without zeros."""

    def times_scale(counts: dict[Any, int]) -> Counter[Any]:
        return Counter({key: count * plan.scale for key, count in counts.items() if count})

    return times_scale
