"""A category's colour on paper, as it was chosen."""

from __future__ import annotations

import re

GREY = "#5b5b57"
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def safe(colour: str) -> str:
    """`colour` as #rrggbb in lower case; grey for anything else that got into the database."""
    return colour.lower() if _HEX.fullmatch(colour) else GREY
