"""Breakdowns on the board, longest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.events.models import Event
from fairapp.registration.models import Sex, Source

NOT_GIVEN = _l("Not given")
SOURCES = {
    Source.ONLINE: _l("Online"),
    Source.DELEGATION: _l("Delegations"),
    Source.PROTOCOL: _l("Protocol"),
    Source.STAFF: _l("By phone or on paper"),
    Source.WALK_IN: _l("On site"),
    Source.SUBSTITUTE: _l("Substitutes"),
}
SEXES = {Sex.FEMALE: _l("Women"), Sex.MALE: _l("Men"), None: NOT_GIVEN}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a breakdown; `share` is in percent of all, `width` of the longest bar."""

    label: Any
    count: int
    share: float
    width: float


def category_names(event: Event) -> dict[int, Any]:
    """Labels by category id."""
    return {category.id: category.name for category in event.categories}


def bars(counts: Mapping[Any, int], labels: Mapping[Any, Any]) -> list[Bar]:
    """The longest first; what has no label in `labels` is its own label."""
    total, longest = sum(counts.values()), max(counts.values(), default=0)
    order = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
    return [
        Bar(labels.get(key, key), n, round(100 * n / total, 1), round(100 * n / longest, 1))
        for key, n in order
    ]


def at_least(rows: Sequence[Bar], count: int, limit: int) -> list[Bar]:
    """The first `limit` rows that stand for `count` people or more: a group of one or two names
    them to a hall that sees who has just come in.
    """
    return [row for row in rows if row.count >= count][:limit]
