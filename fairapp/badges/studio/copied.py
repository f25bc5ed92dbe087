"""A fair made from an earlier one has badges that look alike."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime

from fairapp.badges.studio import actions
from fairapp.badges.studio.queries import find, logos_of
from fairapp.core.audit import Actor
from fairapp.events.copying import Part, same_file
from fairapp.events.models import Event
from fairapp.events.signals import fair_copied


@fair_copied.connect
def copy_design(
    event: Event, *, source: Event, parts: Collection[str], actor: Actor, at: datetime
) -> None:
    """The design with its logos; not the network of the place where the earlier fair was."""
    kept = find(source)
    if Part.BADGES not in parts or kept is None:
        return
    logos = tuple(same_file(file, event).id for file in logos_of(source, kept.design.logos))
    design = replace(kept.design, logos=logos, wifi_name="", wifi_word="")
    actions.change(event, design, actor=actor, at=at)
