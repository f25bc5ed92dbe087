"""Which column of a table says what: by its header in three languages, or by its looks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from rapidfuzz import fuzz, process

from fairapp.core.errors import DomainError
from fairapp.core.folding import ascii_digits
from fairapp.registration import births, phones
from fairapp.registration.imports.tables import Table
from fairapp.registration.imports.words import SEXES
from fairapp.registration.search import fold

# Field to how it is called, in the order of the export.
LABELS = {
    "reference": _l("Reference"),
    "honorific": _l("Title"),
    "given_names": _l("Given names"),
    "family_name": _l("Family name"),
    "name": _l("Whole name"),
    "name_other_script": _l("Name in another script"),
    "precision": _l("What tells homonyms apart"),
    "sex": _l("Sex"),
    "birth": _l("Birth"),
    "phone": _l("Phone"),
    "phone_2": _l("Other phone"),
    "email": _l("E-mail"),
    "organisation": _l("Organisation"),
    "position": _l("Position"),
    "category": _l("Category"),
    "place": _l("Commune, prefecture or country"),
    "language": _l("Language"),
    "days": _l("Days"),
    "first_time": _l("First participation"),
    "needs_help": _l("Help needed"),
    "photo_consent": _l("Photographs"),
    "share_name": _l("Name may be shared"),
    "contact_after": _l("May be contacted afterwards"),
}
# The first of each is the header of the export. Folded: without accents, stops and capitals.
_HEADERS = {
    "reference": "Référence|code|ref|reference|code d inscription|المرجع|الرمز",
    "honorific": "Titre|civilite|honorific|title|اللقب الشرفي",
    "given_names": "Prénoms|prenom|prenom s|given names|given name|first name|first names|الاسم",
    "family_name": "Nom|noms|nom de famille|family name|surname|last name|اسم العائلة|اللقب|النسب",
    "name": (
        "Nom complet|nom et prenom|nom et prenoms|noms et prenoms|prenom et nom|prenoms et nom|"
        "nom prenom|nom prenoms|prenom nom|prenoms nom|participant|participante|name|full name|"
        "names|الاسم الكامل|الاسم واللقب|الإسم واللقب"
    ),
    "name_other_script": "Nom en autre écriture|nom en arabe|nom n ko|name in another script",
    "precision": "Précision|surnom|precision|nickname",
    "sex": "Sexe|genre|sex|gender|h f|f h|m f|الجنس|النوع",
    "birth": (
        "Naissance|annee de naissance|date de naissance|ne e|ne en|age|birth|year of birth|"
        "date of birth|سنة الميلاد|تاريخ الميلاد|العمر"
    ),
    "phone": (
        "Téléphone|tel|telephone 1|tel 1|contact|contacts|numero|numero de telephone|phone|"
        "phone number|mobile|portable|whatsapp|gsm|الهاتف|رقم الهاتف"
    ),
    "phone_2": "Téléphone 2|tel 2|contact 2|autre telephone|second phone|phone 2|الهاتف 2",
    "email": "E-mail|email|mail|courriel|adresse e mail|adresse mail|البريد الإلكتروني|البريد",
    "organisation": (
        "Organisation|structure|institution|service|association|ong|organisme|entreprise|"
        "organization|provenance structure|المنظمة|المؤسسة"
    ),
    "position": "Fonction|poste|qualite|profession|position|role|job|الوظيفة|الصفة",
    "category": "Catégorie|type|type de participant|category|الفئة",
    "place": (
        "Commune ou préfecture|commune|prefecture|provenance|localite|ville|residence|quartier|"
        "adresse|place|town|city|district|pays|region|البلدية|المدينة|الإقامة"
    ),
    "language": "Langue|langue preferee|language|اللغة",
    "days": "Jours|jours de presence|days|الأيام",
    "first_time": "Première participation|premiere fois|first time|first participation",
    "needs_help": "Aide nécessaire|besoins particuliers|handicap|help needed|needs",
    "photo_consent": "Photographies|photo|consentement photo|photo consent",
    "share_name": "Nom partagé|name shared",
    "contact_after": "Contact après|contact after",
    # Of the export, and of lists on paper: read by nobody here.
    "": (
        "Statut|Délégation|Inscrit le|n|no|numero d ordre|ordre|n d ordre|signature|emargement|"
        "observations"
    ),
}
EXPORT_HEADERS = {field: names.split("|")[0] for field, names in _HEADERS.items() if field}
_FIELD_OF = {fold(name): field for field, names in _HEADERS.items() for name in names.split("|")}
_KNOWN = tuple(_FIELD_OF)
# Headers of fewer letters are too like each other to be guessed at.
_LONG_ENOUGH = 5
_ALIKE = 82
# Titles, addresses and logos stand above the header of many lists.
_HEADER_WITHIN = 12
_SAMPLE = 60
_MOSTLY = 0.6
# Any day after which nobody at a fair is born.
_TODAY = date(2100, 1, 1)
_YEAR = re.compile(r"(?:vers |en |ne e?n? )?(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Guess:
    """`header`: the index of the row that names the columns; None when none does. `fields`: what
    each column is, by its index; columns that are nothing known are left out."""

    header: int | None
    fields: dict[int, str]


def guess(table: Table) -> Guess:
    """What the columns of `table` probably are, each field at most once."""
    header = _header_of(table)
    start = 0 if header is None else header + 1
    fields = {} if header is None else _named(table.rows[header].cells)
    return Guess(
        header, {**fields, **_by_looks(table, start, fields, has_header=header is not None)}
    )


def field_of(header: str) -> str | None:
    """The field that a header names; empty for what is known to be none, None for unknown."""
    folded = fold(header)
    if folded in _FIELD_OF or len(folded) < _LONG_ENOUGH:
        return _FIELD_OF.get(folded)
    close = process.extractOne(folded, _KNOWN, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return None if close is None else _FIELD_OF[close[0]]


def _header_of(table: Table) -> int | None:
    scores = [
        len([cell for cell in row.cells if cell and field_of(cell) is not None])
        for row in table.rows[:_HEADER_WITHIN]
    ]
    best = max(scores, default=0)
    # One word may be anybody's name; two that name columns are a header.
    return scores.index(best) if best >= min(2, table.width) else None


def _named(cells: Sequence[str]) -> dict[int, str]:
    named: dict[int, str] = {}
    for index, cell in enumerate(cells):
        field = field_of(cell) if cell else None
        if field == "phone" and "phone" in named.values():
            field = "phone_2"
        if field and field not in named.values():
            named[index] = field
    fields = set(named.values())
    # « Nom » alone is the whole name; beside « Prénoms » it is the family's.
    if "family_name" in fields and not fields & {"given_names", "name"}:
        named = {i: "name" if f == "family_name" else f for i, f in named.items()}
    return named


def _by_looks(
    table: Table, start: int, named: dict[int, str], *, has_header: bool
) -> dict[int, str]:
    found: dict[int, str] = {}
    taken = set(named.values())
    rows = table.rows[start : start + _SAMPLE]
    for index in range(table.width):
        said = table.rows[start - 1].cells[index] if has_header else ""
        # A header that we do not know is not overruled, except by what can be nothing else.
        if index in named or field_of(said) == "":
            continue
        values = [row.cells[index] for row in rows if row.cells[index]]
        field = next((f for f, is_it in _LOOKS if f not in taken and _mostly(values, is_it)), None)
        if field:
            found[index] = field
            taken.add(field)
    if not taken & {"name", "given_names", "family_name"}:
        words = (i for i in range(table.width) if i not in {*named, *found} and _is_words(rows, i))
        found |= {index: "name" for index in list(words)[:1]}
    return found


def _mostly(values: Sequence[str], is_it: Callable[[str], bool]) -> bool:
    return bool(values) and sum(map(is_it, values)) >= _MOSTLY * len(values)


def _is_words(rows: Iterable[object], index: int) -> bool:
    values = [row.cells[index] for row in rows if row.cells[index]]  # type: ignore[attr-defined]
    return _mostly(values, lambda value: any(c.isalpha() for c in value))


def _is_phone(value: str) -> bool:
    read = phones.read(value)
    return bool(read.numbers) and not read.doubtful


def _is_birth(value: str) -> bool:
    return bool(_YEAR.fullmatch(fold(ascii_digits(value))) or _is_date(value))


def _is_date(value: str) -> bool:
    try:
        return births.read(value, first_day=_TODAY).on is not None
    except DomainError:
        return False


_LOOKS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", lambda value: "@" in value and "." in value),
    ("phone", _is_phone),
    ("phone_2", _is_phone),
    ("sex", lambda value: fold(value) in SEXES),
    ("birth", _is_birth),
)
