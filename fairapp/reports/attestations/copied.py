"""A fair made from an earlier one attests in the same words."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from fairapp.badges.studio.queries import logos_of
from fairapp.core.audit import Actor
from fairapp.events.copying import Part, same_file
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied
from fairapp.reports.attestations import actions
from fairapp.reports.attestations.queries import find_design


@fair_copied.connect
def copy_design(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """The design with its logos, and who signs; nothing that was issued, nor anybody's name."""
    kept = find_design(source)
    if Part.ATTESTATIONS not in parts or kept is None:
        return
    logos = tuple(same_file(file, event).id for file in logos_of(source, kept.design.logos))
    actions.change_design(event, replace(kept.design, logos=logos), actor=actor, at=at)
