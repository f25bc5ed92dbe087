"""Feeds of the programme for other programs, which any page of the web may read."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, url_for

from fairapp.core.access import public
from fairapp.events.models import Event
from fairapp.events.pages import cacheable
from fairapp.programme import exchange, queries
from fairapp.programme.items import Item
from fairapp.programme.releases.queries import latest_number

bp = Blueprint("feeds", __name__)

# Seconds; an app that asks again sooner gets what its own cache holds.
_FRESH_FOR = 300
_LIVE_FOR = 10


@bp.get("/e/<slug>/schedule.xml")
@public
def schedule_xml(event: Event) -> Response:
    """Schedule XML (frab, c3voc)."""
    return cacheable(
        exchange.schedule_xml(programme_of(event)), "application/xml", max_age=_FRESH_FOR
    )


@bp.get("/e/<slug>/schedule.json")
@public
def schedule_json(event: Event) -> Response:
    """Schedule JSON (frab, c3voc)."""
    return _json(exchange.schedule_json(programme_of(event)))


@bp.get("/e/<slug>/programme.json")
@public
def programme_json(event: Event) -> Response:
    """All of the public programme, in every language; asked often, for scores change."""
    return _json(exchange.plain(programme_of(event)), max_age=_LIVE_FOR)


@bp.after_request
def open_to_all(response: Response) -> Response:
    """Let scripts of other sites read: nothing here is about anybody's visit."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def programme_of(event: Event) -> exchange.Programme:
    """What is given out of a fair, with the addresses of its pages."""

    def url_of(item: Item) -> str:
        return url_for("programme.session", slug=event.slug, code=item.code, _external=True)

    return exchange.Programme(
        event=event,
        version=latest_number(event),
        items=queries.programme(event),
        url=url_for("programme.index", slug=event.slug, _external=True),
        url_of=url_of,
        live=queries.live(event),
    )


def _json(content: dict[str, Any], max_age: int = _FRESH_FOR) -> Response:
    body = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return cacheable(body, "application/json", max_age=max_age)
