"""The OpenAPI document as its page shows it: plain values, references followed. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

_Part = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Field:
    """One value of a request or an answer. `kind`: `string`, `integer[]`, `Registration` …"""

    name: str
    kind: str
    about: str
    is_required: bool
    place: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, and what comes with it."""

    status: str
    about: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One thing to ask."""

    name: str
    method: str
    path: str
    summary: str
    about: str
    scope: str
    parameters: tuple[Field, ...]
    body: str
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """An object on the wire."""

    name: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Reference:
    """The whole document. `groups`: operations under their tag."""

    about: str
    groups: tuple[tuple[str, tuple[Operation, ...]], ...]
    shapes: tuple[Shape, ...]


def of(document: _Part) -> Reference:
    """`document` for its page."""
    operations = list(_operations(document))
    groups = groupby(operations, key=lambda found: found[0])
    return Reference(
        document["info"]["description"],
        tuple((tag, tuple(one for _tag, one in found)) for tag, found in groups),
        tuple(_shape(n, schema) for n, schema in sorted(document["components"]["schemas"].items())),
    )


def _operations(document: _Part) -> Iterator[tuple[str, Operation]]:
    for path, methods in document["paths"].items():
        common = methods.get("parameters", [])
        for method, told in methods.items():
            if method != "parameters":
                yield told["tags"][0], _operation(document, path, method, told, common)


def _operation(
    document: _Part, path: str, method: str, told: _Part, common: list[_Part]
) -> Operation:
    parameters = (_followed(document, part) for part in [*common, *told.get("parameters", [])])
    body: _Part = next(iter(told.get("requestBody", {}).get("content", {}).values()), {})
    return Operation(
        name=told["operationId"],
        method=method.upper(),
        path=path,
        summary=told["summary"],
        about=told.get("description", ""),
        scope=told["security"][0]["token"][0],
        parameters=tuple(_parameter(part) for part in parameters),
        body=_kind(body["schema"]) if body else "",
        answers=tuple(
            _answer(status, _followed(document, part))
            for status, part in sorted(told["responses"].items())
        ),
    )


def _parameter(part: _Part) -> Field:
    schema = part["schema"]
    about = part.get("description", schema.get("description", ""))
    return Field(
        part["name"],
        _kind(schema),
        about,
        bool(part.get("required")),
        part["in"],
        _choices(schema),
    )


def _answer(status: str, part: _Part) -> Answer:
    schemas = [media.get("schema", {}) for media in part.get("content", {}).values()]
    return Answer(status, part["description"], _kind(schemas[0]) if schemas else "")


def _shape(name: str, schema: _Part) -> Shape:
    required = schema.get("required", [])
    return Shape(
        name,
        tuple(
            Field(
                key, _kind(part), part.get("description", ""), key in required, "", _choices(part)
            )
            for key, part in schema.get("properties", {}).items()
        ),
    )


def _kind(schema: _Part) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    for word in ("allOf", "anyOf"):
        if word in schema:
            return " | ".join(_kind(part) for part in schema[word])
    if "items" in schema:
        return f"{_kind(schema['items'])}[]"
    types = schema.get("type", "")
    kind = types if isinstance(types, str) else " | ".join(types)
    return f"{kind} ({schema['format']})" if "format" in schema else kind


def _choices(schema: _Part) -> tuple[str, ...]:
    return tuple(str(choice) for choice in schema.get("enum", []) if choice is not None)


def _followed(document: _Part, part: _Part) -> _Part:
    while "$ref" in part:
        found: Any = document
        for step in str(part["$ref"]).removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part
