"""The demonstration's passwords stand in the README: it is loaded on one's own machine alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from fairapp import cli
from fairapp.accounts.queries import has_users
from tests.conftest import MakeApp


@pytest.mark.parametrize(
    ("address", "is_loaded"), [("https://foire.example.org", False), ("", True)]
)
def test_no_fair_with_a_public_address_gets_it(
    make_app: MakeApp, tmp_path: Path, address: str, is_loaded: bool
) -> None:
    own = f"sqlite:///{tmp_path}/own.db"
    app = make_app(PUBLIC_URL=address, DATA_DIR=tmp_path, SQLALCHEMY_DATABASE_URI=own)
    with app.app_context():
        cli.prepare(empty=False)
        assert has_users() is is_loaded
