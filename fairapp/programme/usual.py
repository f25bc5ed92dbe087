"""The kinds of session that a new fair starts with; each can be renamed, coloured or removed."""

from __future__ import annotations

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event
from fairapp.programme.kinds import DEFAULT_COLOURS
from fairapp.programme.models import SessionKind


def _kind(code: str, fr: str, en: str, ar: str) -> tuple[str, LocalizedText]:
    return code, LocalizedText(fr, en, ar)


# By pictogram, which is the code as well.
KINDS = (
    _kind("accueil", "Accueil", "Reception", "الاستقبال"),
    _kind("ceremonie_ouverture", "Cérémonie d’ouverture", "Opening ceremony", "حفل الافتتاح"),
    _kind("ceremonie_cloture", "Cérémonie de clôture", "Closing ceremony", "حفل الختام"),
    _kind("table_ronde", "Table ronde", "Round table", "مائدة مستديرة"),
    _kind("talk_show", "Plateau-débat", "Talk show", "حوار مباشر"),
    _kind("dialogue", "Dialogue", "Dialogue", "حوار"),
    _kind("assistance_pairs", "Assistance entre pairs", "Peer assist", "مساعدة الأقران"),
    _kind("cafe_savoirs", "Maquis des savoirs", "World café", "مقهى المعرفة"),
    _kind("partage", "Partage d’expériences", "Experience sharing", "تبادل الخبرات"),
    _kind("atelier", "Atelier", "Workshop", "ورشة عمل"),
    _kind("presentation", "Présentation", "Presentation", "عرض"),
    _kind("film", "Projection", "Film", "عرض فيلم"),
    _kind("visite_stands", "Visite des stands", "Visit of the stands", "زيارة الأجنحة"),
    _kind("theatre", "Théâtre", "Theatre", "مسرح"),
    _kind("comedie", "Comédie", "Comedy", "كوميديا"),
    _kind("musique", "Musique", "Music", "موسيقى"),
    _kind("football", "Match de football", "Football match", "مباراة كرة القدم"),
    _kind("lancement", "Lancement", "Launch", "إطلاق"),
    _kind("pleniere", "Plénière", "Plenary", "جلسة عامة"),
    _kind("bilan", "Bilan", "Wrap-up", "حصيلة"),
    _kind("pause", "Pause", "Break", "استراحة"),
    _kind("photo", "Photo", "Photo", "صورة جماعية"),
    _kind("presse", "Presse", "Press", "الصحافة"),
)


def add_kinds(event: Event) -> dict[str, SessionKind]:
    """Give a fair that is new its kinds; by code, flushed."""
    kinds = {
        code: SessionKind(
            event_id=event.id,
            code=code,
            name=name,
            colour=DEFAULT_COLOURS[code],
            icon=code,
            position=position,
        )
        for position, (code, name) in enumerate(KINDS, 1)
    }
    db.session.add_all(kinds.values())
    db.session.flush()
    return kinds
