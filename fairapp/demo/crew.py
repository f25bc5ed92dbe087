"""The 24 members of the staff: registered, badged, scanned, and counted nowhere."""

import random
from itertools import count

from fairapp.demo.days import before_fair, moment
from fairapp.demo.names import draw_name
from fairapp.demo.phones import guinean_number, typed
from fairapp.demo.shapes import Birth, Contact, Home, Person, Profile, Sex, Slot, Work
from fairapp.demo.sources import generator

CATEGORY = "staff"
ORGANISATION = "Comité d’organisation"
JOBS = {
    "coordination": ("Coordinateur", "Coordinatrice"),
    "accueil": ("Agent d’accueil", "Agente d’accueil"),
    "protocole": ("Chargé du protocole", "Chargée du protocole"),
    "badges": ("Chargé des badges", "Chargée des badges"),
    "finance": ("Comptable", "Comptable"),
    "logistique": ("Logisticien", "Logisticienne"),
    "documentation": ("Chargé de documentation", "Chargée de documentation"),
}


def build_staff(rng: random.Random, first_key: int) -> list[Person]:
    """One person for each post of ``generator.json: staff``, present on the three days."""
    keys = count(first_key)
    return [
        _member(rng, next(keys), role)
        for role, number in generator()["staff"]["roles"].items()
        for _ in range(number)
    ]


def _member(rng: random.Random, key: int, role: str) -> Person:
    sex: Sex = rng.choice(("F", "M"))
    home = Home("Conakry", commune=rng.choice(("Dixinn", "Kaloum", "Ratoma", "Matoto")))
    slot = Slot(key, CATEGORY, "staff", sex, "25-29", "Conakry", (1, 2, 3))
    phone = guinean_number(key, 0)
    return Person(
        slot,
        draw_name(rng, sex, home),
        Birth(2026 - rng.randint(25, 29)),
        home,
        Work(ORGANISATION, JOBS[role][sex == "F"]),
        Contact("own", phone, typed(rng, phone), whatsapp=True, device="smartphone"),
        Profile("fr", True, False, False, "none", "", False, "yes", True, True),
        "staff",
        moment(rng, before_fair(21, "09:00"), before_fair(14, "17:00")),
    )
