"""Whatever happens to people and badges, a phone that follows has what a new one would get."""

from __future__ import annotations

import random
import threading
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from fairapp.badges import actions as badges
from fairapp.badges.blanks import make_blanks
from fairapp.badges.models import Badge
from fairapp.badges.queries import in_force
from fairapp.badges.swaps import swap
from fairapp.checkin.models import Roster
from fairapp.checkin.roster import contents
from fairapp.checkin.roster.acts import Act, touched
from fairapp.checkin.roster.difference import whole
from fairapp.core import audit, tasks
from fairapp.core.db import db, transaction
from fairapp.core.errors import DomainError
from fairapp.events.models import Admission
from fairapp.programme.models import Session, SessionStatus
from fairapp.registration import actions as registrations
from fairapp.registration import phones, substitution
from fairapp.registration.annotations import annotate
from fairapp.registration.details import Details, details_of
from fairapp.registration.duplicates import actions as duplicates
from fairapp.registration.duplicates.models import Merge
from fairapp.registration.imports import actions as imports
from fairapp.registration.models import Registration, Relation, Source, Status
from fairapp.registration.moderation import actions as moderation
from fairapp.registration.signups import actions as signups
from fairapp.registration.waiting import actions as waiting
from tests.checkin.conftest import MORNING, Fair
from tests.checkin.roster.phones import Phone, from_scratch

NAMES = ("Mariama Diallo", "Ibrahima Sory Bangoura", "M’Mah Camara", "محمد باه", "Aïssatou Bah")
# Before the fair, so that seats and places can still be had.
START = MORNING - timedelta(days=5)


class Life:
    """Acts of people and of the team at one fair, chosen by chance."""

    def __init__(self, fair: Fair, chance: random.Random) -> None:
        self.fair, self.chance, self.event = fair, chance, fair.event
        self.actor, self.at = fair.user("organiser"), START
        self.session = fair.db.scalars(select(Session)).one()
        self.session.takes_sign_up, self.session.status = True, SessionStatus.PUBLISHED
        fair.categories["officiel"].admission = Admission.MODERATED
        self.event.capacity = 12
        fair.db.flush()

    def act(self, name: str) -> bool:
        """Do `name` with whoever chance names; False when the house refuses it."""
        self.at += timedelta(minutes=1)
        try:
            with db.session.begin_nested():
                getattr(self, name)()
        except DomainError:
            return False
        return True

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": self.actor, "at": self.at}

    def someone(self, *standings: Status) -> Registration:
        query = select(Registration).order_by(Registration.id)
        if standings:
            query = query.where(Registration.status.in_(standings))
        found = list(db.session.scalars(query))
        if not found:
            raise DomainError("nobody", "")
        return self.chance.choice(found)

    def details(self) -> Details:
        given, _, family = self.chance.choice(NAMES).rpartition(" ")
        category = self.chance.choice(("ong", "officiel"))
        return Details(
            category=self.fair.categories[category],
            given_names=given,
            family_name=f"{family} {self.chance.randrange(1000)}",
            organisation=self.chance.choice(("", "Préfecture de Labé")),
        )

    def register(self) -> None:
        registrations.register(
            self.event, self.details(), source=Source.ONLINE, actor=None, at=self.at
        )

    def register_by_team(self) -> None:
        registrations.register(self.event, self.details(), source=Source.STAFF, **self.who)

    def correct(self) -> None:
        registrations.update_details(self.someone(), self.details(), **self.who)

    def correct_oneself(self) -> None:
        person = self.someone()
        registrations.update_details(person, self.details(), actor=None, at=self.at)

    def annotate(self) -> None:
        rank = self.chance.choice((None, 1, 2))
        annotate(self.someone(), note="", protocol_rank=rank, delegation=None, **self.who)

    def cancel(self) -> None:
        registrations.cancel(self.someone(), actor=None, at=self.at)

    def reinstate(self) -> None:
        registrations.reinstate(self.someone(Status.CANCELLED), **self.who)

    def approve(self) -> None:
        moderation.approve(self.someone(Status.PENDING), **self.who)

    def decline(self) -> None:
        moderation.decline(self.someone(Status.PENDING), reason="complet", **self.who)

    def reconsider(self) -> None:
        moderation.reconsider(self.someone(Status.DECLINED), **self.who)

    def promote(self) -> None:
        self.event.capacity = (self.event.capacity or 0) + 1
        waiting.promote(self.event, at=self.at)

    def accept(self) -> None:
        waiting.accept(self.someone(Status.OFFERED), at=self.at)

    def lapse(self) -> None:
        self.at += timedelta(hours=49)
        waiting.lapse(self.at)

    def let_in(self) -> None:
        waiting.let_in(self.someone(Status.WAITING, Status.OFFERED), **self.who)

    def sign_up(self) -> None:
        signups.sign_up(self.someone(), self.session, actor=None, at=self.at)

    def give_up(self) -> None:
        signups.give_up(self.someone(), self.session, actor=None, at=self.at)

    def add_seats(self) -> None:
        seats = (self.session.capacity or 0) + 1
        signups.set_seats(self.session, takes_sign_up=True, capacity=seats, **self.who)

    def substitute(self) -> None:
        substitution.substitute(
            self.someone(), self.details(), relation=Relation.REPLACES, **self.who
        )

    def come_after_all(self) -> None:
        keeps = self.chance.choice((True, False))
        substitution.undo(self.someone(Status.REPLACED), keeps_substitute=keeps, **self.who)

    def merge(self) -> None:
        take = self.chance.choice(((), ("name",), ("organisation", "category")))
        duplicates.merge(self.someone(), self.someone(), take=take, **self.who)

    def unmerge(self) -> None:
        merges = list(db.session.scalars(select(Merge).order_by(Merge.id)))
        if not merges:
            raise DomainError("nobody", "")
        duplicates.undo(self.chance.choice(merges), **self.who)

    def lose_badge(self) -> None:
        badge = in_force(self.someone())
        if badge is not None:
            badges.replace(badge, reason="lost", **self.who)

    def revoke(self) -> None:
        badge = in_force(self.someone())
        if badge is not None:
            badges.revoke(badge, reason="lost", **self.who)

    def print_badge(self) -> None:
        badge = in_force(self.someone())
        if badge is not None:
            badges.mark_printed(badge, **self.who)

    def claim(self) -> None:
        blank = db.session.scalars(
            select(Badge).where(Badge.registration_id.is_(None)).order_by(Badge.id)
        ).first()
        if blank is not None:
            person = registrations.register(
                self.event, self.details(), source=Source.WALK_IN, **self.who
            )
            badges.claim(blank, person, **self.who)

    def revoke_blank(self) -> None:
        blanks = select(Badge).where(Badge.registration_id.is_(None)).order_by(Badge.id)
        badges.revoke(
            self.chance.choice(list(db.session.scalars(blanks))), reason="lost", **self.who
        )

    def swap_badges(self) -> None:
        one, other = (in_force(self.someone()) for _ in range(2))
        if one is not None and other is not None:
            swap(one, other, **self.who)

    def make_blanks(self) -> None:
        make_blanks(self.event, 2, None, **self.who)


# Each of them where it is possible.
STORY = [
    *("register", "register_by_team") * 4,
    *("correct", "correct_oneself", "annotate", "annotate", "sign_up", "sign_up", "sign_up"),
    *("register",) * 9,
    *("promote", "promote", "promote", "accept", "promote", "lapse", "promote", "let_in"),
    *("add_seats", "give_up"),
    *("approve", "register", "register", "decline", "reconsider", "cancel", "cancel", "reinstate"),
    *("sign_up", "merge", "merge", "unmerge", "substitute", "substitute", "come_after_all"),
    *("print_badge", "lose_badge", "revoke", "claim", "revoke_blank"),
    *("make_blanks", *("swap_badges",) * 9),
]
ACTS = sorted(
    name
    for name in vars(Life)
    if name[0] != "_" and name not in {"act", "who", "someone", "details"}
)


@pytest.mark.parametrize("seed", range(2))
def test_a_roster_by_differences_is_the_one_from_scratch(fair: Fair, seed: int) -> None:
    chance = random.Random(seed)
    life, phone, seldom = Life(fair, chance), Phone(), Phone()
    blanks = [fair.badge(blank=True) for _ in range(12)]
    done = set()
    for name in [*STORY, *chance.choices(ACTS, k=40)]:
        if life.act(name):
            done.add(name)
        phone.take(_whole(fair, phone))
        if chance.random() < 0.1:
            seldom.take(_whole(fair, seldom))
        assert phone.entries == from_scratch(fair.event.id), name
    seldom.take(_whole(fair, seldom))

    assert done == set(ACTS)
    assert seldom.entries == phone.entries
    assert len(phone.entries) > len(blanks) + 20


def _whole(fair: Fair, phone: Phone) -> Any:
    # As requests do: what was done is committed, and asked for by another transaction.
    db.session.commit()
    return whole(fair.event.id, phone.revision)


def test_what_changes_one_badge_sends_one(fair: Fair) -> None:
    people = [fair.badge().registration for _ in range(8)]
    phone = Phone()
    assert phone.take(_whole(fair, phone)) == 8

    registrations.cancel(people[3], actor=None, at=START)
    assert phone.take(_whole(fair, phone)) == 1
    assert phone.take(_whole(fair, phone)) == 0
    assert phone.revision == 2


def test_an_act_that_changes_nothing_in_it_leaves_the_revision(fair: Fair) -> None:
    badge, phone = fair.badge(), Phone()
    phone.take(_whole(fair, phone))

    details = details_of(badge.registration)
    changed = replace(details, phones=phones.read("+224 631 00 00 00"))
    registrations.update_details(badge.registration, changed, actor=None, at=START)
    badges.mark_printed(badge, actor=None, at=START)

    assert phone.take(_whole(fair, phone)) == 0
    assert phone.revision == 1


def test_a_list_that_is_imported_arrives(fair: Fair) -> None:
    phone, actor = Phone(), fair.user("organiser")
    phone.take(_whole(fair, phone))
    list_ = imports.take_in_lines(
        fair.event, "Nom\nDiallo Mariama\nBah Aïssatou", actor=actor, at=START
    )
    options = imports.Options(header=0, category="ong")
    imports.check(list_, {0: "name"}, options, actor=actor, at=START)
    db.session.commit()
    tasks.run_pending()
    imports.start(list_, actor=actor, at=START)
    db.session.commit()
    tasks.run_pending()

    assert phone.take(_whole(fair, phone)) == 2
    imports.undo(list_, actor=actor, at=START)
    assert phone.take(_whole(fair, phone)) == 2
    assert phone.entries == from_scratch(fair.event.id)


def test_another_fairs_acts_are_not_looked_at(fair: Fair) -> None:
    phone = Phone()
    fair.badge()
    phone.take(_whole(fair, phone))
    audit.record("nothing.known", at=START, event_id=None)

    assert phone.take(_whole(fair, phone)) == 0


def test_an_act_that_nobody_has_heard_of_compares_everything(fair: Fair) -> None:
    phone, badge = Phone(), fair.badge()
    phone.take(_whole(fair, phone))
    badge.registration.family_name = "Bah"
    audit.record("persons.rewritten", at=START, event_id=fair.event.id)

    assert phone.take(_whole(fair, phone)) == 1


@pytest.mark.parametrize(
    ("action", "is_everything"),
    [
        ("room.moved", False),
        ("programme.printing.ordered", False),
        ("programme.published", True),
        ("signup.seats_set", False),
        ("scan_overridden", False),
        ("invented", True),
    ],
)
def test_touched_knows_what_concerns_nobody(action: str, is_everything: bool) -> None:
    found = touched([Act(action, "", None, {})])

    assert found.everything is is_everything
    assert not found.registrations and not found.badges


def test_an_act_that_is_committed_late_is_not_missed(fair: Fair, app: Flask) -> None:
    """Its number in the audit is lower than that of one that phones have seen by then."""
    slow, quick = fair.badge(), fair.badge()
    phone = Phone()
    phone.take(_whole(fair, phone))
    slow_id, quick_id, event_id = slow.id, quick.id, fair.event.id
    has_begun, may_end = threading.Event(), threading.Event()

    def act_slowly() -> None:
        with app.app_context(), transaction():
            badges.revoke(db.session.get_one(Badge, slow_id), reason="lost", actor=None, at=START)
            db.session.flush()
            has_begun.set()
            may_end.wait(10)

    thread = threading.Thread(target=act_slowly)
    thread.start()
    assert has_begun.wait(10)
    if db.engine.dialect.name == "sqlite":
        # There the writers queue: the second can only follow.
        may_end.set()
        thread.join()
    with transaction():
        badges.revoke(db.session.get_one(Badge, quick_id), reason="lost", actor=None, at=START)
    phone.take(whole(event_id, phone.revision))
    may_end.set()
    thread.join()
    phone.take(whole(event_id, phone.revision))

    assert phone.entries == from_scratch(event_id)
    assert sum(entry[14] & 0x80 > 0 for entry in phone.entries.values()) == 2


def test_two_phones_that_ask_at_once_get_the_same(fair: Fair, app: Flask) -> None:
    for _ in range(30):
        fair.badge()
    db.session.commit()
    event_id = fair.event.id
    barrier, asking = threading.Barrier(4), [Phone() for _ in range(4)]

    def ask(phone: Phone) -> None:
        with app.app_context():
            barrier.wait()
            phone.take(whole(event_id, 0))

    threads = [threading.Thread(target=ask, args=(phone,)) for phone in asking]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [len(phone.entries) for phone in asking] == [30] * 4
    assert {phone.revision for phone in asking} == {1}
    db.session.rollback()
    assert db.session.scalars(select(Roster.revision)).one() == 1


def test_contents_come_in_portions(fair: Fair, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contents, "_NEXT", contents._NEXT.limit(3))
    made = [fair.badge() for _ in range(8)]

    portions = list(contents.every(fair.event.id))

    assert [len(portion) for portion in portions] == [3, 3, 2]
    assert set().union(*portions) == {badge.id for badge in made}
