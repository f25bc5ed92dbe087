"""Organisations that may be proposed to whoever types: public bodies, and who has a stand.

Never those that participants wrote: a list of them would tell who comes.
"""

from __future__ import annotations

from fairapp.events.models import Event
from fairapp.registration.places import PLACES, REGIONS
from fairapp.registration.search import fold

_NATIONAL = (
    "Agence guinéenne de presse (AGP)",
    "CEDEAO",
    "CMIS",
    "Délégation de l’Union européenne",
    "Direction générale de la Police nationale",
    "École nationale de la Police et de la Protection civile",
    "Haut Commandement de la Gendarmerie nationale",
    "Inspection générale des services de police et de protection civile",
    "Ministère de l’Administration du Territoire et de la Décentralisation",
    "Ministère de la Jeunesse et des Sports",
    "Ministère de la Justice et des Droits de l’Homme",
    "Ministère de la Promotion féminine, de l’Enfance et des Personnes vulnérables",
    "Ministère de la Sécurité et de la Protection civile",
    "OPROGEM",
    "PNUD",
    "Radio Télévision Guinéenne (RTG)",
    "UNICEF",
    "Université Gamal Abdel Nasser de Conakry",
    "Université Général Lansana Conté de Sonfonia",
    "Université Julius Nyerere de Kankan",
)
_OF_A_REGION = ("Gouvernorat",)
_OF_A_PREFECTURE = ("Préfecture",)
_OF_A_TOWN = ("CLSPD", "Commissariat central", "Commune", "Tribunal de première instance")


def known_to_all(event: Event) -> list[str]:
    """Names in alphabetical order, each once."""
    stands = (str(stand.name) for stand in event.stands)
    by_key = {fold(name): name for name in (*_NATIONAL, *_local(), *stands) if name}
    return [by_key[key] for key in sorted(by_key)]


def _local() -> list[str]:
    towns = [place for place in PLACES.values() if place.name]
    prefectures = [place for place in towns if place.region != "Conakry"]
    return [
        *(f"{kind} de {region}" for kind in _OF_A_REGION for region in REGIONS),
        *(f"{kind} de {place.name}" for kind in _OF_A_PREFECTURE for place in prefectures),
        *(f"{kind} de {place.name}" for kind in _OF_A_TOWN for place in towns),
    ]
