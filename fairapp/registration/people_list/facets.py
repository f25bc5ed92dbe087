"""By what the list of participants is narrowed: each facet gives everybody one value or several.

What a registration says of itself is here. Features above, which know whose badge is printed and
who came, add theirs:

    @facets.above("printed", _l("Badge"), words)
    def printed(event: Event) -> Mapping[str, Iterable[int]]: ...
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import format_date
from flask_babel import lazy_gettext as _l
from sqlalchemy import case, func, select

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import choices, places
from fairapp.registration.duplicates.pairs import likeliest
from fairapp.registration.history import STATUSES
from fairapp.registration.models import Delegation, PhotoConsent, Registration, Sex, Source

Words = Callable[[Event], Mapping[Any, Any]]
Ids = Mapping[str, Iterable[int]]

NONE = "none"
_MOST_PAIRS = 10_000
SOURCES = {
    Source.ONLINE: _l("By the form on the Internet"),
    Source.DELEGATION: _l("By a delegation"),
    Source.PROTOCOL: _l("By protocol"),
    Source.STAFF: _l("By the team"),
    Source.WALK_IN: _l("On the spot"),
    Source.SUBSTITUTE: _l("In somebody’s place"),
    Source.IMPORT: _l("From a list"),
}


@dataclass(frozen=True, slots=True)
class Facet:
    """`words`: its values in order, as they are spoken of. Of those above registration, `read` says
    who has which, and is asked again once `mark` differs; without it, once the trail has grown.
    `is_open`: it may have values that no word is known for, as a region that came with a list."""

    key: str
    label: Any
    words: Words
    read: Callable[[Event], Ids] | None = None
    mark: Callable[[Event], Hashable] | None = None
    is_open: bool = False


_above: dict[str, Facet] = {}


def above(
    key: str, label: Any, words: Words, *, mark: Callable[[Event], Hashable] | None = None
) -> Callable[[Callable[[Event], Ids]], Callable[[Event], Ids]]:
    """Add the facet whose values the decorated function reads: {value: ids of registrations}.
    Whoever it does not name has the value `no`."""

    def add(read: Callable[[Event], Ids]) -> Callable[[Event], Ids]:
        _above[key] = Facet(key, label, words, read, mark)
        return read

    return add


def every() -> dict[str, Facet]:
    """All of them by key, in the order in which pages show them."""
    return {facet.key: facet for facet in (*_OWN, *_above.values())}


def own_columns() -> dict[str, Any]:
    """What is read of each registration, by facet; days are read apart, as there are several."""
    r = Registration
    return {
        "status": r.status,
        "category": r.category_id,
        "delegation": r.delegation_id,
        "source": r.source,
        "sex": func.coalesce(r.sex, choices.UNSAID),
        "region": case((r.region == "", NONE), else_=r.region),
        "language": r.language,
        "contact": case(
            (r.email != "", "email"),
            (r.phone_doubtful, "doubtful"),
            (r.phone != "", "phone"),
            else_=NONE,
        ),
        "photo": func.coalesce(r.photo_consent, NONE),
        "protocol": case((r.protocol_rank.is_not(None), "yes"), else_="no"),
    }


def codes(event: Event) -> dict[str, dict[Any, str]]:
    """For those facets whose column is the id of a row: its code, which is what addresses hold."""
    delegations = select(Delegation.id, Delegation.code).where(Delegation.event_id == event.id)
    return {
        "category": {category.id: category.code for category in event.categories},
        "delegation": {None: NONE, **{id_: code for id_, code in db.session.execute(delegations)}},
    }


def yes_no(yes: Any, no: Any) -> Words:
    """Words for a facet of two values."""
    return lambda _event: {"yes": yes, "no": no}


def _categories(event: Event) -> Mapping[str, Any]:
    return {category.code: str(category.name) for category in event.categories}


def _delegations(event: Event) -> Mapping[str, Any]:
    query = select(Delegation.code, Delegation.name).where(Delegation.event_id == event.id)
    rows = db.session.execute(query.order_by(Delegation.name, Delegation.id))
    return {NONE: _l("None"), **{code: name for code, name in rows}}


def _days(event: Event) -> Mapping[str, Any]:
    return {str(day.number): format_date(day.date, "EEE d MMM") for day in event.days}


def _registered_twice(event: Event) -> Ids:
    pairs = likeliest(event, _MOST_PAIRS).pairs
    return {"yes": {id_ for pair in pairs for id_ in (pair.first_id, pair.second_id)}}


def _regions(_event: Event) -> Mapping[str, Any]:
    known = (*places.REGIONS, places.ABROAD_REGION)
    return {**{name: name for name in known}, NONE: _l("Not known")}


_OWN = (
    Facet("status", _l("Standing"), lambda _event: STATUSES),
    Facet("category", _l("Category"), _categories),
    Facet("day", _l("Days"), _days),
    Facet("source", _l("How registered"), lambda _event: SOURCES),
    Facet(
        "contact",
        _l("Contact"),
        lambda _event: {
            "email": _l("E-mail"),
            "phone": _l("Phone only"),
            "doubtful": _l("Phone to be checked"),
            NONE: _l("No contact"),
        },
    ),
    Facet(
        "sex",
        _l("Sex"),
        lambda _event: {
            Sex.FEMALE: _l("Woman"),
            Sex.MALE: _l("Man"),
            choices.UNSAID: _l("Not known"),
        },
    ),
    Facet("region", _l("Region"), _regions, is_open=True),
    Facet("language", _l("Language"), lambda _event: dict(choices.languages())),
    Facet(
        "photo",
        _l("May be photographed or filmed"),
        lambda _event: {
            PhotoConsent.YES: _l("Yes"),
            PhotoConsent.INTERNAL: _l("Yes, but not for publication"),
            PhotoConsent.NO: _l("No"),
            NONE: _l("No answer, so no"),
        },
    ),
    Facet("protocol", _l("Protocol"), yes_no(_l("Received by protocol"), _l("Not by protocol"))),
    Facet("delegation", _l("Delegation"), _delegations),
    Facet(
        "twice",
        _l("Duplicates"),
        yes_no(_l("Perhaps registered twice"), _l("Nobody alike")),
        _registered_twice,
    ),
)
