"""A part of what a fair knows of somebody."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """`code` names it to programs; rows are label and value, in words."""

    code: str
    label: str
    rows: list[tuple[str, str]]
