"""A fair made from an earlier one pays by the same rates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from fairapp.core.audit import Actor
from fairapp.events.copying import Part
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied
from fairapp.reports.payments import actions, queries


@fair_copied.connect
def copy_rates(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """Rates, and who of the categories that came along is paid; no list, correction or payee."""
    kept = queries.scale(source)
    if Part.PAYMENTS not in parts or kept is None:
        return
    terms, codes = queries.terms_of(kept), {category.code for category in event.categories}
    eligible = {code: who for code, who in terms.eligible.items() if code in codes}
    actions.set_terms(event, replace(terms, eligible=eligible), actor=actor, at=at)
