"""Contrast between a category's colour and what is written on it."""

from __future__ import annotations

import re

WHITE = "#ffffff"
BLACK = "#000000"
PAPER_GREY = "#5b5b57"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def text_on(colour: str) -> str:
    """White where it reads well on `colour` (at least 4.5:1), else black, which then does."""
    return WHITE if contrast(colour, WHITE) >= 4.5 else BLACK


def safe(colour: str, fallback: str = PAPER_GREY) -> str:
    """`colour` as #rrggbb in lower case; `fallback` for anything else that got into the
    database.
    """
    return colour.lower() if _HEX.fullmatch(colour) else fallback


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two #rrggbb colours by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
