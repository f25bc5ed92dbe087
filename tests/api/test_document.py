"""The OpenAPI document and its page."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from fairapp.api import reference
from fairapp.api.operations import bp as operations

AT = "/api/v1/openapi.json"


def document(client: FlaskClient, language: str) -> dict[str, Any]:
    answer = client.get(AT, headers={"Accept-Language": language})
    assert answer.headers["Content-Language"] == language
    told: dict[str, Any] = answer.get_json()
    return told


def parts(part: Any) -> list[dict[str, Any]]:
    inner = part.values() if isinstance(part, dict) else part if isinstance(part, list) else []
    own = [part] if isinstance(part, dict) else []
    return own + [found for each in inner for found in parts(each)]


def test_the_document_has_every_operation_with_its_scope(client: FlaskClient) -> None:
    told = document(client, "en")
    assert told["openapi"] == "3.1.0"
    found = [
        operation
        for methods in told["paths"].values()
        for name, operation in methods.items()
        if name != "parameters"
    ]
    assert sorted(one["operationId"] for one in found) == sorted(operations._docs)
    for one in found:
        assert one["summary"] and one["security"][0]["token"]
        assert {"400", "401", "403", "404", "429"} <= set(one["responses"])


def test_every_reference_of_the_document_leads_somewhere(client: FlaskClient) -> None:
    told = document(client, "en")
    references = [part for part in parts(told) if "$ref" in part]
    assert len(references) > 50
    for part in references:
        assert "$ref" not in reference._followed(told, part)


def test_a_browser_is_asked_again_only_for_what_has_changed(client: FlaskClient) -> None:
    tag = client.get(AT).headers["ETag"]
    assert client.get(AT, headers={"If-None-Match": tag}).status_code == 304


@pytest.mark.parametrize(
    ("language", "word"), [("fr", "Inscrire quelqu’un"), ("en", "Register somebody")]
)
def test_the_page_shows_every_operation_and_shape(
    client: FlaskClient, language: str, word: str
) -> None:
    page = client.get(f"/api/?lang={language}").text
    told = document(client, language)
    for name in (*operations._docs, *told["components"]["schemas"]):
        assert page.count(f'id="{name}"') == 1
    assert word in page
    assert "LazyString" not in page and "`" not in page
    assert '<code dir="ltr">Authorization: Bearer …</code>' in page
