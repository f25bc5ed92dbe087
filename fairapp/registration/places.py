"""Where people come from: the 13 communes of Conakry, the 33 prefectures, or abroad.

Regions carry the labels of the reports. Codes are ISO 3166-2 for prefectures and our own for
communes, which have none. A registration keeps the names, so that reports need no table.
"""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from functools import cache

from babel import Locale

from fairapp.registration.search import fold

HOME_COUNTRY = "GN"
ABROAD = "XX"
ABROAD_REGION = "Étranger"

# Region → code: name, in alphabetical order.
_PLACES = {
    "Conakry": (
        "CKY-DIXINN: Dixinn; CKY-GBESSIA: Gbessia; CKY-KAGBELEN: Kagbélén; CKY-KALOUM: Kaloum; "
        "CKY-KASSA: Kassa; CKY-LAMBANYI: Lambanyi; CKY-MANEAH: Manéah; CKY-MATAM: Matam; "
        "CKY-MATOTO: Matoto; CKY-RATOMA: Ratoma; CKY-SANOYAH: Sanoyah; CKY-SONFONIA: Sonfonia; "
        "CKY-TOMBOLIA: Tombolia"
    ),
    "Boké": "GN-BF: Boffa; GN-BK: Boké; GN-FR: Fria; GN-GA: Gaoual; GN-KN: Koundara",
    "Faranah": "GN-DB: Dabola; GN-DI: Dinguiraye; GN-FA: Faranah; GN-KS: Kissidougou",
    "Kankan": "GN-KA: Kankan; GN-KE: Kérouané; GN-KO: Kouroussa; GN-MD: Mandiana; GN-SI: Siguiri",
    "Kindia": "GN-CO: Coyah; GN-DU: Dubréka; GN-FO: Forécariah; GN-KD: Kindia; GN-TE: Télimélé",
    "Labé": "GN-KB: Koubia; GN-LA: Labé; GN-LE: Lélouma; GN-ML: Mali; GN-TO: Tougué",
    "Mamou": "GN-DL: Dalaba; GN-MM: Mamou; GN-PI: Pita",
    "Nzérékoré": (
        "GN-BE: Beyla; GN-GU: Guéckédou; GN-LO: Lola; GN-MC: Macenta; GN-NZ: Nzérékoré; "
        "GN-YO: Yomou"
    ),
}
# As people call them: spellings that folding does not make one, and quarters everybody knows.
_ALIASES = {
    "CKY-DIXINN": "dixin bellevue camayenne landreah",
    "CKY-KAGBELEN": "kagbelin",
    "CKY-KALOUM": "almamya boulbinet coronthie sandervalia",
    "CKY-KASSA": "iles_de_loos ile_de_kassa",
    "CKY-LAMBANYI": "lambandji lambangni",
    "CKY-MATAM": "madina bonfi coleah",
    "CKY-RATOMA": "bambeto cosa hamdallaye kaporo kipe koloma taouyah",
    "CKY-SANOYAH": "sanoya",
    "CKY-SONFONIA": "sonfonya",
    "GN-GA": "gaoul",
    "GN-GU": "guekedou",
    "GN-KO": "kouroussah",
    "GN-ML": "mali_yembering yembering mali_ville",
    "GN-MM": "mamaou",
    "GN-TE": "telemele",
}
_PIECES = re.compile(r"[,;/()،]|\s[–-]\s")
_KIND_OF_PLACE = re.compile(
    r"^(?:sous )?(?:commune|prefecture|region|ville|quartier)(?: urbaine)?(?: d[eu])? "
)
# Alike enough for a slip of the finger, too little for Matam and Matoto.
_ALIKE = 0.85

_NO_COUNTRIES = frozenset({"EU", "EZ", "UN", "XA", "XB", "ZZ"})


@dataclass(frozen=True, slots=True)
class Place:
    """A commune of Conakry, a prefecture, or abroad (then `name` is empty)."""

    code: str
    region: str
    name: str


def _read_places() -> dict[str, Place]:
    places = {ABROAD: Place(ABROAD, ABROAD_REGION, "")}
    for region, listed in _PLACES.items():
        for entry in listed.split("; "):
            code, name = entry.split(": ")
            places[code] = Place(code, region, name)
    return places


PLACES = _read_places()
REGIONS = tuple(_PLACES)


def places_of(region: str) -> list[Place]:
    """The places of one region, in alphabetical order."""
    return [place for place in PLACES.values() if place.region == region]


def code_of(region: str, locality: str) -> str:
    """The code of what a registration carries; empty when it names no place of the list."""
    if region == ABROAD_REGION:
        return ABROAD
    known = (p.code for p in places_of(region) if fold(p.name) == fold(locality))
    return next(known, "")


def read(text: str) -> tuple[str, str, str]:
    """Region, locality and country of what was written: "N’Zérékoré", "Madina", "Dakar, Sénégal".

    The region is empty, and the locality what was written, when nothing is known of it.
    """
    place = find(text)
    if place is not None:
        return place.region, place.name, HOME_COUNTRY
    city, country = read_abroad(text)
    if country == HOME_COUNTRY:
        return "", city, HOME_COUNTRY
    return (ABROAD_REGION if country else ""), city, country or HOME_COUNTRY


def find(text: str) -> Place | None:
    """The commune or prefecture that `text` names, by any of its names; Conakry as a whole has
    neither code nor name. None for anywhere else."""
    pieces = [name for piece in _PIECES.split(text) if (name := fold(piece))]
    elsewhere = [name for name in pieces if _countries().get(name) != HOME_COUNTRY]
    known = {name: place for name in elsewhere if (place := _known(name))}
    # "Bamako, Mali": Mali is a prefecture, but not of whoever names a city that we do not know.
    found = [p for name, p in known.items() if known.keys() == {*elsewhere} or not _is_land(name)]
    # "Conakry, Ratoma" and "Kankan / Siguiri": a region says less than the place in it.
    exact = [p for p in found if not any(_is_in(other, p) for other in found)]
    return next(iter(exact), None)


def read_abroad(text: str) -> tuple[str, str]:
    """City and ISO 3166 country of "Dakar, Sénégal"; what names no country is the city.

    The country is empty when none is named in French, English or Arabic.
    """
    pieces = [piece.strip() for piece in _PIECES.split(text) if piece.strip()]
    named = {piece: country for piece in pieces if (country := _countries().get(fold(piece)))}
    if not named:
        return text.strip(), ""
    country_piece = list(named)[-1]
    return ", ".join(piece for piece in pieces if piece != country_piece), named[country_piece]


def write_abroad(city: str, country: str) -> str:
    """What `read_abroad` reads the same from, the country in French."""
    named = Locale("fr").territories.get(country, "")
    return ", ".join(part for part in (city, named) if part)


def _is_land(name: str) -> bool:
    return name in _countries()


def _is_in(place: Place, region: Place) -> bool:
    return place is not region and place.region == (region.name or region.region)


def _known(name: str) -> Place | None:
    name = _KIND_OF_PLACE.sub("", name)
    table = _names()
    if name in table or len(name) <= 4 or _is_land(name):
        return table.get(name)
    alike = difflib.get_close_matches(name, table, n=1, cutoff=_ALIKE)
    return table[alike[0]] if alike else None


@cache
def _names() -> dict[str, Place]:
    table = {fold(place.name): place for place in PLACES.values() if place.name}
    for code, aliases in _ALIASES.items():
        table |= {alias.replace("_", " "): PLACES[code] for alias in aliases.split()}
    return table | {"conakry": Place("", "Conakry", "")}


@cache
def _countries() -> dict[str, str]:
    table: dict[str, str] = {}
    for language in ("fr", "en", "ar"):
        for code, name in Locale(language).territories.items():
            if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES:
                table.setdefault(fold(name), code)
    # As people say them; the official names are in the table already.
    spoken = {"cote d’ivoire": "CI", "ivory coast": "CI", "rci": "CI", "usa": "US", "uk": "GB"}
    spoken |= {
        "etats unis d’amerique": "US",
        "guinee bissau": "GW",
        "rdc": "CD",
        "angleterre": "GB",
    }
    return table | {fold(name): code for name, code in spoken.items()}
