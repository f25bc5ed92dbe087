"""A search of the whole fair for duplicates, as the worker makes it; run as a command of its own.

python -m benchmarks.duplicates journees-2026
"""

from __future__ import annotations

import sys

from sqlalchemy import select

from fairapp import create_app
from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration.duplicates import searches


def main(slug: str) -> None:
    """Search once."""
    with create_app().app_context():
        event = db.session.scalars(select(Event).where(Event.slug == slug)).one()
        searches.search(event.id, at=event.created_at, progress=lambda done, total: None)


if __name__ == "__main__":
    main(sys.argv[1])
