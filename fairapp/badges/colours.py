"""What can be read on a category's colour. On paper it is printed as it was chosen."""

from __future__ import annotations

import re

from fairapp.events.colours import BLACK, WHITE, contrast

GREY = "#5b5b57"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def text_on(colour: str) -> str:
    """White where it reads well on `colour` (at least 4.5:1), else black, which then does."""
    return WHITE if contrast(colour, WHITE) >= 4.5 else BLACK


def safe(colour: str) -> str:
    """`colour` as #rrggbb in lower case; grey for anything else that got into the database."""
    return colour.lower() if _HEX.fullmatch(colour) else GREY
