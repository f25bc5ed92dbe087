"""What the demonstration fair pays for days and ways, and how people are known and paid."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import select

from fairapp.accounts.models import Role, User
from fairapp.core.db import db
from fairapp.demo.bulk import Bulk, Row
from fairapp.demo.days import before_fair
from fairapp.demo.sources import generator
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.payments import actions, queries
from fairapp.reports.payments.models import Adjustment, Correction, Document, Mode, Payee
from fairapp.reports.payments.rules import Line, Rate, Terms, Who

HOME = "Conakry"
# Of these nobody is paid who lives in the city; diplomats and donors are not paid at all.
_TRAVELLED = frozenset({"autorites", "medias"})
_NOBODY = frozenset({"diplomatie_ptf"})
_DOCUMENTED = 0.6
_CARDS = (Document.CARD, Document.CARD, Document.CARD, Document.VOTER, Document.PASSPORT)


def set_rates(event: Event, team: dict[Role, User]) -> None:
    """What is paid, decided with the fair: the log goes on from there."""
    actions.set_terms(event, terms(), actor=team[Role.FINANCE], at=event.created_at)


def add_payments(bulk: Bulk, event: Event, team: dict[Role, User], *, scale: int) -> None:
    """People who are paid by their own organisations, documents and numbers."""
    # A stream of its own: what is drawn here changes no name and no scan.
    rng = random.Random(f"{generator()['seed']} payments")
    payer, at = team[Role.FINANCE], before_fair(1, "17:30")
    lines = list(queries.live(event, terms()).lines)
    aside = _paid_elsewhere(rng, lines, scale)
    bulk.insert(Adjustment, [_left_out(event, line, payer, at) for line in aside])
    paid = [line for line in lines if line not in aside]
    bulk.insert(Payee, list(_payees(rng, event, paid, payer)))


def terms() -> Terms:
    """The examples of `generator.json`: those of no scale in force."""
    told = generator()["reimbursement_illustrative"]
    nightly = told["interior_per_diem_per_night_gnf"]
    ways = told["interior_transport_gnf_by_region"]
    eligible = {category["id"]: Who.EVERYBODY for category in generator()["categories"]}
    return Terms(
        currency=generator()["event"]["currency"],
        unit="night",
        home=HOME,
        most_days=None,
        rates={
            HOME: Rate(daily=told["local_transport_per_day_gnf"]),
            **{region: Rate(nightly, way) for region, way in ways.items()},
        },
        eligible={
            **eligible,
            **dict.fromkeys(sorted(_TRAVELLED), Who.TRAVELLED),
            **dict.fromkeys(sorted(_NOBODY), Who.NOBODY),
        },
    )


def _paid_elsewhere(rng: random.Random, lines: list[Line], scale: int) -> list[Line]:
    """Of those who live in the city, all beyond the generator's number."""
    here = [line for line in lines if line.region == HOME]
    here.sort(key=lambda line: line.registration_id)
    paid = generator()["reimbursement_illustrative"]["eligible_conakry_transport"] * scale
    return rng.sample(here, max(0, len(here) - paid))


def _left_out(event: Event, line: Line, payer: User, at: datetime) -> Row:
    return {
        "event_id": event.id,
        "registration_id": line.registration_id,
        "kind": Correction.LEAVE_OUT,
        "day": None,
        "reason": "Transport assuré par sa structure",
        "made_at": at,
        "made_by_id": payer.id,
        "made_by_name": payer.name,
        "withdrawn_at": None,
        "withdrawn_by_name": "",
    }


def _payees(rng: random.Random, event: Event, lines: Sequence[Line], payer: User) -> Iterator[Row]:
    """How everybody is paid, the generator's share by phone; documents of those who showed one."""
    share = generator()["reimbursement_illustrative"]["paid_mobile_money"]
    query = select(Registration.id, Registration.phone).where(Registration.event_id == event.id)
    phones = {id_: phone for id_, phone in db.session.execute(query) if phone.startswith("+224")}
    by_id = sorted(lines, key=lambda line: line.registration_id)
    able = [line.registration_id for line in by_id if line.registration_id in phones]
    by_phone = set(rng.sample(able, min(len(able), round(share * len(lines)))))
    for number, line in enumerate(by_id, 1):
        is_known, is_mobile = rng.random() < _DOCUMENTED, line.registration_id in by_phone
        mobile = phones[line.registration_id] if is_mobile else ""
        yield {
            "registration_id": line.registration_id,
            "event_id": event.id,
            "document": rng.choice(_CARDS) if is_known else "",
            # No card has such a number.
            "document_number": f"0000{number:05d}" if is_known else "",
            "mode": Mode.MOBILE if is_mobile else Mode.CASH,
            "mobile": mobile,
            "mobile_raw": mobile,
            "changed_at": before_fair(-1, "18:00"),
            "changed_by_name": payer.name,
        }
