"""What the fields of the registration form have in common."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.validators import Length

from fairapp.registration.names import clean_line, clean_name, clean_text

CHOOSE = _l("Please choose an answer.")


def at_most(length: int) -> Length:
    """No longer than the column."""
    return Length(max=length, message=_l("At most %(max)d characters, please."))


def _filtered(clean: Callable[[str], str]) -> Sequence[Callable[[Any], Any]]:
    return (lambda value: clean(value) if isinstance(value, str) else value,)


LINE = _filtered(clean_line)
NAME = _filtered(clean_name)
TEXT = _filtered(clean_text)
