"""Rows of tabs above staff pages that belong together; a page shows in its row by existing."""

from __future__ import annotations

from typing import Any, NamedTuple

from flask import current_app, request, url_for

from fairapp.core.access import access_of, may


class Tab(NamedTuple):
    """One of the pages."""

    url: str
    label: Any
    is_current: bool


def tabs(pages: tuple[tuple[str, Any], ...]) -> list[Tab]:
    """Those of `pages`, (endpoint, label), that there are and that the user may open."""
    return [
        Tab(url_for(endpoint), label, endpoint.partition(".")[0] == request.blueprint)
        for endpoint, label in pages
        if endpoint in current_app.view_functions and _is_open(endpoint)
    ]


def _is_open(endpoint: str) -> bool:
    access = access_of(endpoint)
    return access is None or all(may(permission) for permission in access.needed)
