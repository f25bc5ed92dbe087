"""Codes on the wire: what each form means, and that foreign ones leave nothing personal behind."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from fairapp.badges.models import new_token
from fairapp.checkin.codes import Code, Kind, describe, event_salt, index_of, parse
from fairapp.registration.reference import new_reference

CASES = json.loads(
    (Path(__file__).parents[1] / "contracts" / "code_cases.json").read_text(encoding="utf-8")
)
WIRES = [case["wire"] for case in (*CASES["scanned"], *CASES["typed"]) if case["wire"]]


@pytest.mark.parametrize("wire", WIRES)
def test_parse_takes_all_that_the_scanner_sends(wire: str) -> None:
    code = parse(wire)

    assert code is not None
    is_ours = wire.startswith(("n:", "t:ABCDEF"))
    assert (code.kind is not None) == is_ours


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("t:abcdefghijklmn27", Code(Kind.TOKEN, "ABCDEFGHIJKLMN27")),
        ("h:00FF00FF00ff00ff00ff", Code(Kind.INDEX, "00ff00ff00ff00ff00ff")),
        ("n:0012", Code(Kind.NUMBER, "12")),
        ("n:٠١٢", Code(Kind.NUMBER, "12")),
        ("n:0", Code(Kind.NUMBER, "0")),
        ("n:9999999999", Code(None, describe("9999999999"))),
        ("t:ABCDEFGHIJKLMN08", Code(None, describe("ABCDEFGHIJKLMN08"))),
        ("h:00ff", Code(None, describe("00ff"))),
        ("i:12", None),
        ("x:12", None),
        ("12", None),
        ("", None),
    ],
)
def test_parse(text: str, code: Code | None) -> None:
    assert parse(text) == code


def test_parse_takes_a_reference_however_it_is_spaced_and_no_wrong_one() -> None:
    made = new_reference()
    wrong = made[:-1] + ("2" if made[-1] != "2" else "3")

    assert parse(f"r:{made[:3].lower()} - {made[3:]}") == Code(Kind.REFERENCE, made)
    assert parse(f"r:{wrong}") == Code(None, describe(wrong))


@pytest.mark.parametrize(
    ("value", "outline"),
    [
        ("https://example.org/people?name=Mariama", "example.org"),
        ("HTTP://user:secret@Example.ORG:80/x", "example.org"),
        ("http://[::1", "11 characters, 30e6d4a4"),
        ("Mariama Diallo", "14 characters, 0d7e8bb4"),
    ],
)
def test_describe_says_what_kind_of_code_it_was(value: str, outline: str) -> None:
    described = describe(value)

    assert len(described) <= 120
    assert "Mariama" not in described
    assert "secret" not in described
    if "characters" in outline:
        assert described.startswith(outline.split(",")[0])
    else:
        assert described == outline


def test_index_of_differs_by_event_and_does_not_hold_the_token() -> None:
    token = new_token()
    one, two = event_salt("key", 1), event_salt("key", 2)

    assert index_of(token, one) == index_of(token, one)
    assert index_of(token, one) != index_of(token, two)
    assert len(index_of(token, one)) == 20
    assert token.lower() not in index_of(token, one)
