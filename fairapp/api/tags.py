"""Changing only what one has seen: the tag of a thing, and what must match it (RFC 9110, 13.1)."""

from __future__ import annotations

from typing import Any

from flask import request
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from fairapp.api.fields import Text
from fairapp.api.problems import Problem

HEADERS: dict[str, Any] = {
    "ETag": {"schema": {"type": "string"}, "description": _l("Of the thing as it stands.")}
}


class MatchHeader(Schema):
    """The tag that the program has seen."""

    match = Text(
        200,
        load_default="",
        data_key="If-Match",
        about=_l("`ETag` of the thing as the program knows it; it must be sent."),
    )


def written(tag: str) -> str:
    """As the header has it."""
    return f'"{tag}"'


def check(etag: str) -> None:
    """Refuse to change what somebody else has changed since it was read."""
    if "If-Match" not in request.headers:
        title = _l("Send the ETag that you have seen as If-Match.")
        raise Problem(428, "precondition_required", title)
    # Compression marks a tag as its own; it is the same thing.
    seen = {tag.partition(":")[0] for tag in request.if_match.as_set()}
    if etag.strip('"') not in seen and not request.if_match.star_tag:
        title = _l("Somebody else has just changed this. Read it again.")
        raise Problem(412, "changed_meanwhile", title)
