"""What somebody wants to see of the list, as the address of the page says it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from werkzeug.datastructures import MultiDict

DEFAULT_COLUMNS = ("category", "organisation", "place")
SORTS = ("name", "new", "since", "organisation", "rank")
# Longer texts say no more: `search.MAX_QUERY`.
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class Wish:
    """`chosen`: facet to the values of which one is wanted; `page` from 1."""

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = "name"
    columns: tuple[str, ...] = DEFAULT_COLUMNS
    page: int = 1

    @classmethod
    def read(
        cls, args: MultiDict[str, str], *, facets: Iterable[str], columns: Iterable[str]
    ) -> Self:
        """From an address; what it says of unknown facets, columns and orders is not heard."""
        known = list(columns)
        chosen = {
            key: tuple(dict.fromkeys(value for value in args.getlist(key) if value))
            for key in facets
        }
        asked = set(args.getlist("columns"))
        sort = args.get("sort", "")
        return cls(
            text=args.get("q", "").strip()[:_LONGEST],
            chosen={key: values for key, values in chosen.items() if values},
            sort=sort if sort in SORTS else SORTS[0],
            columns=tuple(c for c in known if c in asked) if asked else DEFAULT_COLUMNS,
            page=max(1, args.get("page", 1, type=int)),
        )

    def args(self) -> dict[str, Any]:
        """For an address, without what goes without saying."""
        told: dict[str, Any] = {"q": self.text} if self.text else {}
        told |= {key: list(values) for key, values in self.chosen.items()}
        if self.sort != SORTS[0]:
            told["sort"] = self.sort
        if self.columns != DEFAULT_COLUMNS:
            # None at all is said by a name that is no column's.
            told["columns"] = list(self.columns) or [""]
        if self.page > 1:
            told["page"] = self.page
        return told

    @property
    def is_narrowed(self) -> bool:
        """Whether anybody is left out."""
        return bool(self.text or self.chosen)

    def toggled(self, facet: str, value: str) -> Self:
        """With that value of a facet, or without it when it was there; from the first page."""
        before = self.chosen.get(facet, ())
        after = tuple(v for v in before if v != value) if value in before else (*before, value)
        chosen = {**self.chosen, facet: after}
        return replace(self, chosen={k: v for k, v in chosen.items() if v}, page=1)

    def without(self, facet: str) -> Self:
        """With every value of that facet."""
        return replace(self, chosen={k: v for k, v in self.chosen.items() if k != facet}, page=1)

    def only(self, known: Mapping[str, Container[str]]) -> Self:
        """Without the values of facets that are not among those `known`."""
        chosen = {
            key: tuple(v for v in values if v in known.get(key, ()))
            for key, values in self.chosen.items()
        }
        return replace(self, chosen={key: values for key, values in chosen.items() if values})

    def kept(self) -> dict[str, Any]:
        """For a named view: no text, which may be somebody's name, and no page."""
        return replace(self, text="", page=1).args()
