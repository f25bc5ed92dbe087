"""What a new fair begins with; organisers change it afterwards."""

from __future__ import annotations

from dataclasses import dataclass

from fairapp.core.i18n import LocalizedText


@dataclass(frozen=True)
class UsualCategory:
    """A category of participants; all letters differ, and all colours carry white text."""

    code: str
    letter: str
    colour: str
    name: LocalizedText
    is_counted: bool = True


@dataclass(frozen=True)
class UsualCheckpoint:
    """A place where badges are scanned when people come in."""

    code: str
    name: LocalizedText


@dataclass(frozen=True)
class UsualRoom:
    """A room that many places have."""

    name: LocalizedText
    capacity: int | None = None


CATEGORIES = (
    UsualCategory(
        "autorites",
        "A",
        "#7a1f2b",
        LocalizedText(
            fr="Autorités et administration",
            en="Government and administration",
            ar="السلطات والإدارة",
        ),
    ),
    UsualCategory(
        "diplomatie_ptf",
        "D",
        "#1f3f7a",
        LocalizedText(
            fr="Corps diplomatique et partenaires techniques et financiers",
            en="Diplomatic corps and donors",
            ar="السلك الدبلوماسي والشركاء الفنيون والماليون",
        ),
    ),
    UsualCategory(
        "elus_locaux",
        "E",
        "#8a5a00",
        LocalizedText(
            fr="Élus locaux, délégations spéciales et conseils de quartier",
            en="Local elected officials and councils",
            ar="المنتخبون المحليون ومجالس الأحياء",
        ),
    ),
    UsualCategory(
        "police",
        "P",
        "#123c69",
        LocalizedText(
            fr="Police nationale et protection civile",
            en="National police and civil protection",
            ar="الشرطة الوطنية والحماية المدنية",
        ),
    ),
    UsualCategory(
        "gendarmerie_justice",
        "G",
        "#3d4f5f",
        LocalizedText(
            fr="Gendarmerie, garde communale et justice",
            en="Gendarmerie, communal guard and justice",
            ar="الدرك والحرس البلدي والقضاء",
        ),
    ),
    UsualCategory(
        "ong",
        "O",
        "#0b6e4f",
        LocalizedText(
            fr="ONG et associations",
            en="NGOs and associations",
            ar="المنظمات غير الحكومية والجمعيات",
        ),
    ),
    UsualCategory(
        "femmes",
        "F",
        "#8e2a6b",
        LocalizedText(
            fr="Organisations de femmes", en="Women’s organisations", ar="المنظمات النسائية"
        ),
    ),
    UsualCategory(
        "jeunes",
        "J",
        "#c2410c",
        LocalizedText(fr="Jeunes leaders", en="Youth leaders", ar="القيادات الشبابية"),
    ),
    UsualCategory(
        "religieux_sages",
        "R",
        "#5b4a2f",
        LocalizedText(
            fr="Leaders religieux, sages et communautaires",
            en="Religious and community leaders",
            ar="القيادات الدينية والحكماء والقيادات المجتمعية",
        ),
    ),
    UsualCategory(
        "education",
        "N",
        "#4b5563",
        LocalizedText(
            fr="Enseignement et recherche", en="Education and research", ar="التعليم والبحث"
        ),
    ),
    UsualCategory(
        "medias", "M", "#6d28d9", LocalizedText(fr="Médias", en="Media", ar="وسائل الإعلام")
    ),
    UsualCategory(
        "artistes",
        "S",
        "#b45309",
        LocalizedText(
            fr="Artistes et sportifs", en="Artists and sportspeople", ar="الفنانون والرياضيون"
        ),
    ),
    UsualCategory(
        "public",
        "V",
        "#374151",
        LocalizedText(fr="Grand public", en="General public", ar="الجمهور العام"),
    ),
    UsualCategory(
        "staff",
        "X",
        "#111827",
        LocalizedText(fr="Équipe d’organisation", en="Organising team", ar="فريق التنظيم"),
        is_counted=False,
    ),
)

CHECKPOINTS = (
    UsualCheckpoint(
        "G1",
        LocalizedText(
            fr="Entrée principale, file 1", en="Main entrance, lane 1", ar="المدخل الرئيسي، الصف 1"
        ),
    ),
    UsualCheckpoint(
        "G2",
        LocalizedText(
            fr="Entrée principale, file 2", en="Main entrance, lane 2", ar="المدخل الرئيسي، الصف 2"
        ),
    ),
    UsualCheckpoint("T1", LocalizedText(fr="Accueil", en="Reception desk", ar="مكتب الاستقبال")),
)

ROOMS = (
    UsualRoom(LocalizedText(fr="Grande salle", en="Main hall", ar="القاعة الكبرى"), 300),
    UsualRoom(LocalizedText(fr="Salle 1", en="Room 1", ar="القاعة 1"), 60),
    UsualRoom(LocalizedText(fr="Podium", en="Open-air stage", ar="المنصة")),
)
