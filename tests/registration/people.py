"""A small fair and people for it, for tests of registrations and passes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Admission, Category, Event, EventDay
from fairapp.registration import actions, phones
from fairapp.registration.actions import Details
from fairapp.registration.models import Delegation, Registration, Source

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)


def make_fair(slug: str = "foire", **values: Any) -> Event:
    """A fair of three days, flushed. Categories: `ong` and `police` are open, `officiel` and the
    uncounted `staff` are given by the team."""
    event = Event(
        slug=slug,
        name=LocalizedText(fr="Foire d’échanges", en="Exchange fair", ar="معرض التبادل"),
        place=LocalizedText(fr="Palais du Peuple"),
        city="Conakry",
        created_at=AT,
        published_at=AT,
        days=[EventDay(number=n, date=date(2026, 12, 1 + n)) for n in (1, 2, 3)],
        categories=[
            _category(1, "ong", "ONG et associations", "O"),
            _category(2, "police", "Police nationale", "P"),
            _category(3, "officiel", "Autorités", "A", admission=Admission.INVITED),
            _category(
                4, "staff", "Organisation", "X", admission=Admission.INVITED, is_counted=False
            ),
        ],
        **values,
    )
    db.session.add(event)
    db.session.flush()
    return event


def details(event: Event, name: str = "Mariama Diallo", phone: str = "", **values: Any) -> Details:
    """What somebody tells: given names, then the last word as family name."""
    given, _, family = name.rpartition(" ")
    code = values.pop("category", "ong")
    return Details(
        category=next(c for c in event.categories if c.code == code),
        **{
            "given_names": given or family,
            "family_name": family if given else "",
            "phones": phones.read(phone),
            "region": "Conakry",
            "locality": "Ratoma",
            **values,
        },
    )


def register(
    event: Event,
    name: str = "Mariama Diallo",
    *,
    source: Source = Source.STAFF,
    at: datetime = AT,
    key: str | None = None,
    delegation: Delegation | None = None,
    **values: Any,
) -> Registration:
    """Somebody with a place, entered by the team unless told otherwise."""
    return actions.register(
        event,
        details(event, name, **values),
        source=source,
        actor=None,
        at=at,
        submission_key=key,
        delegation=delegation,
    )


def answers(**changed: Any) -> dict[str, Any]:
    """A registration form as a browser sends it, filled in as far as it must be."""
    return {
        "given_names": "Fatoumata Binta",
        "family_name": "Diallo",
        "sex": "F",
        "category": "ong",
        "place": "CKY-RATOMA",
        **changed,
    }


def _category(position: int, code: str, name: str, letter: str, **values: Any) -> Category:
    return Category(
        code=code,
        name=LocalizedText(fr=name),
        letter=letter,
        colour="#123c69",
        position=position,
        **values,
    )
