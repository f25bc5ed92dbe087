"""Numbers as people type them: `12, 40-60`."""

from __future__ import annotations

import re

from flask_babel import lazy_gettext as _l

from fairapp.core.errors import DomainError

_RANGE = re.compile(r"(\d{1,7})(?:[-–—](\d{1,7}))?")
# Arabic keyboards write another comma.
_APART = re.compile(r"[,;،\s]+")
_AROUND_DASH = re.compile(r"\s*([-–—])\s*")
MOST = 100_000


def parse(text: str) -> list[tuple[int, int]]:
    """First and last of each stretch. DomainError `numbers` when it cannot be read."""
    stretches = []
    for word in filter(None, _APART.split(_AROUND_DASH.sub(r"\1", text.strip()))):
        match = _RANGE.fullmatch(word)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (1, 0)
        if not 0 < first <= last:
            raise DomainError("numbers", _l("Write numbers like 12, 40–60."), field="numbers")
        stretches.append((first, last))
    return stretches


def spread(text: str, most: int) -> list[int]:
    """Every number up to `most`, each once, in order."""
    found = {n for first, last in parse(text) for n in range(first, min(last, most) + 1)}
    return sorted(found)
