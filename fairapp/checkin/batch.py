"""What deciding about one upload needs: read at once for all its scans, true as they are added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from flask import current_app

from fairapp.accounts.models import User
from fairapp.checkin import clocks, codes, queries, rules
from fairapp.checkin.arrivals import Arrival, receive
from fairapp.checkin.cards import CardRow, PersonRow, cards, people
from fairapp.checkin.codes import Code
from fairapp.checkin.fairs import FairRules
from fairapp.checkin.giving import Giving
from fairapp.checkin.items import InvalidItem, Item, ScanItem, UndoItem
from fairapp.checkin.models import Device
from fairapp.checkin.queries import EntryRow, GateRow
from fairapp.checkin.storing import Row, store
from fairapp.checkin.trail import note
from fairapp.core.access import Permission
from fairapp.events.models import Event
from fairapp.registration.actions import queue_at

# In place of the id of a scan that is yet to be written: later than all that are.
_NEW = 2**63


class Batch:
    """The scans of one request with their event, and the rows that they touch."""

    def __init__(
        self,
        event: Event,
        items: Sequence[Item],
        *,
        actor: User | None,
        device: Device | None,
        received_at: datetime,
        sent_at: datetime,
        rules_of_fair: FairRules,
    ) -> None:
        self.event, self.actor, self.device = event, actor, device
        self.received_at, self.sent_at = received_at, sent_at
        self._timings: dict[int, clocks.Timing] = {}
        self._items = [item for item in items if not isinstance(item, InvalidItem)]
        self.fair = rules.Fair(event.zone, rules_of_fair.days)
        self.gates = rules_of_fair.gates
        self._gates_by_id = {gate.id: gate for gate in self.gates.values()}
        self.stored: dict[str, Row] = self._find_stored()
        self._load_people()
        # What others had stored by the time that this batch wrote the same.
        self.raced: dict[str, Row] = {}
        self._waiting: list[Row] = []
        self._capacities: dict[int, int | None] = {}
        self._inside: dict[tuple[int, str | None], int] = {}
        self._seated: dict[str, frozenset[int]] = {}

    @cached_property
    def may_override(self) -> bool:
        """Whether whoever scans may let somebody in against the verdict."""
        # Where somebody acts in a device's place, it is his or her right that counts.
        who = self.actor or self.device
        return bool(who and who.can(Permission.OVERRIDE_REFUSAL, self.event))

    def may_scan_at(self, gate: GateRow) -> bool:
        """Whether the device stands there: one that is bound to a checkpoint scans at no other."""
        bound = self.device.checkpoint_id if self.device else None
        return bound is None or bound == gate.id

    def timing(self, item: ScanItem | UndoItem) -> clocks.Timing:
        """When it happened."""
        if id(item) not in self._timings:
            self._timings[id(item)] = clocks.correct(
                item.scanned_at,
                item.offset_ms,
                sent_at=self.sent_at,
                received_at=self.received_at,
                days=self.fair.days,
                zone=self.fair.zone,
            )
        return self._timings[id(item)]

    def gate(self, row: GateRow, at: datetime) -> rules.Gate:
        """The rules of a checkpoint at that moment, with how full it is."""
        capacity = self._capacity(row)
        return rules.Gate(
            row.code,
            row.scope,
            row.group,
            row.is_entrance,
            row.categories,
            row.days,
            row.opens_at,
            row.closes_at,
            row.signed_up_only,
            capacity,
            # Most have no limit, and counting whoever is inside takes the longest of all.
            0 if capacity is None else self._present(row, at),
        )

    def is_signed_up(self, person_id: int, gate: GateRow) -> bool:
        """Whether a seat is the person's at the session of a checkpoint that asks for one."""
        if not gate.signed_up_only:
            return False
        if gate.watches not in self._seated:
            known = queries.seated(self.event.id, gate.watches, self._people)
            self._seated[gate.watches] = known
        return person_id in self._seated[gate.watches]

    def gate_by_id(self, key: int) -> GateRow:
        """The checkpoint of a stored scan."""
        return self._gates_by_id[key]

    def person(self, key: int | None) -> PersonRow | None:
        """A registration, as far as gates may know it."""
        if key is not None and key not in self._people:
            self._people |= people([key])
        return self._people.get(key) if key is not None else None

    def seen(self, person_id: int | None, before: int | None = None) -> list[rules.Entry]:
        """Entries of a person; with `before` only those stored before the scan with this id."""
        if person_id is None:
            return []
        if person_id not in self._entries:
            self.write()
            self._entries[person_id] = queries.entries([person_id])
        known = [e for e in self._entries[person_id] if before is None or e.scan_id < before]
        return [self._entry(entry) for entry in known]

    def add(self, row: Row) -> None:
        """Remember a scan just decided: later ones of the batch must see it."""
        self.stored[row["uuid"]] = row
        self._waiting.append(row)
        here, person_id = row["checkpoint_id"], row["registration_id"]
        if self._inside:
            self._inside = {key: n for key, n in self._inside.items() if key[0] != here}
        if row["undoes_id"] is not None:
            self._entries.pop(person_id, None)
        elif person_id in self._entries and row["is_entry"] and row["direction"] == "in":
            self._entries[person_id].append(EntryRow(_NEW, person_id, here, row["at"]))

    def write(self) -> None:
        """Store what was decided so far, and note what the trail keeps of it."""
        rows, self._waiting = self._waiting, []
        raced = store(rows)
        self.raced |= raced
        new = (row for row in rows if row["uuid"] not in raced)
        note(new, actor=self.actor, at=self.received_at)

    def _capacity(self, row: GateRow) -> int | None:
        if row.id not in self._capacities:
            at_door = row.capacity is None and row.scope == "session" and row.watches
            room = queries.session_capacity(self.event.id, row.watches) if at_door else None
            self._capacities[row.id] = rules.capacity(row.capacity, row.scope, room)
        return self._capacities[row.id]

    def _present(self, row: GateRow, at: datetime) -> int:
        local = self.event.local(at)
        key = row.id, rules.scope_key(row.scope, local)
        if key not in self._inside:
            turn = None if row.scope == "session" else rules.turn(row.scope, local)
            self.write()
            self._inside[key] = queries.inside(self.event.id, row, turn)
        return self._inside[key]

    def _find_stored(self) -> dict[str, Row]:
        """A scan sent again is answered from what was stored; nothing else is asked about it."""
        if len(self._items) == 1 and isinstance(self._items[0], ScanItem):
            # Sent alone, it is rarely sent again: then writing it says so.
            return {}
        return queries.stored({item.uuid for item in self._items})

    def _load_people(self) -> None:
        fresh = [i for i in self._items if isinstance(i, ScanItem) and i.uuid not in self.stored]
        self.arrivals = self._receive([item for item in fresh if item.walk_in])
        self.cards = self._cards(fresh)
        is_given = {key for key, arrival in self.arrivals.items() if not arrival.reason}
        self.giving = Giving(self.cards, (item.code for item in fresh if item.uuid in is_given))
        self._people = {c.person.id: c.person for c in self.cards.values() if c.person}
        self._entries: dict[int, list[EntryRow]] = {key: [] for key in self._people}
        for entry in queries.entries(self._people):
            self._entries.setdefault(entry.person_id, []).append(entry)

    def _cards(self, items: Sequence[ScanItem]) -> dict[Code, CardRow]:
        return cards(self.event.id, [item.code for item in items], index_of=self._index_of)

    def _index_of(self, token: str) -> str:
        # The salt is not made for every scan: hardly any has an index that is still to be found.
        return codes.index_of(token, self._salt)

    @cached_property
    def _salt(self) -> bytes:
        return codes.event_salt(str(current_app.config["SECRET_KEY"]), self.event.id)

    def _receive(self, items: Sequence[ScanItem]) -> dict[str, Arrival]:
        """Before anybody's row is locked: whoever registers waits for those before them first."""
        if not items or not self._may_register:
            return {}
        queue_at(self.event)
        known = self._cards(items)
        at = self.received_at
        in_order = sorted(items, key=lambda item: (self.timing(item).at, item.uuid))
        return receive(self.event, in_order, known, actor=self.actor, at=at)

    @property
    def _may_register(self) -> bool:
        """A device may, with the blank badges that it was given."""
        actor = self.actor
        return self.device is not None or bool(
            actor and actor.can(Permission.REGISTER_ON_SITE, self.event)
        )

    def _entry(self, row: EntryRow) -> rules.Entry:
        gate = self._gates_by_id[row.checkpoint_id]
        return rules.Entry(row.at, gate.code, gate.group)
