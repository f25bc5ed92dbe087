"""What somebody has to look at before the payment list is signed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from fairapp.core.db import db
from fairapp.core.folding import fold
from fairapp.events.models import Event
from fairapp.registration.models import Registration
from fairapp.reports.payments.models import Payee
from fairapp.reports.payments.queries import Live, Named, by_name

Group = list[Named]


@dataclass(frozen=True)
class Warnings:
    """People by what is odd about them; `same_…` are groups of people who share that."""

    unseen: list[Named]
    no_origin: list[Named]
    on_paper: list[Named]
    same_phone: list[Group]
    same_mobile: list[Group]
    same_document: list[Group]

    def __bool__(self) -> bool:
        shared = self.same_phone or self.same_mobile or self.same_document
        return bool(self.unseen or self.no_origin or self.on_paper or shared)


def warnings(event: Event, live: Live, payees: Mapping[int, Payee]) -> Warnings:
    """All of them. Nobody is dropped from the list for one: people decide."""
    names = {line.registration_id: Named(line.reference, line.name) for line in live.lines}
    listed = {id_: payee for id_, payee in payees.items() if id_ in names}
    return Warnings(
        unseen=[names[one.registration_id] for one in live.lines if one.is_unseen],
        no_origin=list(live.no_origin),
        on_paper=[names[one.registration_id] for one in live.lines if one.on_paper],
        same_phone=_same(_phones(event, names), names),
        same_mobile=_same({id_: one.mobile for id_, one in listed.items()}, names),
        same_document=_same({id_: _document(one) for id_, one in listed.items()}, names),
    )


def _phones(event: Event, names: Mapping[int, Named]) -> dict[int, str]:
    query = select(Registration.id, Registration.phone).where(Registration.event_id == event.id)
    return {id_: phone for id_, phone in db.session.execute(query) if id_ in names}


def _document(payee: Payee) -> str:
    """The number as it is compared: written with blanks or without, it is one."""
    return fold(payee.document_number).replace(" ", "")


def _same(values: Mapping[int, str], names: Mapping[int, Named]) -> list[Group]:
    """Groups of people for whom the same thing is written; what is empty is nobody's."""
    often = {value for value, count in Counter(values.values()).items() if value and count > 1}
    groups: dict[str, Group] = {value: [] for value in sorted(often)}
    for id_, value in values.items():
        if value in groups:
            groups[value].append(names[id_])
    return [sorted(group, key=by_name) for group in groups.values()]
