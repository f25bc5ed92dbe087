"""Numbers of rows as visitors send them: no larger than any database's column."""

from __future__ import annotations

from flask import Flask
from werkzeug.routing import IntegerConverter

# Both engines keep it in an INTEGER; a larger one makes their drivers fail instead of finding none.
LARGEST = 2**31 - 1


class RowNumber(IntegerConverter):
    """`<int:…>` in a route: a larger number is no address of ours (404)."""

    def __init__(self, map: object, *args: int, **options: int) -> None:
        super().__init__(map, *args, **{"max": LARGEST, **options})  # type: ignore[arg-type]


def may_exist(number: int) -> bool:
    """Whether a row can have this number at all."""
    return 0 < number <= LARGEST


def init_app(app: Flask) -> None:
    """Read every `<int:…>` so; called before the first route is added."""
    app.url_map.converters["int"] = RowNumber
