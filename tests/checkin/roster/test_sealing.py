"""Entries of a roster: the shared examples, opened by the library's own key derivation."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from hypothesis import given
from hypothesis import strategies as st

from fairapp.badges.models import new_token
from fairapp.checkin.codes import index_of
from fairapp.checkin.roster.sealing import Content, seal

CASES = json.loads((Path(__file__).parents[2] / "contracts/roster_cases.json").read_text())
SALT = bytes.fromhex(CASES["salt"])

words = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
contents = st.builds(
    Content,
    token=st.builds(new_token),
    number=st.integers(0, 2**32 - 1),
    name=words,
    organisation=words,
    sessions=st.lists(words, max_size=5).map(tuple),
    revoked_at=st.none() | st.datetimes(timezones=st.just(UTC)),
)


def opened(entry: bytes, token: str) -> Any:
    """What an entry holds, as a phone reads it."""
    code, length, body = entry[:10], int.from_bytes(entry[17:19]), entry[19:]
    assert length == len(body)
    key = HKDF(SHA256(), 32, SALT, b"fairapp roster").derive(token.encode())
    return json.loads(AESGCM(key).decrypt(body[:12], body[12:], code))


def content(case: dict[str, Any]) -> Content:
    revoked_at = case["revoked_at"] and datetime.fromisoformat(case["revoked_at"])
    return Content(
        case["token"],
        case["number"],
        case["standing"].replace("blank", ""),
        case["category"],
        case["is_protocol"],
        case["name"],
        case["organisation"],
        tuple(case["sessions"]),
        revoked_at,
    )


@pytest.mark.parametrize("case", CASES["cases"], ids=lambda case: case["what"])
def test_seal_makes_what_phones_were_told(case: dict[str, Any]) -> None:
    code, entry = seal(content(case), SALT)

    assert (code, entry.hex()) == (case["code"], case["entry"])
    assert code == index_of(case["token"], SALT)
    assert opened(entry, case["token"]) == [
        case[name] for name in ("name", "organisation", "sessions", "revoked_at")
    ]
    assert int.from_bytes(entry[10:14]) == case["number"]
    assert int.from_bytes(entry[15:17]) == case["category"]


@given(contents)
def test_seal_is_undone_by_the_badge(content: Content) -> None:
    _code, entry = seal(content, SALT)

    name, organisation, sessions, _revoked = opened(entry, content.token)

    assert (name, organisation, tuple(sessions)) == (
        content.name,
        content.organisation,
        content.sessions,
    )
    assert seal(content, SALT)[1] == entry


@given(contents)
def test_seal_opens_for_no_other_badge(content: Content) -> None:
    _code, entry = seal(content, SALT)

    with pytest.raises(InvalidTag):
        opened(entry, new_token())


def test_seal_names_nobody_in_clear() -> None:
    someone = Content(new_token(), 12, "confirmed", 1, name="Mariama Diallo", organisation="Kaloum")

    _code, entry = seal(someone, SALT)

    for word in (b"Mariama", b"Diallo", b"Kaloum", someone.token.encode()):
        assert word not in entry


def test_digest_tells_whether_anything_changed() -> None:
    someone = Content("ABCDEFGHIJKLMN27", 12, "confirmed", 1, name="Mariama Diallo")
    others = [
        replace(someone, **change)
        for change in (
            {"standing": "pending"},
            {"category_id": 2},
            {"is_protocol": True},
            {"name": "Mariama Bah"},
            {"organisation": "Kaloum"},
            {"sessions": ("J1-02",)},
            {"revoked_at": datetime(2026, 12, 2, tzinfo=UTC)},
        )
    ]

    assert replace(someone).digest == someone.digest
    assert len({one.digest for one in (someone, *others)}) == 1 + len(others)
