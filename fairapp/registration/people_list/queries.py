"""Who is on the list, and how many there would be."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import islice
from operator import or_

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from fairapp.core.db import db
from fairapp.events.models import Event
from fairapp.registration import ranking
from fairapp.registration.models import Registration, Status
from fairapp.registration.people_list import bits, facets
from fairapp.registration.people_list.crowd import crowd_of
from fairapp.registration.people_list.reading import FIRST, Crowd, ids_by, in_order
from fairapp.registration.people_list.wishes import Wish
from fairapp.registration.search import tokens

PAGE = 50


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of people. `counts`: by facet and value, how many there would be with the filters of
    the other facets."""

    people: list[Registration]
    counts: dict[str, dict[str, int]]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many there are, at least one."""
        return max(1, -(-self.total // PAGE))


def listed(event: Event, wish: Wish, *, contacts: bool, all_facets: bool = True) -> Listed:
    """The page that `wish` asks for; the likeliest first where there is a text. `contacts` as for
    `registration.queries.search`. Without `all_facets` there may be counts of those alone by which
    the list is narrowed, and of how people stand."""
    wanted = {FIRST, *wish.chosen, *(facets.every() if all_facets else ())}
    crowd = crowd_of(event, wanted)
    ranked = _ranked(event, crowd, wish.text, contacts=contacts)
    among = crowd.everybody if ranked is None else reduce(or_, ranked, 0)
    chosen = _chosen(crowd, wish, among)
    total = chosen.bit_count()
    page = min(wish.page, max(1, -(-total // PAGE)))
    start = (page - 1) * PAGE
    places = islice(_in_order(event, crowd, wish, ranked, chosen), start, start + PAGE)
    people = _with_ids([crowd.ids[place] for place in places])
    return Listed(people, _counts(crowd, wish, among), total, page)


def ids(event: Event, wish: Wish, *, contacts: bool) -> list[int]:
    """Everybody whom `wish` means, on whatever page, in its order."""
    crowd = crowd_of(event, {FIRST, *wish.chosen})
    ranked = _ranked(event, crowd, wish.text, contacts=contacts)
    among = crowd.everybody if ranked is None else reduce(or_, ranked, 0)
    chosen = _chosen(crowd, wish, among)
    return [crowd.ids[place] for place in _in_order(event, crowd, wish, ranked, chosen)]


def _ranked(event: Event, crowd: Crowd, text: str, *, contacts: bool) -> list[int] | None:
    """The masks of whoever matches the text, the likeliest first; None without a text."""
    if not text:
        return None
    wanted = tokens(text)
    if not wanted:
        return []
    distance = ranking.distance(wanted, text, contacts=contacts).label("value")
    matching = ranking.matching(wanted, text, contacts=contacts)
    found = ids_by(select(Registration.id, distance).where(matching), event)
    return [crowd.mask(found[far]) for far in sorted(found)]


def _in_order(
    event: Event, crowd: Crowd, wish: Wish, ranked: Sequence[int] | None, chosen: int
) -> Iterator[int]:
    """The places of those `chosen`; of people who match a text equally well, by name."""
    order = in_order(event, crowd, wish.sort if ranked is None else "name")
    for group in [chosen] if ranked is None else ranked:
        yield from bits.within(order, group & chosen, len(crowd.ids))


def _chosen(crowd: Crowd, wish: Wish, among: int, *, but: str = "") -> int:
    """Who has one of the values wanted of each facet, but for the facet `but`."""
    for key, values in wish.chosen.items():
        if key != but:
            among &= _any_of(crowd, key, values)
    if FIRST not in wish.chosen and but != FIRST:
        # A duplicate is listed as the registration that it was merged into.
        among &= ~_any_of(crowd, FIRST, [Status.MERGED])
    return among


def _any_of(crowd: Crowd, facet: str, values: Iterable[str]) -> int:
    column = crowd.columns.get(facet, {})
    return reduce(or_, (column.get(value, 0) for value in values), 0)


def _counts(crowd: Crowd, wish: Wish, among: int) -> dict[str, dict[str, int]]:
    everything = _chosen(crowd, wish, among)
    counts = {}
    for key, column in crowd.columns.items():
        own = key in wish.chosen or key == FIRST
        base = _chosen(crowd, wish, among, but=key) if own else everything
        counts[key] = {value: (found & base).bit_count() for value, found in column.items()}
    return counts


def _with_ids(wanted: Collection[int]) -> list[Registration]:
    """These registrations in this order, with what a row shows."""
    r = Registration
    query = select(r).where(r.id.in_(wanted))
    shown = (joinedload(r.category), joinedload(r.delegation), selectinload(r.days))
    found = {person.id: person for person in db.session.scalars(query.options(*shown))}
    return [found[id_] for id_ in wanted if id_ in found]
