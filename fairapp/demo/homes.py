"""Where people live; communes of Conakry and the split of Kankan hold for those who came."""

import random
from collections.abc import Mapping, Sequence

from fairapp.demo.allocate import pick, shuffled
from fairapp.demo.shapes import Home, Slot
from fairapp.demo.sources import generator, prefectures_of, region_of

CITIES_ABROAD = ("Dakar", "Bamako", "Freetown", "Abidjan")
CHIEF_TOWN_SHARE = 0.8


def build_homes(
    rng: random.Random, slots: Sequence[Slot], wished: Mapping[int, str]
) -> dict[int, Home]:
    """A home for each slot.

    *wished* maps keys to the place of the person's delegation, granted while places last.
    """
    homes: dict[int, Home] = {}
    for region, counts in (
        ("Conakry", generator()["conakry_communes_attendees_13"]),
        ("Kankan", generator()["kankan_region_split"]),
    ):
        came = [slot for slot in slots if slot.region == region and slot.days]
        for key, place in _fill(rng, came, counts, wished).items():
            homes[key] = _home(region, place)
        for slot in slots:
            if slot.region == region and not slot.days:
                place = wished.get(slot.key, "")
                homes[slot.key] = _home(region, place if place in counts else _likely(rng, counts))
    for slot in slots:
        if slot.key not in homes:
            homes[slot.key] = _free_home(rng, slot.region, wished.get(slot.key, ""))
    return homes


def _fill(
    rng: random.Random, slots: Sequence[Slot], counts: dict[str, int], wished: Mapping[int, str]
) -> dict[int, str]:
    left = dict(counts)
    places: dict[int, str] = {}
    for place in counts:
        wishing = [slot.key for slot in slots if wished.get(slot.key) == place]
        granted = pick(rng, wishing, min(left[place], len(wishing)))
        places.update(dict.fromkeys(granted, place))
        left[place] -= len(granted)
    rest = shuffled(rng, [place for place, number in left.items() for _ in range(number)])
    places.update(zip([slot.key for slot in slots if slot.key not in places], rest, strict=True))
    return places


def _likely(rng: random.Random, counts: dict[str, int]) -> str:
    return rng.choices(list(counts), list(counts.values()))[0]


def _home(region: str, place: str) -> Home:
    return Home(region, commune=place) if region == "Conakry" else Home(region, prefecture=place)


def _free_home(rng: random.Random, region: str, wish: str) -> Home:
    if region == "Étranger":
        return Home(region, city=wish if wish in CITIES_ABROAD else rng.choice(CITIES_ABROAD))
    if wish and wish != "Conakry" and region_of(wish) == region:
        return Home(region, prefecture=wish)
    if rng.random() < CHIEF_TOWN_SHARE:
        return Home(region, prefecture=region)
    return Home(region, prefecture=rng.choice(prefectures_of(region)))
