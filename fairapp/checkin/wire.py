"""The wire of check-in: JSON of a device into items, outcomes into JSON.

Whatever stands in an upload, each scan is answered for itself; only a request that is no upload at
all is refused, with a problem document (RFC 9457) whose `code` is for machines.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Response, jsonify, request
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from fairapp.checkin.actions import MAX_ITEMS
from fairapp.checkin.items import Item, Outcome
from fairapp.checkin.parsing import read_item, read_moment, read_whole
from fairapp.core import clock
from fairapp.core.errors import problem
from fairapp.core.i18n import current_language
from fairapp.core.identifiers import LARGEST
from fairapp.events.models import Event

# Another site's page cannot send this header without asking first, which is never granted.
APP_MARKER = "X-Fair-App"
# Fifty scans take some 15 KB.
MAX_BYTES = 128 * 1024

_PROBLEMS = {
    "code_unknown": (
        403,
        _l("This code is wrong or has been used already. Ask for a new one."),
    ),
    "code_expired": (403, _l("This code was good for 15 minutes. Ask for a new one.")),
    "device_unknown": (401, _l("This phone is not known here. Have it enrolled again.")),
    "device_revoked": (401, _l("This phone was cut off by the organisers.")),
    "device_expired": (401, _l("This phone’s time is over. Ask the organisers to prolong it.")),
    "search_not_allowed": (403, _l("This phone may not look people up by name.")),
    "key_given": (
        403,
        _l("This phone has had its list of names. The organisers can allow it once more."),
    ),
    "no_app": (400, _l("This request did not come from the scanner.")),
    "not_json": (415, _l("Scans are sent as JSON.")),
    "malformed": (400, _l("This is no upload of scans.")),
    "sent_at": (400, _l("The upload does not say when it was sent.")),
    "too_many": (413, _l("Send at most 50 scans at once.")),
    "too_large": (413, _l("The upload is too large.")),
}


class Problem(HTTPException):
    """A request that is refused as a whole."""

    def __init__(self, code: str) -> None:
        status, detail = _PROBLEMS[code]
        body = problem(status, code, detail)
        if status == 401:
            body.headers["WWW-Authenticate"] = 'Bearer error="invalid_token"'
        super().__init__(str(detail), response=body)


@dataclass(frozen=True, slots=True)
class Upload:
    """What a phone sends. `cursor`: the revision of its roster; `waiting`: how many scans are left
    in its queue; `battery`: in percent. None: it did not say, or nothing that makes sense.
    """

    sent_at: datetime
    items: list[Item]
    cursor: int | None = None
    waiting: int | None = None
    battery: int | None = None


def read_upload() -> Upload:
    """The upload that the present request is; `Problem` when it is none."""
    upload = read_json()
    if not isinstance(upload, dict) or not isinstance(upload.get("scans"), list):
        raise Problem("malformed")
    sent_at = read_moment(upload.get("sent_at"))
    if sent_at is None:
        raise Problem("sent_at")
    if len(upload["scans"]) > MAX_ITEMS:
        raise Problem("too_many")
    return Upload(
        sent_at,
        [read_item(raw) for raw in upload["scans"]],
        cursor=read_whole(upload.get("cursor"), 0, LARGEST),
        waiting=read_whole(upload.get("waiting"), 0, LARGEST),
        battery=read_whole(upload.get("battery"), 0, 100),
    )


def read_json() -> Any:
    """The JSON that our own script has sent; `Problem` for anything else."""
    if not request.headers.get(APP_MARKER):
        raise Problem("no_app")
    if not request.is_json:
        raise Problem("not_json")
    return _json()


def answer(
    event: Event,
    outcomes: Sequence[Outcome],
    *,
    roster: Mapping[str, object] | None,
    server_time: datetime,
) -> Response:
    """The response to an upload. `roster` is null for whoever keeps none, or has to ask for it."""
    language = current_language()
    results = [_result(event, outcome, language) for outcome in outcomes]
    response = jsonify(server_time=clock.iso(server_time), results=results, roster=roster)
    response.headers["Cache-Control"] = "no-store"
    return response


def _json() -> Any:
    if len(_body()) > MAX_BYTES:
        raise Problem("too_large")
    try:
        return request.get_json(cache=False)
    except (RecursionError, HTTPException) as error:
        raise Problem("malformed") from error


def _body() -> bytes:
    # Whoever sends more than this is not read to the end, unless somebody has done so before.
    request.max_content_length = MAX_BYTES
    try:
        return request.get_data()
    except RequestEntityTooLarge as error:
        raise Problem("too_large") from error


def _result(event: Event, outcome: Outcome, language: str) -> dict[str, Any]:
    if outcome.status == "invalid":
        return {"uuid": outcome.uuid, "status": "invalid", "reason": outcome.reason}
    seen = outcome.first_seen
    return {
        "uuid": outcome.uuid,
        "status": outcome.status,
        "verdict": outcome.verdict,
        "reason": outcome.reason,
        "entry": outcome.is_entry,
        "name": outcome.name,
        "category": outcome.category.in_language(language) if outcome.category else "",
        "letter": outcome.category_letter,
        "tone": outcome.category_code,
        "may_override": outcome.may_override,
        "first_seen": seen
        and {
            "at": clock.iso(seen.at),
            "time": event.local(seen.at).strftime("%H:%M"),
            "checkpoint": seen.checkpoint,
            "gate": str(seen.gate),
        },
    }
