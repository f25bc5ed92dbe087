"""Spellings and abbreviations of one and the same Guinean name, folded as `search.fold` does.

From the list of names that the demonstration fair is composed of. Spellings that differ by accents
or apostrophes only are not here: folding has already made them one.
"""

from __future__ import annotations

_SPELLINGS = {
    # family names
    "bah": "ba",
    "camara": "kamara",
    "diakhaby": "diaghaby",
    "diallo": "jalloh",
    "dioubate": "diabate",
    "doumbouya": "doumbia",
    "lamah": "lama",
    "millimouno": "millimono",
    "sacko": "sako sakho sakoh",
    "sankhon": "sankon",
    "tinguiano": "tenguiano tonguino",
    "zogbelemou": "zoglelemou",
    # men's names
    "abdoulaye": "abdlaye laye",
    "aboubacar": "abou aboubakar boubacar",
    "alhassane": "alhassan",
    "almamy": "almany",
    "alseny": "alhousseny",
    "amadou": "adou",
    "bakary": "bakari",
    "boubacar": "boubakar",
    "cheick": "cheikh cheickh",
    "ibrahima": "ibra ibr",
    "ismael": "smail",
    "issiaga": "issaga",
    "kabinet": "kabine",
    "karamoko": "karamo",
    "kerfalla": "kerfala",
    "lancine": "lancinet",
    "lansana": "lancana",
    "mamadou": "mdou mamdou",
    "mamady": "mamadi",
    "mohamed": "med mohammed mouhamed",
    "mouctar": "moctar",
    "naby": "nabi",
    "nouhan": "nouhou",
    "oumar": "omar",
    "saa": "sa",
    "saliou": "saliu",
    "souleymane": "souley",
    "thierno": "th tierno",
    "yaya": "yahya",
    "youssouf": "yousouf",
    # women's names
    "aicha": "aichatou",
    "aissatou": "aiss aissata",
    "aminata": "amina",
    "assiatou": "assi",
    "binta": "bintou",
    "diaraye": "diarai",
    "djenabou": "djenab",
    "fatoumata": "fmata fatou ftta fatoumatta",
    "habibatou": "habi",
    "halimatou": "halima",
    "hassatou": "assatou",
    "hawa": "awa",
    "kadiatou": "kadia khadiatou",
    "kadidiatou": "kadija",
    "mabinty": "mabinti",
    "maimouna": "mouna",
    "mariam": "mariame",
    "mariama": "mma marama",
    "mmahawa": "mahawa",
    "nagnouma": "nyouma",
    "oumou": "oumu",
    "ramatoulaye": "rama ramata",
    "rouguiatou": "rougui rouguy",
    "safiatou": "safi",
    "saran": "sarane",
    "sira": "sire",
    "yarie": "yari",
    "zeinab": "zenab zeynab",
    # titles that stand inside names
    "elhadj": "elhadji alhadj alhadji alhaji hadj",
    "hadja": "hadia adja",
}


def _by_spelling() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for name, spellings in _SPELLINGS.items():
        for spelling in spellings.split():
            table.setdefault(spelling, set()).add(name)
    return {spelling: frozenset(names) for spelling, names in table.items()}


_NAMES = _by_spelling()
_NONE: frozenset[str] = frozenset()


def names_of(word: str) -> frozenset[str]:
    """The usual spellings of the folded `word`: `mdou` is mamadou; empty when it is one itself."""
    return _NAMES.get(word, _NONE)


def is_usual(word: str) -> bool:
    """Whether the folded `word` is a name by itself, in its usual spelling: amadou, mamadou."""
    return word in _SPELLINGS
