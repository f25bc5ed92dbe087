"""The demonstration fair as a plan: pure and deterministic, before any database.

``build_plan()`` is the fair of generator.json; ``build_plan(scale=N)`` is N such fairs side by
side, each with other names, numbers, phones and badges, in time linear in N. ``iter_plans`` gives
them one at a time, for bounded memory.
"""

import random
from collections.abc import Iterator
from itertools import chain

from fairapp.demo.allocate import pick
from fairapp.demo.arrivals import Arrival, build_arrivals
from fairapp.demo.badges import BadgeMaker, Occasion, build_badges
from fairapp.demo.crew import build_staff
from fairapp.demo.days import DAYS
from fairapp.demo.delegations import form_delegations, members_of
from fairapp.demo.devices import checkpoints, deliver, devices, tallies
from fairapp.demo.doors import session_events, stand_events
from fairapp.demo.entries import Floor, entrance_events
from fairapp.demo.mistakes import mistake_events
from fairapp.demo.people import Guests, build_people
from fairapp.demo.records import build_records
from fairapp.demo.reprints import with_reprints
from fairapp.demo.shapes import Person
from fairapp.demo.site import Badge, FairPlan, Scan
from fairapp.demo.slots import build_slots, replacements
from fairapp.demo.sources import generator

KEYS_PER_FAIR = 1000  # persons from 0, staff from 900; delegations and badges count apart
FIRST_STAFF_KEY = 900


def build_plan(*, scale: int = 1) -> FairPlan:
    """The whole fair, *scale* times (at least 1)."""
    parts = list(iter_plans(scale=scale))
    return FairPlan(
        scale,
        tuple(chain.from_iterable(part.people for part in parts)),
        tuple(chain.from_iterable(part.staff for part in parts)),
        tuple(chain.from_iterable(part.records for part in parts)),
        tuple(chain.from_iterable(part.delegations for part in parts)),
        tuple(chain.from_iterable(part.badges for part in parts)),
        tuple(chain.from_iterable(part.badge_swaps for part in parts)),
        parts[0].checkpoints,
        tuple(chain.from_iterable(part.devices for part in parts)),
        tuple(chain.from_iterable(part.scans for part in parts)),
        tuple(chain.from_iterable(part.tallies for part in parts)),
    )


def iter_plans(*, scale: int = 1) -> Iterator[FairPlan]:
    """*scale* fairs, one after the other; raises ValueError below 1."""
    if scale < 1:
        raise ValueError(f"scale must be at least 1, not {scale}")
    return (_one_fair(replica) for replica in range(scale))


def _one_fair(replica: int) -> FairPlan:
    rng = random.Random(generator()["seed"] + replica)
    first_key = replica * KEYS_PER_FAIR
    slots = build_slots(rng, first_key)
    replaced = replacements(slots)
    lists = form_delegations(rng, slots, first_key)
    belongs = members_of(lists, replaced)
    arrivals = build_arrivals(rng, slots, belongs)
    firsts = {arrival.person: arrival.time for arrival in reversed(arrivals)}
    guests = Guests(slots, lists, belongs, replaced, firsts, replica)
    people, delegations = build_people(rng, guests)
    staff = build_staff(rng, first_key + FIRST_STAFF_KEY)
    records = build_records(rng, people, delegations)
    by_day = {(arrival.person, arrival.day): arrival for arrival in arrivals}
    occasion, maker = Occasion(people, staff, records, by_day), BadgeMaker(rng, first_key)
    badges = with_reprints(rng, maker, build_badges(maker, occasion), occasion)
    return FairPlan(
        1,
        tuple(people),
        tuple(staff),
        tuple(records),
        tuple(delegations),
        tuple(badges),
        _swaps(rng, people),
        tuple(checkpoints()),
        tuple(devices(replica)),
        tuple(_scans(rng, replica, people, staff, arrivals, badges)),
        tuple(tallies(replica)),
    )


def _scans(
    rng: random.Random,
    replica: int,
    people: list[Person],
    staff: list[Person],
    arrivals: list[Arrival],
    badges: list[Badge],
) -> list[Scan]:
    worn: dict[int, list[Badge]] = {}
    for badge in badges:
        if badge.person is not None:
            worn.setdefault(badge.person, []).append(badge)
    floor = Floor(
        {person.key: person for person in people},
        staff,
        {day: [arrival for arrival in arrivals if arrival.day == day] for day in DAYS},
        worn,
    )
    events = entrance_events(rng, floor) + mistake_events(rng, floor)
    events += [*session_events(rng, floor), *stand_events(rng, floor)]
    return deliver(rng, events, replica)


def _swaps(rng: random.Random, people: list[Person]) -> tuple[tuple[int, int], ...]:
    """Pairs who wore each other's badge for a while: both came every day, so no figure depends on
    it.
    """
    always = [p for p in people if p.slot.days == (1, 2, 3) and p.slot.role == "came"]
    number = generator()["badge_events"]["swapped_between_two_people"]
    couples = pick(rng, always, 2 * number)
    return tuple((a.key, b.key) for a, b in zip(couples[::2], couples[1::2], strict=True))
