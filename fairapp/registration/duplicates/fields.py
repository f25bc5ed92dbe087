"""What two registrations are compared by, side by side, and what is kept together."""

from __future__ import annotations

FIELDS: dict[str, tuple[str, ...]] = {
    "name": ("given_names", "family_name", "name_raw"),
    "honorific": ("honorific",),
    "name_other_script": ("name_other_script",),
    "precision": ("precision",),
    "sex": ("sex",),
    "birth": ("birth_year", "birth_date", "birth_approximate"),
    "phone": ("phone_raw", "phone", "phone_2", "phone_doubtful"),
    "email": ("email",),
    "organisation": ("organisation",),
    "position": ("position",),
    "category": ("category_id",),
    "place": ("region", "locality", "country"),
    "language": ("language",),
    "first_time": ("first_time",),
    "needs_help": ("needs_help",),
    "photo_consent": ("photo_consent",),
    "share_name": ("share_name",),
    "contact_after": ("contact_after",),
    "days": ("days",),
    "note": ("note",),
}
"""By the name shown, the columns of `Registration` that are taken together."""
