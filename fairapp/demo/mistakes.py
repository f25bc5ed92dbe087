"""What goes wrong at a gate and leaves a trace: the wrong person undone, a foreign QR, a lost badge
that somebody found.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fairapp.demo.allocate import pick, shuffled
from fairapp.demo.arrivals import Arrival
from fairapp.demo.days import DAYS, at, moment
from fairapp.demo.devices import Event, new_uuid
from fairapp.demo.entries import FOUND_BADGES, Floor
from fairapp.demo.names import fold
from fairapp.demo.sources import generator

NEVER = datetime.max.replace(tzinfo=UTC)
LOOKS_LIKE_OURS = "HTTPS://EXAMPLE.ORG/B/AAAAAAAAAAAAAAAA"
FOREIGN_CODES = (
    "WIFI:T:WPA;S:SALLE-DEMO;P:demonstration;;",
    LOOKS_LIKE_OURS,
    "https://example.org/promo/4711",
    "BEGIN:VCARD\nFN:Exemple\nEND:VCARD",
    "6001234567890",
    "https://example.org/menu",
)


def mistake_events(rng: random.Random, floor: Floor) -> list[Event]:
    """None of these is an entry that counts."""
    return [*_undone(rng, floor), *_foreign(rng), *_found_badges(rng, floor)]


def _undone(rng: random.Random, floor: Floor) -> Iterator[Event]:
    """The wrong line of the search result, undone; the right person follows."""
    total = generator()["scan_noise"]["wrong_person_then_undone"]
    homonyms = generator()["undo_and_corrections"]["checked_in_wrong_homonym_then_corrected"]
    names = {key: fold(person.name.full) for key, person in floor.people.items()}
    first_names = {key: name.split()[0] for key, name in names.items()}
    used: set[int] = set()
    chosen = _take(rng, _confusions(floor, names), homonyms, used)
    unlike = [p for p in _confusions(floor, first_names) if names[p[0].person] != names[p[1]]]
    for arrival, wrong in chosen + _take(rng, unlike, total - homonyms, used):
        when = arrival.time - timedelta(seconds=rng.randrange(28, 50))
        scan = Event(new_uuid(rng), "T1", "T1", "in", "search", wrong, None, when, "admitted")
        undone = when + timedelta(seconds=rng.randrange(9, 20))
        yield scan
        yield replace(
            scan, uuid=new_uuid(rng), kind="undo", time=undone, reason="undo", undoes=scan.uuid,
        )  # fmt: skip


def _confusions(floor: Floor, names: Mapping[int, str]) -> list[tuple[Arrival, int]]:
    """Each search at the desk with an invitee of the same *names* entry who is not in yet."""
    alike: dict[str, list[int]] = {}
    for key, person in floor.people.items():
        if person.slot.role in ("came", "no_show") and person.work.protocol_rank is None:
            alike.setdefault(names[key], []).append(key)
    pairs = []
    for day in DAYS:
        times = {arrival.person: arrival.time for arrival in floor.arrivals[day]}
        for arrival in (a for a in floor.arrivals[day] if a.method == "search"):
            safe = arrival.time + timedelta(minutes=5)
            for key in alike.get(names[arrival.person], ()):
                if key != arrival.person and times.get(key, NEVER) > safe:
                    pairs.append((arrival, key))
    return pairs


def _take(
    rng: random.Random, pairs: Sequence[tuple[Arrival, int]], number: int, used: set[int]
) -> list[tuple[Arrival, int]]:
    """*number* pairs in which nobody appears who is in *used*, nor anybody twice."""
    chosen: list[tuple[Arrival, int]] = []
    for arrival, wrong in shuffled(rng, pairs):
        if len(chosen) < number and not used & {arrival.person, wrong}:
            chosen.append((arrival, wrong))
            used |= {arrival.person, wrong}
    if len(chosen) < number:
        raise ValueError(f"only {len(chosen)} of {number} mistakes possible")
    return chosen


def _foreign(rng: random.Random) -> Iterator[Event]:
    for index in range(generator()["scan_noise"]["scan_of_other_event_or_random_qr"]):
        day = (1, 1, 1, 2, 2, 3)[index % 6]
        when = moment(rng, at(day, "09:15"), at(day, "10:00"))
        code = FOREIGN_CODES[index % len(FOREIGN_CODES)]
        reason = "not_found" if code == LOOKS_LIKE_OURS else "not_ours"
        yield Event(
            new_uuid(rng), "G1", "G1", "in", "qr", None, None, when, "unknown", reason, code=code
        )  # fmt: skip


def _found_badges(rng: random.Random, floor: Floor) -> Iterator[Event]:
    """Somebody picks up a lost badge and tries it after it was replaced."""
    lost = [
        b for key in floor.people for b in floor.badges.get(key, ()) if b.revoked_reason == "lost"
    ]
    for badge in pick(rng, lost, FOUND_BADGES):
        if badge.revoked_at:
            when = badge.revoked_at + timedelta(minutes=rng.randrange(20, 100))
            yield Event(
                new_uuid(rng), "G1", "G1", "in", "qr", badge.person, badge.key, when, "refused",
                reason="badge_revoked",
            )  # fmt: skip
