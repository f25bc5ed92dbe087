"""Fields of the API's schemas: as strict as the document says, and only what a database takes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from marshmallow import Schema, fields, validate

_TOO_LONG = "This is too long."
_NO_CHOICE = "This is not one of the choices."
_OUT_OF_RANGE = "This is out of range."


class Text(fields.String):
    """A text of at most `longest` characters, without NUL and halves of characters."""

    def __init__(self, longest: int | None = None, *, about: Any = "", **kwargs: Any) -> None:
        if longest is not None:
            kwargs["validate"] = validate.Length(max=longest, error=_TOO_LONG)
        super().__init__(**_described(about, kwargs))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if any(c == "\x00" or "\ud800" <= c <= "\udfff" for c in text):
            raise self.make_error("invalid")
        return text


class Choice(fields.String):
    """One of these words."""

    def __init__(self, choices: Iterable[str], *, about: Any = "", **kwargs: Any) -> None:
        words = [str(choice) for choice in choices]
        kwargs["validate"] = validate.OneOf(words, error=_NO_CHOICE)
        super().__init__(**_described(about, kwargs))


class Whole(fields.Integer):
    """A whole number in these bounds; `strict` where JSON says what is a number."""

    def __init__(
        self, least: int | None = None, most: int | None = None, *, about: Any = "", **kwargs: Any
    ) -> None:
        if least is not None or most is not None:
            kwargs["validate"] = validate.Range(least, most, error=_OUT_OF_RANGE)
        super().__init__(**_described(about, kwargs))


class Flag(fields.Boolean):
    """True or false, and nothing that looks like it."""

    def __init__(self, *, about: Any = "", **kwargs: Any) -> None:
        super().__init__(**_described(about, kwargs))

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Moment(fields.DateTime):
    """A moment in UTC, RFC 3339; only ever given out."""

    def __init__(self, *, about: Any = "", **kwargs: Any) -> None:
        super().__init__(dump_only=True, **_described(about, kwargs))

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> str | None:
        return None if value is None else utc(value)


def utc(moment: datetime) -> str:
    """`2026-12-02T08:40:00.125Z`."""
    shown = moment.astimezone(UTC).isoformat(timespec="milliseconds")
    return shown.replace("+00:00", "Z")


def many(field: fields.Field[Any], most: int, *, about: Any = "", **kwargs: Any) -> Any:
    """A list of at most `most`."""
    length = validate.Length(max=most, error=_TOO_LONG)
    return fields.List(field, validate=length, **_described(about, kwargs))


def nested(schema: type[Schema], *, about: Any = "", **kwargs: Any) -> Any:
    """An object of that shape."""
    return fields.Nested(schema, **_described(about, kwargs))


def texts(*, about: Any = "", **kwargs: Any) -> Any:
    """A text by the code of its language."""
    return fields.Dict(keys=fields.String(), values=fields.String(), **_described(about, kwargs))


def _described(about: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    return {**kwargs, "metadata": {"description": about}} if about else kwargs
