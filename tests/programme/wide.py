"""The widest fair there is: 200 sessions a day in 20 rooms, for weights and measurements."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import count, cycle

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.events.models import Event, EventDay, Room
from fairapp.programme.models import Session, Speaker
from fairapp.programme.parts import Part
from fairapp.programme.usual import add_kinds

SLUG = "grande-foire"
ROOMS, A_ROOM = 20, 10
_FIRST = date(2026, 12, 2)
_KINDS = (
    "table_ronde",
    "atelier",
    "partage",
    "dialogue",
    "cafe_savoirs",
    "theatre",
    "presentation",
)
_WHAT = (
    *("Prévenir les violences", "Parler à la police", "Juger près de chez soi", "Vivre ensemble"),
    *("Élire sans peur", "Écouter les jeunes", "Garder le quartier", "Rendre des comptes"),
    *("Réconcilier deux familles", "Protéger les enfants", "Former les relais"),
)
_WHERE = (
    *("à Kindia", "à Mamou", "à Labé", "à Boké", "à Faranah", "à Kankan", "à N’Zérékoré"),
    *("au marché de Madina", "dans la Basse-Côte", "au port de Conakry", "à Siguiri", "à Lola"),
    "sur la route de Coyah",
)
_HOW = (
    *("ce que les comités ont appris", "un film et un débat", "les femmes racontent"),
    *("trois expériences", "par le théâtre", "avec les anciens", "le bilan d’une année"),
)


def add_wide_fair(at: datetime) -> Event:
    """One day of it, flushed; every title is another."""
    event = Event(
        slug=SLUG, name=LocalizedText(fr="La grande foire"), created_at=at, published_at=at
    )
    event.days = [EventDay(number=1, date=_FIRST)]
    event.rooms = [
        Room(code=f"S{n}", name=LocalizedText(fr=f"Salle {n}", ar=f"القاعة {n}"), position=n)
        for n in range(1, ROOMS + 1)
    ]
    db.session.add(event)
    db.session.flush()
    kinds, names = add_kinds(event), cycle(_KINDS)
    words = zip(cycle(_WHAT), cycle(_WHERE), cycle(_HOW), count(1))
    speaker = Speaker(event_id=event.id, name="Mme Fatoumata Binta Diallo")
    db.session.add(speaker)
    db.session.flush()
    doors = event.utc(_FIRST, datetime.min.time()) + timedelta(hours=8)
    for room in event.rooms:
        for turn in range(A_ROOM):
            what, where, how, number = next(words)
            begins = doors + timedelta(minutes=60 * turn + 5 * (room.position % 3))
            db.session.add(
                Session(
                    event=event,
                    code=f"J1-{number:03}",
                    day=event.days[0],
                    kind=kinds[next(names)],
                    room=room,
                    title=LocalizedText(fr=f"{what} {where} : {how}"),
                    abstract=LocalizedText(fr=f"{how} {where}. " * 8),
                    starts_at=begins,
                    ends_at=begins + timedelta(minutes=50),
                    parts=(Part(speaker.id),),
                    updated_at=at,
                )
            )
    db.session.flush()
    return event
