"""Why a scan is to be looked at, in words."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fairapp.checkin.review.queries import Kind

# How `codes.describe` keeps a code whose words may be a person's.
_DESCRIBED = re.compile(r"(\d+) characters, ([0-9a-f]{8})")


class Why(NamedTuple):
    """A kind: its name, and what it means for the figures."""

    name: Any
    meaning: Any


KINDS = {
    Kind.TWICE: Why(
        _l("Let in twice"),
        _l(
            "Two gates without network let the same badge in as new. Only the earlier entry counts"
            " as the admission; nobody is counted twice. The same badge at two gates at once may"
            " be two people."
        ),
    ),
    Kind.FORCED: Why(
        _l("Let in, refused by the server"),
        _l(
            "A phone without network did not know better: the badge had been revoked, the"
            " registration changed, the room was full. They are inside and not counted."
        ),
    ),
    Kind.UNSETTLED: Why(
        _l("Never settled"),
        _l("Let in provisionally, and no badge was found for it afterwards, or no time."),
    ),
    Kind.OVERRIDDEN: Why(
        _l("Against the verdict"),
        _l("Somebody who may do so let them in, and said why. They are counted."),
    ),
    Kind.CLOCK: Why(
        _l("Doubtful clocks"),
        _l("The phone’s clock was set in between, or shows a moment far from the fair."),
    ),
    Kind.PAPER: Why(
        _l("Typed from paper"),
        _l("Typed in afterwards, under the name of whoever did it, at the times on the sheet."),
    ),
}


def spelt(raw: str) -> str:
    """A foreign code as it was kept, in the reader's language."""
    found = _DESCRIBED.fullmatch(raw)
    if found is None:
        return raw
    length = ngettext("%(num)d character", "%(num)d characters", int(found[1]))
    return f"{length} · {found[2]}"
