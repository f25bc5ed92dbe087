"""The gala match of the demonstration: mixed teams, and a score that its record gives."""

from collections import Counter

from sqlalchemy import select

from fairapp.core import clock
from fairapp.demo.days import at
from fairapp.demo.load import SLUG
from fairapp.events.models import Category, Event
from fairapp.matches import queries, rules
from fairapp.matches.facts import PHASES, Kind
from fairapp.matches.models import Player
from fairapp.registration.models import Registration, Status


def sheet(session, until=None):
    event = session.scalars(select(Event).where(Event.slug == SLUG)).one()
    return queries.sheet(queries.find(event, "J3-10"), at=clock.now(), until=until)


def test_both_teams_mix_officers_and_citizens(demo_session):
    query = (
        select(Player.team_id, Category.code, Registration.status)
        .join(Player.registration)
        .join(Registration.category)
    )
    rows = list(demo_session.execute(query))
    assert {status for _, _, status in rows} == {Status.CONFIRMED}
    for team in {team for team, _, _ in rows}:
        found = Counter(code for of, code, _ in rows if of == team)
        assert found["police"] >= 5 and found["jeunes"] >= 4
        assert found["femmes"] >= 2 and found["artistes"] == 1


def test_score_is_that_of_the_record_with_a_goal_undone(demo_session):
    played = sheet(demo_session)
    assert (played.text, played.is_over) == ("3 – 2", True)
    assert [tuple(score) for _, score in played.parts] == [(1, 1), (2, 1)]
    assert len([f for f in played.facts if f.kind is Kind.UNDO]) == 1


def test_every_line_can_have_happened_at_its_minute(demo_session):
    played = sheet(demo_session)
    squads = {t.side: {p.id: p.is_starting for p in t.players} for t in played.teams}
    for place, fact in enumerate(played.facts):
        known = played.facts[:place]
        if fact.kind is not Kind.UNDO:
            rules.check(fact, known, squads, played.terms)
        if fact.kind not in PHASES and fact.kind is not Kind.UNDO:
            kept = rules.standing(known, played.terms)
            assert rules.minute_at(kept, fact.at, played.terms) == fact.when


def test_on_the_third_morning_it_has_not_begun(demo_session, demo_client):
    with clock.stopped(at(3, "08:40")):
        assert not sheet(demo_session, until=clock.now()).has_begun
        page = demo_client.get(f"/e/{SLUG}/matches/J3-10").text
        assert "vendredi 4 décembre, 16:45" in page and "data-score" not in page
    with clock.stopped(at(3, "18:05")):
        assert "2 – 1" in demo_client.get(f"/e/{SLUG}/programme?day=3").text
