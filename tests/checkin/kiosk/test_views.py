"""The kiosk as the server sees it: what a browser left to itself may ask, and what it is told."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select

from fairapp.accounts.models import Membership, User
from fairapp.badges.models import Badge
from fairapp.checkin.models import Scan
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair
from tests.conftest import Login

pytestmark = pytest.mark.usefixtures("morning", "english")

KIOSK = "/desk/journees/kiosk"


@pytest.fixture
def kiosk(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    """A browser in which somebody who prints badges has begun a kiosk."""
    login(client, "badges")
    assert "Begin the kiosk here" in client.get(KIOSK).text
    assert client.post(KIOSK, data={"paper": "a7"}).location == KIOSK
    return client


def ask(client: FlaskClient, **fields: str) -> dict[str, Any]:
    db.session.commit()
    answer = client.post(f"{KIOSK}/badges", data=fields)
    assert answer.headers["Cache-Control"] == "private, no-store"
    told: dict[str, Any] = answer.get_json()
    return told


def printed(badge: Badge) -> int:
    db.session.rollback()
    return badge.print_count


def test_kiosk_prints_the_badge_of_a_pass_once_and_checks_nobody_in(
    kiosk: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Aminata Sylla"))
    told = ask(kiosk, code=badge.token)
    assert (told["outcome"], told["name"]) == ("printing", "Aminata Sylla")
    picture = Image.open(io.BytesIO(base64.b64decode(told["picture"].partition(",")[2])))
    assert picture.size == pytest.approx((74 / 25.4 * 300, 105 / 25.4 * 300), abs=2)
    (code,) = zxingcpp.read_barcodes(picture)
    assert code.text.endswith(f"/B/{badge.token}")
    assert printed(badge) == 1

    assert ask(kiosk, code=badge.token) == {"outcome": "printed"}
    assert printed(badge) == 1
    assert db.session.scalars(select(Scan)).all() == []
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.subject_id == badge.id)).one()
    assert (entry.action, entry.actor_name) == ("badges.printed", "Badges")


@pytest.mark.parametrize(
    ("status", "revoked", "outcome"),
    [
        ("pending", False, "not_confirmed"),
        ("cancelled", False, "cancelled"),
        ("replaced", False, "not_valid"),
        ("confirmed", True, "not_valid"),
    ],
)
def test_nobody_else_gets_a_badge_or_a_name(
    kiosk: FlaskClient, fair: Fair, status: str, revoked: bool, outcome: str
) -> None:
    person = fair.person("Aminata Sylla", status=status)
    badge = fair.badge(person, revoked_at=MORNING if revoked else None)
    assert ask(kiosk, code=badge.token) == {"outcome": outcome}
    assert printed(badge) == 0


def test_pass_of_a_duplicate_prints_the_badge_that_counts(kiosk: FlaskClient, fair: Fair) -> None:
    kept = fair.person("Aminata Sylla")
    badge = fair.badge(kept)
    twin = fair.person("A. Sylla", status="merged", merged_into_id=kept.id)
    other = fair.badge(twin)
    assert ask(kiosk, code=other.token)["name"] == "Aminata Sylla"
    assert (printed(badge), printed(other)) == (1, 0)


def test_foreign_blank_and_readable_codes_print_nothing(kiosk: FlaskClient, fair: Fair) -> None:
    person = fair.person("Aminata Sylla")
    badge, blank = fair.badge(person), fair.badge(blank=True)
    elsewhere = make_fair(fair.db, "autre").badge()
    for code in (
        *(blank.token, elsewhere.token, "https://example.org", "A" * 16, "?", str(badge.number)),
        *(person.reference, f"r:{person.reference}", f"i:{person.id}", f"n:{badge.number}"),
    ):
        assert ask(kiosk, code=code) == {"outcome": "unknown"}
    assert ask(kiosk) == {"outcome": "mismatch"}
    assert (printed(badge), printed(blank), printed(elsewhere)) == (0, 0, 0)


def test_typed_code_needs_the_end_of_the_phone_number(kiosk: FlaskClient, fair: Fair) -> None:
    person = fair.person("Aminata Sylla", phone="+224631123456")
    badge, silent = fair.badge(person), fair.person("Sans Téléphone")
    fair.badge(silent)
    for reference, tail in (
        *((person.reference, "0000"), (person.reference, ""), ("ZZZZZZ", "3456")),
        *((silent.reference, ""), (silent.reference, "0000"), (str(badge.number), "3456")),
    ):
        assert ask(kiosk, reference=reference, tail=tail) == {"outcome": "mismatch"}
    typed = f"{person.reference[:3]}-{person.reference[3:]}".lower()
    assert ask(kiosk, reference=typed, tail="3456")["name"] == "Aminata Sylla"
    assert printed(badge) == 1


def test_browser_of_a_kiosk_opens_nothing_else(kiosk: FlaskClient, fair: Fair) -> None:
    fair.badge(fair.person("Aminata Sylla"))
    page = kiosk.get(KIOSK)
    assert "Show the code of your pass" in page.text and "Sylla" not in page.text
    assert "'wasm-unsafe-eval'" in page.headers["Content-Security-Policy"]
    for path in ("/desk/journees/?q=sylla", "/staff/journees/badges/1", "/scan/journees/"):
        assert "/login?next=" in kiosk.get(path).location
    # Whoever opens the sign-in page and goes away leaves a kiosk behind.
    assert kiosk.get("/login").headers["Refresh"] == f"60; url={KIOSK}"


def test_kiosk_is_one_at_its_fair_alone(kiosk: FlaskClient, fair: Fair) -> None:
    elsewhere = make_fair(fair.db, "autre")
    badge = elsewhere.badge()
    db.session.commit()
    assert "/login?next=" in kiosk.get("/desk/autre/kiosk").location
    answer = kiosk.post("/desk/autre/kiosk/badges", data={"code": badge.token})
    assert (answer.status_code, answer.get_json()) == (403, {"outcome": "failed"})
    assert printed(badge) == 0


def test_kiosk_ends_with_the_right_to_it_and_when_somebody_signs_in(
    kiosk: FlaskClient, fair: Fair, login: Login
) -> None:
    badge = fair.badge()
    member = db.session.scalars(select(Membership)).one()
    db.session.delete(member)
    assert ask_refused(kiosk, badge) == 403
    assert "/login?next=" in kiosk.get(KIOSK).location
    login(kiosk, "reception")
    assert "Begin the kiosk here" in kiosk.get(KIOSK).text
    assert "Refresh" not in kiosk.get("/login").headers
    assert ask_refused(kiosk, badge) == 403
    assert printed(badge) == 0


def test_kiosk_ends_when_who_began_it_is_disabled(kiosk: FlaskClient, fair: Fair) -> None:
    badge = fair.badge()
    for user in db.session.scalars(select(User)):
        user.disabled_at = MORNING
    assert ask_refused(kiosk, badge) == 403


def test_only_who_prints_badges_begins_a_kiosk(
    client: FlaskClient, fair: Fair, login: Login
) -> None:
    assert "/login?next=" in client.get(KIOSK).location
    assert client.post(f"{KIOSK}/badges", data={"code": fair.badge().token}).status_code == 403
    login(client, "scanner")
    assert client.get(KIOSK).location == "/staff/"
    assert client.post(KIOSK).status_code == 403


def ask_refused(client: FlaskClient, badge: Badge) -> int:
    db.session.commit()
    return client.post(f"{KIOSK}/badges", data={"code": badge.token}).status_code
