"""How the columns of lists of people are called, in three languages: the one place that knows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from rapidfuzz import fuzz, process

from fairapp.registration.search import fold

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
    "delegation": "Délégation|delegation|groupe|group|الوفد",
    "note": (
        "Note|notes|observation|observations|remarque|remarques|commentaire|commentaires|remark|"
        "remarks|comment|comments|ملاحظة|ملاحظات"
    ),
    # Of the export, and of lists on paper: read by nobody.
    "": "Statut|Inscrit le|n|no|numero d ordre|ordre|n d ordre|signature|emargement|الرقم|التوقيع",
}
EXPORT_HEADERS = {field: names.split("|")[0] for field, names in _HEADERS.items() if field}
_FIELD_OF = {fold(name): field for field, names in _HEADERS.items() for name in names.split("|")}
# Headers of fewer letters are too like each other to be guessed at.
_LONG_ENOUGH = 5
_ALIKE = 82


class Headers:
    """What headers name: the fields of every list and, by their names, `own` ones of one fair."""

    def __init__(self, own: Mapping[str, str] | None = None) -> None:
        folded = {fold(name): field for name, field in (own or {}).items()}
        self._field_of = {**folded, **_FIELD_OF}

    def field_of(self, header: str) -> str | None:
        """The field that a header names; empty for what is known to be none, None for unknown."""
        folded = fold(header)
        if folded in self._field_of or len(folded) < _LONG_ENOUGH:
            return self._field_of.get(folded)
        close = process.extractOne(folded, self._known, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        return None if close is None else self._field_of[close[0]]

    def is_taken(self, header: str) -> bool:
        """Whether a header says something already."""
        return fold(header) in self._field_of

    @cached_property
    def _known(self) -> tuple[str, ...]:
        return tuple(self._field_of)


USUAL = Headers()
