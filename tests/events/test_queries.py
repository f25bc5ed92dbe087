"""Reads of fairs."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session, scoped_session

from fairapp.events.queries import category_by_invitation
from tests.registration.people import make_fair

KEY = "Zk3_invitation-0123456"


def test_an_invitation_leads_to_its_category_at_its_fair_only(
    db_session: scoped_session[Session],
) -> None:
    fair, other = make_fair(), make_fair("ailleurs")
    official = fair.categories[2]
    official.invitation_key = KEY
    db_session.flush()
    assert category_by_invitation(fair, KEY) is official
    assert category_by_invitation(other, KEY) is None
    official.invitation_key = None
    db_session.flush()
    assert category_by_invitation(fair, KEY) is None


@pytest.mark.parametrize("key", [None, "", "short", "a" * 33, "a\x00bcdefghijk", "' OR 1=1 -- "])
def test_what_no_invitation_looks_like_opens_nothing(
    db_session: scoped_session[Session], key: str | None
) -> None:
    fair = make_fair()
    fair.categories[2].invitation_key = KEY
    db_session.flush()
    assert category_by_invitation(fair, key) is None
