"""The matrices of generator.json turned into 478 nameless persons that satisfy all of them at once.

The matrices are two-dimensional, so inside a category the columns are shuffled against each other;
the two marginals that run across categories (first day of walk-ins, first day of substitutes) are
shared out first.
"""

import random
from collections.abc import Iterator
from itertools import count

from fairapp.demo.allocate import capped_shares, pick, repeated, shuffled
from fairapp.demo.shapes import Role, Sex, Slot
from fairapp.demo.sources import categories, generator, matrix

ROLES: dict[str, Role] = {
    "preinscrit_venu": "came",
    "remplacant": "substitute",
    "sur_place": "walk_in",
}
FirstDays = dict[tuple[str, int], list[Role]]
WALK_IN_FROM_CONAKRY = 0.9


def days_of(pattern: str) -> tuple[int, ...]:
    """``"1-3"`` to ``(1, 3)``."""
    return tuple(int(mark) for mark in pattern if mark != "-")


def build_slots(rng: random.Random, first_key: int) -> list[Slot]:
    """The 478 persons of one fair, keys from *first_key*, category by category."""
    keys = count(first_key)
    roles = first_day_roles(rng)
    slots: list[Slot] = []
    for category in categories():
        came = list(_attendees(rng, category, roles, keys))
        slots += came
        slots += _absentees(rng, category, came, keys)
    return slots


def first_day_roles(rng: random.Random) -> FirstDays:
    """For each (category, first day), the roles of who first comes that day, shuffled."""
    free = {
        (category, day): sum(n for p, n in row.items() if days_of(p)[0] == day)
        for category, row in matrix("daypattern").items()
        for day in (1, 2, 3)
    }
    roles: FirstDays = {cell: [] for cell in free}
    # the scarcest first: a wrong choice on day 3 cannot be repaired on day 1
    for totals, column in (
        (generator()["substitute_first_day"], "remplacant"),
        (generator()["walk_in_first_day"], "sur_place"),
    ):
        left = {category: row[column] for category, row in matrix("origin").items()}
        for day in (3, 2, 1):
            caps = {c: min(left[c], free[c, day]) for c in categories()}
            given = left if day == 1 else capped_shares(totals[f"day{day}"], caps)
            for category, number in given.items():
                roles[category, day] += [ROLES[column]] * number
                free[category, day] -= number
                if day > 1:
                    left[category] -= number
    for cell, number in free.items():
        roles[cell] = shuffled(rng, roles[cell] + ["came"] * number)
    return roles


def _attendees(
    rng: random.Random, category: str, roles: FirstDays, keys: Iterator[int]
) -> Iterator[Slot]:
    patterns = shuffled(rng, repeated(matrix("daypattern")[category]))
    waiting = {day: iter(roles[category, day]) for day in (1, 2, 3)}
    stays = [(next(waiting[days_of(p)[0]]), days_of(p)) for p in patterns]
    stays.sort(key=lambda stay: stay[0] != "walk_in")
    for (role, days), sex, band, region in zip(
        stays,
        shuffled(rng, _sexes(category)),
        shuffled(rng, repeated(matrix("age")[category])),
        _regions_neighbours_first(rng, category, stays),
        strict=True,
    ):
        yield Slot(next(keys), category, role, sex, band, region, days)


def _regions_neighbours_first(
    rng: random.Random, category: str, stays: list[tuple[Role, tuple[int, ...]]]
) -> list[str]:
    """Regions for *stays*, where walk-ins come first: few people cross the country without a
    registration.
    """
    regions = repeated(matrix("region")[category])
    local = sum(role == "walk_in" and rng.random() < WALK_IN_FROM_CONAKRY for role, _ in stays)
    walk_ins = sum(role == "walk_in" for role, _ in stays)
    local = min(local, regions.count("Conakry"))
    rest = shuffled(rng, regions[local:])  # Conakry is the first column
    return shuffled(rng, ["Conakry"] * local + rest[: walk_ins - local]) + rest[walk_ins - local :]


def _sexes(category: str) -> list[Sex]:
    row = next(c for c in generator()["categories"] if c["id"] == category)
    women: list[Sex] = ["F"] * row["women"]
    return women + ["M"] * row["men"]


def _absentees(
    rng: random.Random, category: str, came: list[Slot], keys: Iterator[int]
) -> Iterator[Slot]:
    """Who was invited and did not come; each replaced invitee stands behind a substitute of the
    same region.
    """
    for slot in [s for s in came if s.role == "substitute"]:
        twin = rng.choice(came)
        yield Slot(next(keys), category, "replaced", twin.sex, _adult(twin), slot.region, ())
    missing = generator()["no_show_not_replaced_by_category"][category]
    for twin in pick(rng, came, missing):
        yield Slot(next(keys), category, "no_show", twin.sex, _adult(twin), twin.region, ())


def _adult(twin: Slot) -> str:
    """The four minors of the fair all came."""
    return "18-24" if twin.band == "15-17" else twin.band


def replacements(slots: list[Slot]) -> dict[int, int]:
    """Key of each substitute to the key of the invitee they replace: same category, same order,
    same region.
    """
    pairs: dict[int, int] = {}
    for category in categories():
        mine = [slot for slot in slots if slot.category == category]
        substitutes = [slot.key for slot in mine if slot.role == "substitute"]
        pairs.update(zip(substitutes, (s.key for s in mine if s.role == "replaced"), strict=True))
    return pairs
