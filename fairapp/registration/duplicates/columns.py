"""What is read of a registration to compare it."""

from __future__ import annotations

from typing import Any

from fairapp.registration.models import Registration, Status

# Whoever takes a place, or waits for one: of two such registrations one is too many.
LIVE = (Status.CONFIRMED, Status.PENDING, Status.OFFERED, Status.WAITING)
TOLD = (
    *(Registration.given_names, Registration.family_name, Registration.phone),
    *(Registration.phone_2, Registration.email, Registration.organisation),
    *(Registration.birth_year, Registration.birth_date, Registration.birth_approximate),
    *(Registration.sex, Registration.locality),
)
"""The columns of `persons.Told`."""


def who(row: Any) -> int:
    """The registration that counts, of a row with `id` and `merged_into_id`."""
    return int(row.merged_into_id or row.id)
