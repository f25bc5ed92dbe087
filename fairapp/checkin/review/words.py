"""Why a scan is to be looked at, in words."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask_babel import lazy_gettext as _l

from fairapp.checkin.review.queries import Kind


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
