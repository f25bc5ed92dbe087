"""Reads of a fair's design: the one that is kept, its logos, the layout as it is to be printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import select

from fairapp.badges.layouts import LAYOUTS
from fairapp.badges.sheets import Layout
from fairapp.badges.studio.design import Design
from fairapp.badges.studio.models import BadgeDesign
from fairapp.core.db import db
from fairapp.core.storage import StoredFile
from fairapp.events.models import Event


def design_of(event: Event) -> Design:
    """The fair's own design, or the ready-made one."""
    kept = find(event)
    return kept.design if kept is not None else Design()


def design_with(event: Event, sides: str | None, margin: int | None) -> Design:
    """The fair's own design, with these sides and this margin instead of its own."""
    design = design_of(event)
    return replace(
        design,
        sides=design.sides if sides is None else sides,
        margin=design.margin if margin is None else margin,
    )


def find(event: Event) -> BadgeDesign | None:
    """What was changed, if anything was."""
    return db.session.scalar(select(BadgeDesign).where(BadgeDesign.event_id == event.id))


def layout_of(event: Event, key: str) -> Layout:
    """A layout with the sides and the margin that the fair's design asks for."""
    design = design_of(event)
    return LAYOUTS[key].arranged(design.sides, design.margin)


def logos_of(event: Event, ids: Sequence[int]) -> list[StoredFile]:
    """The fair's stored files with these ids, in that order."""
    if not ids:
        return []
    query = select(StoredFile).where(StoredFile.id.in_(ids), StoredFile.event_id == event.id)
    found = {file.id: file for file in db.session.scalars(query)}
    return [found[key] for key in ids if key in found]
