"""A page that tells of an error must not need what has failed."""

from __future__ import annotations

import re
from pathlib import Path

from tests.conftest import MakeApp


def test_error_page_without_database_still_answers(make_app: MakeApp, tmp_path: Path) -> None:
    app = make_app(
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{tmp_path}/nothing.db",
        PROPAGATE_EXCEPTIONS=False,
        TESTING=False,
    )
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1:whoever"  # so that the page wants to greet somebody
    answer = client.get("/staff/")
    assert answer.status_code == 500
    assert "<h1>" in answer.text
    assert re.search(r"\b[0-9A-F]{8}\b", answer.text), "the reference for the team"
