"""The stage of the demonstration: who speaks, what happens, and the two versions."""

import pytest
from sqlalchemy import select

from fairapp.demo.load import SLUG
from fairapp.demo.sources import read
from fairapp.events.models import Event
from fairapp.programme import queries
from fairapp.programme.editing.queries import drafts, warnings_of
from fairapp.programme.editing.rules import Trouble
from fairapp.programme.models import SessionStatus
from fairapp.programme.releases.queries import find, is_changed, releases


@pytest.fixture
def fair(demo_session):
    return demo_session.scalars(select(Event).where(Event.slug == SLUG)).one()


def test_second_version_is_that_of_the_data_file(fair):
    found = {item.code: item for item in queries.programme(fair)}
    rows = {row["id"]: row for row in read("programme")["sessions"]}
    assert set(found) == set(rows)
    for code, row in rows.items():
        item = found[code]
        starts_at, ends_at = fair.local(item.starts_at), fair.local(item.ends_at)
        assert (f"{starts_at:%Y-%m-%d %H:%M}", f"{ends_at:%H:%M}", item.room_code) == (
            f"{row['date']} {row['start']}",
            row["end"],
            row["room"],
        )
        assert item.title.fr == row["title_fr"]


def test_first_version_said_otherwise_and_the_workshop_is_marked_as_moved(fair):
    assert [release.number for release in releases(fair)] == [2, 1]
    first, second = find(fair, 1), find(fair, 2)
    assert first.published_at < second.published_at
    assert first.entries["J1-09"]["room"] == "SP"
    assert [(c["code"], c["what"]) for c in second.changes] == [
        ("J1-09", "moved"),
        ("J2-03", "changed"),
    ]
    assert second.note.ar
    moved = [i.code for i in queries.programme(fair) if i.status != SessionStatus.PUBLISHED]
    assert moved == ["J1-09"]
    assert not is_changed(fair)


def test_speeches_of_the_opening_go_from_the_host_upwards_and_fill_the_time(fair):
    opening = queries.find(fair, "J1-02")
    speeches = [turn.person for turn in opening.turns if turn.person is not None]
    ranks = [person.rank for person in speeches[1:]]
    assert speeches[0].organisation == "Commune de Dixinn"
    assert ranks == sorted(ranks, reverse=True)
    assert ranks[-1] == 4


def test_acts_take_as_long_as_their_session_and_nobody_is_in_two_places(fair):
    plans = drafts(fair)
    for draft in plans:
        if draft.acts:
            assert sum(act.minutes for act in draft.acts) == draft.minutes, draft.code
            assert all(act.title.fr and act.title.en and act.title.ar for act in draft.acts)
    troubles = {(w.trouble, w.code) for w in warnings_of(fair, plans)}
    assert (Trouble.STAGE_CHANGE, "J2-13") in troubles
    assert not {code for trouble, code in troubles if trouble is Trouble.PERSON_TWICE}
    assert not {code for trouble, code in troubles if trouble is Trouble.ACTS_TOO_LONG}


def test_people_of_the_programme_are_nobody_real_and_composed_of_common_names(fair):
    names = read("names")
    known = {row["name"].replace("'", "’") for row in names["family"]}
    for person in queries.people(fair).values():
        assert person.name.split()[-1] in known
        assert not any(real in person.name for real in names["do_not_generate"])
        assert person.function.fr and person.function.en and person.function.ar
    assert sum(bool(person.represents) for person in queries.people(fair).values()) >= 3


def test_guide_is_there_to_read_in_both_languages(fair):
    documents = queries.find(fair, "J3-05").documents
    assert [item.language for item in documents] == ["fr", "en"]
    assert all(item.url.startswith("https://example.org/") for item in documents)
