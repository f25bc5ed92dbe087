"""When blank badges became somebody's: before, a scan of one was of a badge that is nobody's.

A gate scans a blank badge, and then registers whoever holds it: two scans, one arrival. They come
in one upload or in two, in whatever order, and must be told apart by their moments.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime

from fairapp.checkin import queries
from fairapp.checkin.cards import CardRow
from fairapp.checkin.codes import Code

# In place of the moment of a scan that is yet to be decided.
_LATER = datetime.max.replace(tzinfo=UTC)


class Giving:
    """When the blank badges among `cards` were given. `arrived`: codes given in this very upload,
    by scans which are yet to be decided.
    """

    def __init__(self, cards: Mapping[Code, CardRow], arrived: Iterable[Code]) -> None:
        held = {
            code: card.badge_id
            for code, card in cards.items()
            if card.badge_id is not None and card.is_blank_stock and card.person
        }
        new = {held[code]: _LATER for code in arrived if code in held}
        self._at = new | queries.given(set(held.values()))

    def at(self, badge_id: int | None) -> datetime | None:
        """When a badge became its holder's; None when it always was, or is nobody's."""
        return self._at.get(badge_id) if badge_id is not None else None

    def give(self, badge_id: int | None, at: datetime) -> None:
        """The scan that gives the badge is being decided: those after it find it given."""
        if badge_id in self._at:
            self._at[badge_id] = min(at, self._at[badge_id])
