"""What of the programme is shown."""

from __future__ import annotations

from datetime import timedelta

import pytest

from fairapp.events.models import Event
from fairapp.programme import filters, queries
from fairapp.programme.filters import Choice
from tests.conftest import NOW
from tests.programme.conftest import DAY_2, AddSession, at_fair


def test_before_the_fair_its_first_day(fair: Event) -> None:
    assert filters.choose(fair, {}, at=NOW) == Choice(1)


def test_during_the_fair_today_by_its_own_clocks(fair: Event) -> None:
    just_after_midnight = at_fair(fair, DAY_2, "00:30")
    assert just_after_midnight.date() < DAY_2  # still the first day in UTC
    assert filters.choose(fair, {}, at=just_after_midnight) == Choice(2)


def test_after_the_fair_its_first_day(fair: Event) -> None:
    assert filters.choose(fair, {}, at=NOW + timedelta(days=90)) == Choice(1)


@pytest.mark.parametrize("wrong", ["", "0", "9", "-1", "two", "1e3", "9" * 30, "²"])
def test_a_day_that_does_not_exist_is_the_usual_one(fair: Event, wrong: str) -> None:
    assert filters.choose(fair, {"day": wrong}, at=NOW) == Choice(1)


def test_a_kind_is_looked_for_on_all_days(fair: Event) -> None:
    assert filters.choose(fair, {"kind": "theatre"}, at=NOW) == Choice(None, "theatre")
    assert filters.choose(fair, {"kind": "theatre", "day": "2"}, at=NOW) == Choice(2, "theatre")


def test_chips_count_and_lead_there_and_back(fair: Event, add_session: AddSession) -> None:
    add_session("1", "09:00", "10:00")
    add_session("2", "10:00", "11:00", kind="theatre", room="SC")
    add_session("3", "11:00", "12:00", room="SC")
    choice = Choice(1, kind="table_ronde")
    offered = queries.programme(fair, day_number=1)
    kinds = filters.kind_chips(offered, choice)
    assert [(str(c.text), c.count, c.is_current, c.leads_to) for c in kinds] == [
        ("Table ronde", 2, True, Choice(1)),
        ("Theatre", 1, False, Choice(1, "theatre")),
    ]
    rooms = filters.room_chips(offered, choice)
    assert [(str(c.text), c.count, c.leads_to.as_query()) for c in rooms] == [
        ("Grande salle", 1, {"day": 1, "kind": "table_ronde", "room": "GS"}),
        ("Scène", 1, {"day": 1, "kind": "table_ronde", "room": "SC"}),
    ]


def test_by_day_keeps_an_empty_day_only_when_it_was_chosen(
    fair: Event, add_session: AddSession
) -> None:
    add_session("1", "09:00", "10:00", day=2)
    items = queries.programme(fair)
    assert [p.day.number for p in filters.by_day(fair, items, Choice(None, "table_ronde"))] == [2]
    (part,) = filters.by_day(fair, items, Choice(1))
    assert (part.day.number, part.slots) == (1, [])


def test_a_language_is_spoken_or_interpreted(fair: Event, add_session: AddSession) -> None:
    add_session("1", "09:00", "10:00", languages="fr")
    add_session("2", "10:00", "11:00", languages="fr", interpretation="en ff")
    add_session("3", "11:00", "12:00", languages="en")
    items = queries.programme(fair)
    english = Choice(None, language="en")
    assert [item.code for item in items if english.accepts(item)] == ["2", "3"]
    chips = filters.language_chips(items, english)
    assert [(c.text.fr, c.count, c.is_current, c.leads_to.language) for c in chips] == [
        ("Français", 2, False, "fr"),
        ("Anglais", 2, True, ""),
        ("Peul", 1, False, "ff"),
    ]
    assert filters.language_chips(items[:1], Choice(None)) == []


def test_words_are_looked_for_on_all_days_and_kept_beside_the_rest(fair: Event) -> None:
    asked = {"q": "  police ", "kind": "theatre", "lang": "ar"}
    choice = filters.choose(fair, asked, at=NOW)
    assert choice == Choice(None, "theatre", search="police")
    assert choice.as_query() == {"kind": "theatre", "q": "police"}
    assert choice.without_search().as_query() == {"kind": "theatre"}
    assert len(filters.choose(fair, {"q": "x" * 5000}, at=NOW).search) == 120
