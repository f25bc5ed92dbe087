"""Settings from the environment."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

import config


@pytest.mark.parametrize(
    "key", ["secret", "changeme", "x" * 64, "abc" * 30, "0123456789abcdef0123456789abcde"]
)
def test_a_key_that_a_stranger_could_guess_is_refused(key: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="SECRET_KEY is too easy to guess"):
        config.from_env({"SECRET_KEY": key, "DATA_DIR": str(tmp_path)})


def test_a_random_key_is_taken_and_without_one_it_is_made(tmp_path: Path) -> None:
    key = secrets.token_hex(32)
    assert config.from_env({"SECRET_KEY": key, "DATA_DIR": str(tmp_path)})["SECRET_KEY"] == key
    made = config.secret_key(tmp_path)
    assert config.strong(made) == made
    assert config.secret_key(tmp_path) == made


@pytest.mark.parametrize(
    ("env", "name", "is_secure"),
    [
        ({"PUBLIC_URL": "https://foire.example.org/"}, "__Host-session", True),
        ({"LAN_URL": "https://192.168.8.2"}, "__Host-session", True),
        ({"PUBLIC_URL": "http://localhost:8000"}, "session", False),
        ({}, "session", False),
    ],
)
def test_the_session_is_kept_for_https_where_there_is_https(
    env: dict[str, str], name: str, is_secure: bool, tmp_path: Path
) -> None:
    settings = config.from_env({**env, "DATA_DIR": str(tmp_path)})
    assert settings["SESSION_COOKIE_NAME"] == name
    assert settings["SESSION_COOKIE_SECURE"] is is_secure
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
