"""Pages of long lists by cursor: the place of the last row, so that new rows move nothing."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from marshmallow import Schema

from fairapp.api.fields import Flag, Text, Whole
from fairapp.api.problems import Problem, invalid
from fairapp.core.addresses import base_url
from fairapp.core.identifiers import may_exist

MOST = 200
_USUAL = 50
_MARK = "v1:"
_Row = TypeVar("_Row")


class PageQuery(Schema):
    """What every list is asked."""

    limit = Whole(1, MOST, load_default=_USUAL, about=_l("How many to give at most."))
    cursor = Text(80, load_default="", about=_l("Go on after this place: `cursor` of a page."))


class PageSchema(Schema):
    """What every list says beside its rows."""

    cursor = Text(
        required=True,
        allow_none=True,
        about=_l("The place of the last row, good for ever: what comes later follows it."),
    )
    has_more = Flag(required=True, about=_l("Whether there is more by now."))


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, each of which has an id."""

    items: Sequence[Any]
    cursor: str | None
    has_more: bool

    @property
    def headers(self) -> dict[str, str]:
        """Where the next page is (RFC 8288)."""
        if not self.has_more:
            return {}
        # Asked for as the present one was, but from there.
        pairs = [(k, v) for k, v in request.args.items(multi=True) if k != "cursor"]
        query = urlencode([*pairs, ("cursor", self.cursor or "")])
        return {"Link": f'<{base_url()}{request.path}?{query}>; rel="next"'}


def after(cursor: str) -> int:
    """The id that a page begins after; `Problem` for what is no cursor of ours."""
    if not cursor:
        return 0
    try:
        text = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError) as error:
        raise _unknown() from error
    digits = text.removeprefix(_MARK)
    if text == digits or not digits.isascii() or not digits.isdigit() or not may_exist(int(digits)):
        raise _unknown()
    return int(digits)


def page(rows: Sequence[_Row], limit: int, cursor: str, *, ids: Sequence[int]) -> Page:
    """Of `rows`, one more than `limit` where there are, the page; `ids` are theirs."""
    shown, has_more = rows[:limit], len(rows) > limit
    last = _cursor(ids[len(shown) - 1]) if shown else (cursor or None)
    return Page(shown, last, has_more)


def _cursor(row_id: int) -> str:
    return base64.urlsafe_b64encode(f"{_MARK}{row_id}".encode()).decode().rstrip("=")


def _unknown() -> Problem:
    return invalid([{"parameter": "cursor", "detail": _("This is no cursor of a list.")}])
