"""The list as its address says it."""

from __future__ import annotations

from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict
from werkzeug.urls import iri_to_uri

from fairapp.registration.people_list.wishes import DEFAULT_COLUMNS, SORTS, Wish

FACETS = ("status", "category", "region", "came")
COLUMNS = ("category", "organisation", "place", "phone")

VALUES = st.text(st.characters(codec="utf-8", exclude_characters="\0\r\n"), min_size=1, max_size=8)
WISHES = st.builds(
    Wish,
    text=st.text(st.characters(codec="utf-8"), max_size=30).map(str.strip),
    chosen=st.dictionaries(
        st.sampled_from(FACETS), st.lists(VALUES, min_size=1, max_size=3, unique=True).map(tuple)
    ),
    sort=st.sampled_from(SORTS),
    columns=st.sets(st.sampled_from(COLUMNS)).map(
        lambda chosen: tuple(column for column in COLUMNS if column in chosen)
    ),
    page=st.integers(1, 900),
)


def through_an_address(wish: Wish) -> Wish:
    app = Flask("address")
    app.add_url_rule("/people", "people", lambda: "")
    with app.test_request_context():
        url = app.url_for("people", **wish.args())
    with app.test_request_context(iri_to_uri(url)) as context:
        return Wish.read(context.request.args, facets=FACETS, columns=COLUMNS)


@given(WISHES)
def test_an_address_brings_back_the_same_list(wish: Wish) -> None:
    assert through_an_address(wish) == wish


@given(WISHES, st.sampled_from(FACETS), VALUES)
def test_a_chip_taken_twice_changes_nothing_but_the_page(
    wish: Wish, facet: str, value: str
) -> None:
    twice = wish.toggled(facet, value).toggled(facet, value)
    assert twice.page == 1
    if value not in wish.chosen.get(facet, ()):
        assert twice.chosen == wish.chosen
    else:
        assert set(twice.chosen[facet]) == set(wish.chosen[facet])


def test_what_nobody_knows_is_not_heard() -> None:
    args = MultiDict([("status", ""), ("colour", "red"), ("sort", "odd"), ("page", "-3")])
    args.add("columns", "secret")
    wish = Wish.read(args, facets=FACETS, columns=COLUMNS)
    assert wish == Wish(columns=())
    assert Wish.read(MultiDict(), facets=FACETS, columns=COLUMNS).columns == DEFAULT_COLUMNS


def test_a_view_keeps_no_text_and_no_page() -> None:
    wish = Wish(text="632 12 34 56", chosen={"came": ("no",)}, page=7)
    assert wish.kept() == {"came": ["no"]}
