"""The five marks in words, the worst first."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

MARKS = {
    1: _l("Bad"),
    2: _l("Not so good"),
    3: _l("Middling"),
    4: _l("Good"),
    5: _l("Very good"),
}
