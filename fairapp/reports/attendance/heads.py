"""What stands above the columns."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

LABELS = {
    "number": _l("No."),
    "badge": _l("Badge"),
    "family": _l("Family name"),
    "given": _l("Given names"),
    "sex": _l("Sex"),
    "age": _l("Age group"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "category": _l("Category"),
    "origin": _l("From"),
    "contact": _l("Phone, e-mail"),
    "first_time": _l("First time"),
    "remarks": _l("Remarks"),
    "time": _l("Time of entry"),
    "sign_morning": _l("Signature morning"),
    "sign_afternoon": _l("Signature afternoon"),
    "signature": _l("Signature"),
}
"""By key of the column, on paper."""

SHORT_CATEGORY = _l("Cat.")
"""Where the column holds letters."""
