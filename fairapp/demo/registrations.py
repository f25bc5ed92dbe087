"""What a planned person's registration says: values by column, nothing of the database."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fairapp.accounts.models import Role
from fairapp.demo.shapes import Person, Profile, Record
from fairapp.registration import phones
from fairapp.registration.models import PhotoConsent, Source, Status
from fairapp.registration.names import clean_name

SOURCES = {
    "online": Source.ONLINE,
    "delegation": Source.DELEGATION,
    "protocol": Source.PROTOCOL,
    "desk": Source.STAFF,
    "on_site": Source.WALK_IN,
    "substitution": Source.SUBSTITUTE,
    "staff": Source.STAFF,
}
TYPED_BY = {
    "delegation": Role.ORGANISER,
    "protocol": Role.ORGANISER,
    "desk": Role.RECEPTION,
    "on_site": Role.RECEPTION,
    "substitution": Role.RECEPTION,
    "staff": Role.ORGANISER,
}
MEDIA = {"excel": "excel", "paper_photo": "whatsapp_photo", "voice": "voice"}
COUNTRIES = {"Dakar": "SN", "Bamako": "ML", "Freetown": "SL", "Abidjan": "CI"}
PHOTO = {"yes": PhotoConsent.YES, "internal": PhotoConsent.INTERNAL, "no": PhotoConsent.NO}
NEEDS = {
    "walking": "Marche avec difficulté : une place près de l’entrée, sans escalier.",
    "seeing": "Voit mal : une place au premier rang.",
    "hearing": "Entend mal : une place près du haut-parleur.",
    "communicating": "S’exprime avec difficulté : vient avec une personne de confiance.",
}


def own_record(person: Person) -> Record:
    """The registration of somebody who is on no list: a member of the staff."""
    return Record(
        person.key,
        person.key,
        person.channel,
        person.name.given,
        person.name.family,
        True,
        (),
        person.contact.phone_typed,
        False,
        person.contact.email,
        person.registered_at,
    )


def standing(record: Record, person: Person, replaced_at: datetime | None) -> dict[str, Any]:
    """Status and since when; *replaced_at* when somebody came in the person's place."""
    if record.merged_at:
        return {"status": Status.MERGED, "status_at": record.merged_at}
    if replaced_at:
        return {"status": Status.REPLACED, "status_at": replaced_at}
    return {"status": Status.CONFIRMED, "status_at": record.registered_at}


def days_registered(person: Person) -> tuple[int, ...]:
    """Days for which the person is expected.

    Officials who come for the opening say so; whoever registers on the spot has the days left.
    """
    days = person.slot.days
    if person.work.protocol_rank is not None and days == (1,):
        return days
    if person.channel == "on_site":
        return tuple(range(days[0], 4))
    return (1, 2, 3)


def about(record: Record, person: Person) -> dict[str, Any]:
    """Everything that the person, or the team for them, has told."""
    home, work, profile = person.home, person.work, person.profile
    return {
        **_names(record, person),
        **_reach(record, person),
        "sex": person.slot.sex,
        "birth_year": person.birth.year,
        "birth_date": person.birth.on,
        "birth_approximate": person.birth.approximate,
        "organisation": work.organisation,
        "position": work.job,
        "region": home.region,
        "locality": home.place,
        "country": COUNTRIES.get(home.city, "GN"),
        "language": profile.language,
        "first_time": profile.first_time,
        "needs_help": NEEDS[profile.difficulty_domain] if profile.difficulty == "serious" else "",
        "thumbprint": profile.thumbprint,
        "photo_consent": PHOTO[profile.photo],
        "share_name": profile.share_name,
        "contact_after": profile.contact_after,
        "protocol_rank": work.protocol_rank,
        "note": _note(record, profile),
    }


def _names(record: Record, person: Person) -> dict[str, str]:
    """As the team corrected it, or still as it was typed."""
    name = person.name
    given, family = record.given_typed, record.family_typed
    if record.corrected:
        given, family = name.given, name.family
    return {
        "honorific": name.honorific,
        "given_names": clean_name(given),
        "family_name": clean_name(family),
        "name_other_script": name.other_script,
        "name_raw": f"{record.given_typed} {record.family_typed}".strip(),
        "precision": name.precision,
    }


def _reach(record: Record, person: Person) -> dict[str, Any]:
    contact = person.contact
    if record.duplicate_of is not None:
        read = phones.read(record.phone_typed)
        raw, first, second = read.raw, read.first, read.second
    else:
        raw, first, second = contact.phone_typed, contact.phone, contact.phone_2
    return {
        "phone_raw": raw,
        "phone": first,
        "phone_2": second,
        "phone_doubtful": False,
        "email": record.email,
    }


def _note(record: Record, profile: Profile) -> str:
    notes = []
    if profile.guardian_name:
        notes.append(f"Autorisation de {profile.guardian_name}, {profile.guardian_phone}.")
    if profile.needs_help and record.duplicate_of is None:
        notes.append("Inscription faite avec l’aide de l’équipe.")
    if record.phone_of_focal_point:
        notes.append("Sur la liste, seul le téléphone du point focal.")
    return " ".join(notes)
