"""Languages, reading, difficulties and consents of those who came, to the last person; plausible
draws for the absent.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fairapp.demo.allocate import deal, pick, repeated
from fairapp.demo.names import draw_name
from fairapp.demo.phones import guinean_number
from fairapp.demo.shapes import Home, Name, Profile, Slot
from fairapp.demo.sources import generator, natural_region_of

HOME_LANGUAGE = {"moyenne": "ff", "haute": "man", "basse": "sus", "forestiere": "kpe"}
CAUTIOUS = ("police", "femmes")  # investigators, OPROGEM, women witnesses: see photo_no_bias
DOMAINS = ("walking", "seeing", "hearing", "communicating")
PHOTO: dict[str, Literal["yes", "internal", "no"]] = {
    "photo_yes": "yes",
    "photo_internal_only": "internal",
    "photo_no": "no",
}


@dataclass(frozen=True, slots=True)
class Neighbours:
    """What a profile depends on."""

    homes: Mapping[int, Home]
    names: Mapping[int, Name]
    organisations: Mapping[int, str]


def build_profiles(
    rng: random.Random, slots: Sequence[Slot], around: Neighbours
) -> dict[int, Profile]:
    """A profile for each slot.

    The absent copy the answers of somebody of their category who came.
    """
    came = [slot for slot in slots if slot.days]
    answers = _Answers(rng, came, around)
    profiles = {slot.key: answers.profile(slot.key) for slot in came}
    for slot in came:
        if slot.band == "15-17":
            profiles[slot.key] = answers.minor(rng, slot)
    for slot in slots:
        if not slot.days:
            peers = [s.key for s in came if s.category == slot.category and s.band != "15-17"]
            profiles[slot.key] = profiles[rng.choice(peers)]
    return profiles


class _Answers:
    """One exact deal for each question."""

    def __init__(self, rng: random.Random, came: Sequence[Slot], around: Neighbours) -> None:
        numbers = generator()
        keys = [slot.key for slot in came]
        slots = {slot.key: slot for slot in came}
        self.around = around
        self.language = deal(
            rng,
            keys,
            numbers["language_preferred"],
            lambda k, lang: _language_chance(slots[k], around.homes[k], lang),
        )
        self.readers = set(
            pick(
                rng,
                keys,
                numbers["reads_french_easily"],
                lambda k: _reading_chance(slots[k], self.language[k]),
            )
        )
        non_readers = [key for key in keys if key not in self.readers]
        self.thumbprint = set(pick(rng, non_readers, numbers["signs_with_thumbprint"]))
        self.help = set(
            pick(
                rng,
                keys,
                numbers["needs_help_to_register"],
                lambda k: 0.3 if k in self.readers else 8.0,
            )
        )
        self._difficulties(rng, keys, slots)
        first = numbers["first_time"]["first_participation"]
        self.first_time = set(pick(rng, keys, first))
        self._consents(rng, keys, slots)

    def _difficulties(self, rng: random.Random, keys: list[int], slots: Mapping[int, Slot]) -> None:
        numbers = generator()["difficulty_wg_ss"]
        older = {"60+": 8.0, "50-59": 3.0}
        serious = pick(
            rng,
            keys,
            numbers["at_least_one_a_lot_or_cannot"],
            lambda k: older.get(slots[k].band, 1.0),
        )
        rest = [key for key in keys if key not in serious]
        some = pick(
            rng,
            rest,
            numbers["some_difficulty_only"],
            lambda k: older.get(slots[k].band, 1.0),
        )
        declined = pick(rng, [k for k in rest if k not in some], numbers["declined_to_answer"])
        self.difficulty: dict[int, Literal["none", "some", "serious", "declined"]] = {
            **dict.fromkeys(keys, "none"),
            **dict.fromkeys(some, "some"),
            **dict.fromkeys(serious, "serious"),
            **dict.fromkeys(declined, "declined"),
        }
        domains = repeated({domain: numbers[domain] for domain in DOMAINS})
        self.domain = dict(zip(serious, domains, strict=True))
        self.domain |= {key: rng.choice(DOMAINS[:3]) for key in some}

    def _consents(self, rng: random.Random, keys: list[int], slots: Mapping[int, Slot]) -> None:
        numbers = generator()["consents"]
        cautious = {
            k
            for k in keys
            if slots[k].category in CAUTIOUS or "OPROGEM" in self.around.organisations[k]
        }
        self.photo = deal(
            rng,
            keys,
            {label: numbers[label] for label in PHOTO},
            lambda k, label: 3.0 if k in cautious and label != "photo_yes" else 1.0,
        )
        self.share_name = set(
            pick(
                rng,
                keys,
                numbers["share_name_with_donor"],
                lambda k: 0.3 if self.photo[k] == "photo_no" else 1.0,
            )
        )
        self.contact_after = set(pick(rng, keys, numbers["contact_after_event"]))

    def profile(self, key: int, guardian_name: str = "", guardian_phone: str = "") -> Profile:
        return Profile(
            self.language[key],
            key in self.readers,
            key in self.help,
            key in self.thumbprint,
            self.difficulty[key],
            self.domain.get(key, ""),
            key in self.first_time,
            PHOTO[self.photo[key]],
            key in self.share_name,
            key in self.contact_after,
            guardian_name,
            guardian_phone,
        )

    def minor(self, rng: random.Random, slot: Slot) -> Profile:
        """A minor comes with the consent of a guardian, here of the same family."""
        parent = draw_name(rng, rng.choice(("F", "M")), self.around.homes[slot.key])
        family = self.around.names[slot.key].family or parent.family
        return self.profile(slot.key, f"{parent.given} {family}", guinean_number(slot.key, 1))


def _language_chance(slot: Slot, home: Home, language: str) -> float:
    if language == "en":
        return 12.0 if slot.region == "Étranger" or slot.category == "diplomatie_ptf" else 0.1
    if language == "ar":
        return 12.0 if slot.category == "religieux_sages" else 0.1
    wanted = HOME_LANGUAGE.get(natural_region_of(home.prefecture))
    return 6.0 if language == wanted else (1.0 if slot.region == "Conakry" else 0.3)


def _reading_chance(slot: Slot, language: str) -> float:
    if slot.category in (
        "autorites",
        "diplomatie_ptf",
        "education",
        "medias",
        "gendarmerie_justice",
    ):
        return 40.0
    return (6.0 if language in ("fr", "en") else 1.0) * (0.5 if slot.band == "60+" else 1.0)
