"""Why badges were printed, in words."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.badges.models import Reason

REASON_LABELS = {
    Reason.FIRST: _l("First print"),
    Reason.CORRECTED: _l("Corrected"),
    Reason.LOST: _l("Lost badge replaced"),
    Reason.DAMAGED: _l("Damaged badge replaced"),
    Reason.AGAIN: _l("Printed again"),
    Reason.PAGES: _l("Sheets printed again"),
}
