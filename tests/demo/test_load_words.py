"""What the loaded fair says, as other features read it: texts, names, verdicts."""

import re

import pytest
from sqlalchemy import select

from fairapp.checkin import cards, queries, rules
from fairapp.checkin.models import Scan
from fairapp.demo.load import SLUG
from fairapp.demo.sources import generator, read
from fairapp.events.models import Category, Event
from fairapp.programme.models import Session, SessionKind
from fairapp.registration import phones, places, reference
from fairapp.registration.models import Registration
from fairapp.registration.search import matches

ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture
def fair(demo_session):
    return demo_session.scalars(select(Event).where(Event.slug == SLUG)).one()


@pytest.fixture
def people(demo_session):
    return list(demo_session.scalars(select(Registration).order_by(Registration.id)))


@pytest.mark.parametrize(
    "name",
    [
        "name", "tagline", "description", "practical", "privacy_notice",
        "place", "organiser", "partners",
    ],
)  # fmt: skip
def test_texts_of_the_fair_are_in_three_languages(fair, name):
    text = getattr(fair, name)
    assert text.fr and text.en and ARABIC.search(text.ar)


def test_rooms_stands_gates_and_kinds_are_in_three_languages(demo_session, fair):
    kinds = list(demo_session.scalars(select(SessionKind)))
    assert (len(fair.rooms), len(fair.stands), len(kinds)) == (10, 18, 23)
    for thing in (*fair.rooms, *fair.stands, *fair.checkpoints, *kinds, *fair.categories):
        assert thing.name.fr and thing.name.en and ARABIC.search(thing.name.ar), thing.name


def test_categories_are_those_of_the_generator(fair):
    counted = [c for c in fair.categories if c.is_counted]
    for category, row in zip(counted, generator()["categories"], strict=True):
        assert category.code == row["id"]
        assert (category.name.fr, category.name.en) == (row["label_fr"], row["label_en"])
        assert category.colour == row["badge_colour"]
    letters = [category.letter for category in fair.categories]
    assert len(set(letters)) == len(letters) == 14


def test_programme_is_complete(demo_session, fair):
    sessions = list(demo_session.scalars(select(Session).order_by(Session.code)))
    assert len(sessions) == 35
    icons = set(re.findall(r'"([a-z_]+)"|id="([a-z_-]+)"', _icons()))
    for one, row in zip(sessions, sorted(read("programme")["sessions"], key=_code), strict=True):
        assert (one.code, one.room.code, one.kind.code) == (row["id"], row["room"], row["type"])
        assert ARABIC.search(one.title.ar)
        local = fair.local(one.starts_at)
        assert (f"{local:%Y-%m-%d %H:%M}") == f"{row['date']} {row['start']}"
        assert one.kind.icon in str(icons)
    bilingual = {s.code for s in sessions if "en" in f"{s.languages} {s.interpretation}".split()}
    assert bilingual == {"J1-05", "J2-04", "J3-03", "J3-05"}


def _code(row):
    return row["id"]


def _icons():
    from pathlib import Path

    root = Path(__file__).parents[2]
    return (root / "templates/components/icons.html").read_text(encoding="utf-8")


def test_phones_read_from_what_was_typed_are_those_stored(people):
    for person in people:
        read_again = phones.read(person.phone_raw)
        assert (read_again.first, read_again.second) == (person.phone, person.phone_2)
        assert not read_again.doubtful


def test_references_are_valid_and_places_known(people):
    assert len({person.reference for person in people}) == len(people)
    assert all(reference.is_valid(person.reference) for person in people)
    for person in people:
        assert places.code_of(person.region, person.locality), person.locality
        assert (person.country == "GN") == (person.region != "Étranger")


@pytest.mark.parametrize("query", ["mamadou diallo", "DIALLO Mdou", "diallo mamad"])
def test_search_finds_the_homonyms_however_they_are_asked_for(people, query):
    cluster = [p for p in people if p.full_name.casefold() == "mamadou diallo"]
    assert len(cluster) >= 3
    assert all(matches(person.search_text, query) for person in cluster)


def test_names_in_other_scripts_are_found(people):
    written = [person for person in people if person.name_other_script]
    assert len(written) == 6
    for person in written:
        assert matches(person.search_text, person.name_other_script)


def test_minors_have_a_guardian_in_the_note(fair, people):
    minors = [person for person in people if person.age_on(fair.days[0].date) < 18]
    assert len(minors) == 4
    assert all("Autorisation de " in person.note for person in minors)


def test_stored_verdicts_are_those_of_the_rules(demo_session, fair):
    """Each scan, replayed in the order of its moments, gets from `decide` what is stored."""
    gates = {gate.id: gate for gate in queries.gates(fair.id).values()}
    when = rules.Fair(fair.zone, queries.days(fair.id))
    category = dict(tuple(row) for row in demo_session.execute(select(Category.id, Category.code)))
    scans = list(demo_session.scalars(select(Scan).order_by(Scan.at, Scan.id)))
    undone = {scan.undoes_id for scan in scans}
    seen: dict[int, list[rules.Entry]] = {}
    inside: dict[int, int] = {}
    for scan in scans:
        if scan.undoes_id is not None:
            assert (scan.reason, scan.is_entry) == ("undo", False)
            continue
        row, person = gates[scan.checkpoint_id], scan.registration
        capacity = 60 if row.watches == "J1-09" else None
        present = inside.get(row.id, 0)
        gate = rules.Gate(
            row.code, row.scope, row.group, row.is_entrance, capacity=capacity, present=present
        )
        card = None
        if person is not None:
            holder = rules.Holder(
                person.status, category[person.category_id],
                is_protocol=person.protocol_rank is not None,
            )  # fmt: skip
            card = rules.Card(holder, scan.badge.revoked_at if scan.badge else None)
        attempt = rules.Attempt(
            scan.at, scan.direction, is_well_formed=scan.raw.startswith("t:") or person is not None
        )
        decision = rules.decide(when, gate, attempt, card, seen.get(scan.registration_id, []))
        assert (scan.verdict, scan.reason) == (decision.verdict, decision.reason), scan.uuid
        assert scan.is_entry == (
            rules.counts_as_entry(decision, is_overridden=bool(scan.override))
            and scan.direction == "in"
        )
        if scan.is_entry and scan.id not in undone:
            entry = rules.Entry(scan.at, row.code, row.group)
            seen.setdefault(scan.registration_id, []).append(entry)
            inside[row.id] = inside.get(row.id, 0) + 1


def test_badges_answer_to_their_numbers(fair):
    code = cards.Code(cards.Kind.NUMBER, "1")
    found = cards.cards(fair.id, [code], index_of=str)
    assert found[code].person is not None
