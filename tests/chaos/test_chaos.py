"""A short trial; and what it finds when the server or the phone does not do its part.

The long one is `python -m tests.chaos --seeds 5 --scans 600 [--engine postgresql]`.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy.orm import Session, scoped_session

from tests.chaos import trial
from tests.chaos.phone import Phone
from tests.chaos.setting import prepare
from tests.chaos.trial import Count

pytestmark = pytest.mark.browser

Try = Callable[..., Count]


@pytest.fixture
def attempt(
    app: Flask, db_session: scoped_session[Session], _playwright: Any, tmp_path: Path
) -> Try:
    """`attempt(60, 1)`: so many scans, by that seed; flags are the server's."""

    def attempt(scans: int, seed: int, *flags: str) -> Count:
        tokens, path = prepare(db_session, slug="chaos")
        environment = {
            "DATABASE_URL": str(app.config["SQLALCHEMY_DATABASE_URI"]),
            "DATA_DIR": str(app.config["DATA_DIR"]),
            "SECRET_KEY": str(app.config["SECRET_KEY"]),
            "FAIR_NOW": "",
        }
        server, url = trial.serve(environment, tmp_path, seed, *flags)
        try:
            phone = Phone(_playwright, tmp_path / "profile", url)
            return trial.run(phone, path, tokens, scans=scans, seed=seed)
        finally:
            server.close()

    return attempt


def test_no_scan_is_lost_doubled_or_altered(attempt: Try) -> None:
    count = attempt(60, 3)

    assert count.shown == 60
    assert count.is_clean, str(count)
    assert count.acts["kill"] + count.acts["close"] + count.acts["reload"] > 0


def test_a_server_that_knows_no_uuid_again_is_found_out(attempt: Try) -> None:
    count = attempt(40, 1, "--amnesia")

    assert count.doubled > 0
    assert (count.lost, count.altered) == (0, 0)


def test_a_phone_that_deletes_before_the_answer_is_found_out(attempt: Try) -> None:
    count = attempt(40, 1, "--hasty")

    assert count.lost > 0
    assert (count.doubled, count.altered) == (0, 0)
