"""The team's list of participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from fairapp.core import clock
from fairapp.core.access import Permission, allow, may
from fairapp.core.errors import DomainError
from fairapp.events.models import Event
from fairapp.registration import history
from fairapp.registration.people_list import actions, columns, facets, queries
from fairapp.registration.people_list.models import Act, View
from fairapp.registration.people_list.queries import Listed
from fairapp.registration.people_list.wishes import DEFAULT_COLUMNS, Wish
from fairapp.registration.reference import display
from fairapp.registration.staff_form import bp as bp

# A fair of 40,000 has delegations by the hundred: the largest are shown, and those chosen.
_MOST_VALUES = 24
SORTS = {
    "name": _l("Name"),
    "new": _l("Latest registered"),
    "since": _l("Latest changed standing"),
    "organisation": _l("Organisation"),
    "rank": _l("Rank of protocol"),
}
ACTS = {
    Act.APPROVE: _l("Confirm"),
    Act.DECLINE: _l("Decline"),
    Act.CATEGORY: _l("Change the category"),
    Act.CANCEL: _l("Cancel"),
    Act.REINSTATE: _l("Take up again"),
    Act.MESSAGE: _l("Write a message"),
    Act.BADGES: _l("Print badges"),
}
# Views that every fair has; whoever wants others names their own.
_USUAL: tuple[tuple[Any, dict[str, Any]], ...] = (
    (_l("Everybody"), {}),
    (_l("To be confirmed"), {"status": ["pending"]}),
    (_l("No contact"), {"status": ["confirmed"], "contact": ["none", "doubtful"]}),
    (_l("Protocol"), {"protocol": ["yes"], "sort": "rank"}),
    (_l("Did not come"), {"status": ["confirmed"], "came": ["no"]}),
)


@dataclass(frozen=True, slots=True)
class Value:
    """One chip: `url` shows the list with this value, or without it when it `is_chosen`; `away` is
    the latter with the filters folded away again."""

    words: Any
    count: int
    url: str
    is_chosen: bool
    away: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """The chips of one facet; `others`: how many smaller ones are not shown."""

    label: Any
    chips: list[Value]
    others: int

    @property
    def is_chosen(self) -> bool:
        """Whether the list is narrowed by it."""
        return any(value.is_chosen for value in self.chips)


@dataclass(frozen=True, slots=True)
class Named:
    """A view to open; `view` when somebody has named it."""

    name: Any
    url: str
    is_current: bool
    view: View | None = None


@bp.get("/staff/<slug>/registrations/people")
@allow(Permission.MANAGE_REGISTRATIONS)
def search(event: Event) -> str:
    """Anybody, by any fragment and by what they are."""
    return list_page(event, asked(event, request.args))


@bp.post("/staff/<slug>/registrations/views")
@allow(Permission.MANAGE_REGISTRATIONS)
def save_view(event: Event) -> Response | tuple[str, int]:
    """Keep what is shown under a name."""
    wish, name = asked(event, request.form), request.form.get("name", "")
    is_shared = "shared" in request.form
    try:
        actions.save_view(
            event, name, wish.kept(), is_shared=is_shared, actor=current_user, at=clock.now()
        )
    except DomainError as error:
        return list_page(event, wish, error=error), 422
    flash(_("The view is kept."), "success")
    return to_list(wish)


@bp.post("/staff/<slug>/registrations/views/<int:key>/removal")
@allow(Permission.MANAGE_REGISTRATIONS)
def remove_view(event: Event, key: int) -> Response:
    """Let a named view go; nobody is lost by it."""
    view = actions.find_view(event, key, current_user) or abort(404)
    actions.remove_view(view, actor=current_user, at=clock.now())
    flash(_("The view is removed."), "success")
    return redirect(url_for("people.search"), 303)


def asked(event: Event, args: MultiDict[str, str]) -> Wish:
    """What the address, or a form that carries it, wants to see; what nobody can be is not heard,
    as an old address may name a category that is gone."""
    every = facets.every()
    wish = Wish.read(args, facets=every, columns=[c.key for c in columns.offered()])
    known = {
        key: values if every[key].is_open else {str(value) for value in every[key].words(event)}
        for key, values in wish.chosen.items()
    }
    return wish.only(known)


def to_list(wish: Wish) -> Response:
    """Back to the list as it was."""
    return redirect(url_for("people.search", **wish.args()), 303)


def list_page(event: Event, wish: Wish, *, error: DomainError | None = None) -> str:
    """The list, with what was wrong about the name of a view."""
    found = queries.listed(
        event,
        wish,
        contacts=may(Permission.SEE_CONTACTS),
        all_facets=bool(request.args.get("filters")),
    )
    rows = _rows(event, wish, found)
    offered = columns.offered()
    return render_template(
        "people/list.html",
        wish=wish,
        listed=found,
        facets=rows,
        all_facets=found.counts.keys() >= facets.every().keys(),
        active=[(row, value) for row in rows for value in row.chips if value.is_chosen],
        views=_views(event, wish),
        shown=[column for column in offered if column.key in wish.columns],
        columns=offered,
        default_columns=DEFAULT_COLUMNS,
        sorts=SORTS,
        acts=_acts(),
        statuses=history.STATUSES,
        reference_shown=display,
        carried=_carried(wish),
        error=error,
    )


def _rows(event: Event, wish: Wish, found: Listed) -> list[Row]:
    rows: list[Row] = []
    for key, facet in facets.every().items():
        if key not in found.counts:
            continue
        chosen, counts = wish.chosen.get(key, ()), found.counts[key]
        words = facet.words(event)
        known = [v for v in words if counts.get(v) or v in chosen]
        # What no word is known for is a value all the same: a region from a list, an old code.
        known += [v for v in counts if v not in words and counts[v]]
        known += [v for v in chosen if v not in words and v not in known]
        largest = sorted(known, key=lambda v: (v not in chosen, -counts.get(v, 0)))
        shown = set(largest[:_MOST_VALUES])
        chips = [
            Value(
                words.get(v, v),
                counts.get(v, 0),
                _chip_url(wish.toggled(key, v), is_first=not rows),
                v in chosen,
                _chip_url(wish.toggled(key, v), is_first=True) if v in chosen else "",
            )
            for v in known
            if v in shown
        ]
        if len(chips) > 1 or chosen:
            rows.append(Row(facet.label, chips, len(known) - len(chips)))
    return rows


def _chip_url(wish: Wish, *, is_first: bool) -> str:
    # The other facets stay folded away unless somebody is choosing among them.
    among: dict[str, Any] = {} if is_first else {"filters": 1, "_anchor": "filters"}
    return url_for("people.search", **wish.args(), **among)


def _views(event: Event, wish: Wish) -> list[Named]:
    present = wish.kept()
    known = facets.every()
    usual = [
        (name, args, None)
        for name, args in _USUAL
        if all(key in known for key in args if key != "sort")
    ]
    named = [(view.name, view.wish, view) for view in actions.views(event, current_user)]
    return [
        Named(name, url_for("people.search", **args), not wish.text and args == present, view)
        for name, args, view in (*usual, *named)
    ]


def _acts() -> dict[Act, Any]:
    """What can be done, where the pages for it are there and open to whoever asks."""
    elsewhere = {
        Act.MESSAGE: ("announcements.compose", Permission.MANAGE_REGISTRATIONS),
        Act.BADGES: ("badges.index", Permission.PRINT_BADGES),
    }
    return {
        act: label
        for act, label in ACTS.items()
        if act not in elsewhere
        or (elsewhere[act][0] in current_app.view_functions and may(elsewhere[act][1]))
    }


def _carried(wish: Wish) -> list[tuple[str, str]]:
    """What a form sends along, for whoever reads it to see the same list."""
    return [
        (key, str(one))
        for key, value in wish.args().items()
        if key != "page"
        for one in (value if isinstance(value, list) else [value])
    ]
