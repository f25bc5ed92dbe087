"""A key, and a place to restore to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask

from fairapp.core.backups import sealing
from tests.conftest import MakeApp


@dataclass
class Key:
    """A private key in a file, and the public one."""

    path: Path
    public: str


@pytest.fixture
def key(tmp_path: Path) -> Key:
    """As `fair backup-key` makes it."""
    content, public = sealing.new_key("")
    path = tmp_path / "key"
    path.write_bytes(content)
    return Key(path, public)


@pytest.fixture
def elsewhere(
    make_app: MakeApp, fresh_database: Callable[[], str], tmp_path: Path
) -> Callable[[], Flask]:
    """Makes an application on a database without any table and in a folder of its own."""

    def make() -> Flask:
        url = fresh_database()
        folder = tmp_path / url.rsplit("/", 1)[1]
        return make_app(SQLALCHEMY_DATABASE_URI=url, DATA_DIR=folder)

    return make
