"""What is left to check is listed, each kind with who, where, when and by which device."""

from __future__ import annotations

import io
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from flask import current_app
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from fairapp.checkin.codes import event_salt, index_of
from fairapp.checkin.models import Device, Scan, Tally
from fairapp.checkin.review import queries
from fairapp.checkin.review.queries import Kind
from fairapp.checkin.tallies.queries import totals
from fairapp.checkin.tallies.rules import Heads
from fairapp.core.audit import AuditEntry
from fairapp.core.db import db
from tests.checkin.conftest import MORNING, Fair, make_fair, scan, undoing
from tests.checkin.tallies.test_tallies import heads
from tests.checkin.test_actions import send
from tests.conftest import Login
from tests.statements import recorded

REVIEW = "/staff/journees/scans/"
IMPORT = f"{REVIEW}import"
MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("morning")


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login) -> FlaskClient:
    login(client, "organiser")
    return client


def rows_of(page: str, title: str = "kind") -> list[str]:
    table = page.partition(f'aria-labelledby="{title}"')[2].partition("</section>")[0]
    rows = table.partition("<tbody>")[2].split("<tr>")[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_without_anything_the_page_says_what_would_be_here(organiser: FlaskClient) -> None:
    assert "Rien à vérifier" in organiser.get(REVIEW).text


def test_the_same_badge_let_in_at_two_gates_without_network(
    organiser: FlaskClient, fair: Fair
) -> None:
    badge = fair.badge(fair.person("Mariama Diallo"))
    one, two = fair.device("A1"), fair.device("A2")
    send(fair, scan(badge, device_verdict="admitted", scanned_at=MORNING - 9 * MINUTE), device=one)
    second = scan(badge, checkpoint="G2", device_verdict="admitted")
    send(fair, second, device=two)
    # Told so by its phone, nobody was let in as new.
    send(fair, scan(badge, device_verdict="again", scanned_at=MORNING - MINUTE), device=one)

    page = organiser.get(REVIEW).text

    [row] = rows_of(page)
    assert re.search(r"2 déc. 08:30 .*Mariama Diallo n° \d+ Entrée des stands A2 Bienvenue", row)
    person = badge.registration
    assert person is not None
    assert f"/{person.reference}" in page


def test_what_was_let_in_and_the_server_refuses_is_listed_until_it_is_undone(
    organiser: FlaskClient, fair: Fair
) -> None:
    device = fair.device("A1")
    revoked = fair.badge(fair.person(), revoked_at=MORNING - timedelta(hours=1))
    forced = scan(revoked, device_verdict="admitted")
    refused = scan(revoked, device_verdict="refused", scanned_at=MORNING - MINUTE)
    send(fair, forced, refused, device=device)
    assert queries.counts(fair.event)[Kind.FORCED] == 1
    assert len(rows_of(organiser.get(f"{REVIEW}?kind=forced").text)) == 1


def test_every_kind_is_counted_and_listed(organiser: FlaskClient, fair: Fair) -> None:
    device, reception = fair.device("A1"), fair.user("reception", "Aminata Bah")
    token = "A" * 16
    send(
        fair,
        scan(f"t:{token}", device_verdict="provisional"),
        scan("t:https://example.org/x"),
        scan("t:https://example.org/x", scanned_at=MORNING - MINUTE),
        device=device,
    )
    pending = fair.badge(fair.person("Ibrahima Sow", status="pending"))
    send(fair, scan(pending, override="Connu"), actor=reception)
    jumped = scan(fair.badge(), offset_ms=-420_000)
    send(fair, jumped, device=device)
    undone = scan(fair.badge(), offset_ms=-420_000)
    send(fair, undone, device=device)
    send(fair, undoing(undone), device=device)

    found = queries.counts(fair.event)

    assert found == {
        Kind.TWICE: 0,
        Kind.FORCED: 0,
        Kind.UNSETTLED: 1,
        Kind.OVERRIDDEN: 1,
        Kind.CLOCK: 1,
        Kind.PAPER: 0,
    }
    page = organiser.get(f"{REVIEW}?kind=overridden").text
    [row] = rows_of(page)
    assert "Ibrahima Sow" in row and "Aminata Bah" in row and "Connu" in row
    [foreign] = [code for code in queries.foreign(fair.event) if code.raw == "example.org"]
    assert (foreign.count, foreign.reason) == (2, "not_ours")
    assert "example.org" in page


def test_numbers_that_a_device_left_out(organiser: FlaskClient, fair: Fair) -> None:
    device, other = fair.device("A1"), fair.device("A2")
    for one, numbers in ((device, (1, 2, 5, 9)), (other, (3, 4))):
        items = (
            scan(fair.badge(), seq=n, scanned_at=MORNING - timedelta(minutes=20 - n))
            for n in numbers
        )
        send(fair, *items, device=one)

    found = [(gap.code, gap.first, gap.last, gap.count) for gap in queries.gaps(fair.event)]

    assert found == [("A1", 6, 8, 3), ("A1", 3, 4, 2)]
    assert "6–8" in organiser.get(REVIEW).text


def test_the_page_asks_as_much_of_the_database_for_many(organiser: FlaskClient, fair: Fair) -> None:
    device, reception = fair.device("A1"), fair.user("reception")

    def odd(n: int) -> None:
        person = fair.person(status="pending")
        item = scan(fair.badge(person), override="Connu", seq=n * 5, offset_ms=-420_000)
        send(fair, item, actor=reception, device=device)
        db.session.commit()

    def asked() -> int:
        with recorded() as statements:
            assert organiser.get(f"{REVIEW}?kind=overridden").status_code == 200
        return len(statements)

    odd(1)
    one = asked()
    odd(2)
    odd(3)
    assert asked() == one


# -- queues that come as files ------------------------------------------------------------------


def row(badge: str, **values: Any) -> dict[str, Any]:
    return {
        "uuid": str(uuid4()),
        "seq": 1,
        "badge": badge,
        "checkpoint": "G1",
        "direction": "in",
        "scanned_at": "2026-12-02T08:12:00Z",
        "offset_ms": -420_000,
        "device_verdict": "admitted",
        "override": None,
        **values,
    }


def sent(client: FlaskClient, whole: Any, **form: Any) -> TestResponse:
    content = whole if isinstance(whole, str) else json.dumps(whole)
    return client.post(IMPORT, data={"file": (io.BytesIO(content.encode()), "queue.json"), **form})


def queue(*scans: Any, **values: Any) -> dict[str, Any]:
    whole = {"fair": "journees", "device": "A1", "exported_at": "2026-12-02T08:20:00Z"}
    return {**whole, "scans": list(scans), "problems": [], **values}


def test_a_queue_is_taken_as_the_devices_own_and_its_clock_put_right(
    organiser: FlaskClient, fair: Fair
) -> None:
    device = fair.device("A1")
    device.revoked_at = MORNING
    badge = fair.badge(fair.person("Mariama Diallo"))
    salt = event_salt(str(current_app.config["SECRET_KEY"]), fair.event.id)
    whole = queue(row(f"h:{index_of(badge.token, salt)}", seq=7))

    answer = sent(organiser, whole)
    again = sent(organiser, whole)

    assert answer.status_code == again.status_code == 200
    assert "Mariama Diallo" in answer.text and "Bienvenue" in answer.text
    db.session.rollback()
    scan = db.session.scalars(select(Scan)).one()
    assert (scan.device_id, scan.user_id, scan.seq) == (device.id, None, 7)
    # The phone was seven minutes fast, whenever the file came.
    assert scan.at == MORNING.replace(hour=8, minute=5)
    assert not scan.clock_doubtful
    assert "Déjà là" in again.text
    entries = db.session.scalars(select(AuditEntry).filter_by(action="queue.imported")).all()
    assert [entry.details for entry in entries] == [{"code": "A1", "scans": 1, "counts": 0}] * 2


def test_a_queue_gives_a_device_no_right_that_it_had_not(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.device("A1")
    pending = fair.badge(fair.person(status="pending"))
    sent(organiser, queue(row(f"t:{pending.token}", override="Connu")))
    db.session.rollback()
    scan = db.session.scalars(select(Scan)).one()
    assert (scan.verdict, scan.is_entry, scan.override) == ("ask", False, "")


def test_every_row_of_a_queue_is_answered_whatever_its_neighbours_are(
    organiser: FlaskClient, fair: Fair
) -> None:
    fair.device("A1")
    rows = [row(f"t:{fair.badge().token}", seq=n) for n in range(70)]
    bad: list[Any] = ["x", {"uuid": "1"}, row("t:A", checkpoint="NONE")]

    answer = sent(organiser, queue(*bad, *rows[:-1], problems=[rows[-1]]))

    assert answer.text.count("Non enregistré") == 3
    db.session.rollback()
    assert len(db.session.scalars(select(Scan)).all()) == 70


def test_heads_that_wait_in_a_queue_are_counted_once(organiser: FlaskClient, fair: Fair) -> None:
    device = fair.device("A1")
    # The phone was seven minutes fast, as the scan beside it knew.
    good = heads(3, 4, 1, counted_at="2026-12-02T08:32:00Z")
    refused = {**heads(2, session="J9-99"), "reason": "session"}
    whole = queue(row(f"t:{fair.badge().token}"), tallies=[good, refused, heads(), "x"])

    first = sent(organiser, whole)
    again = sent(organiser, whole)

    db.session.rollback()
    assert totals(fair.event) == {"J1-02": Heads(3, 4, 1)}
    tally = db.session.scalars(select(Tally)).one()
    assert (tally.device_id, tally.user_id) == (device.id, None)
    assert tally.at == MORNING.replace(minute=25)
    [stored, no_session, *rest] = rows_of(first.text, "heads")
    assert stored == "2 déc. 08:32 J1-02 3 4 1 Enregistré"
    assert "J9-99 2 0 0" in no_session and "Cette séance n’existe plus." in no_session
    assert [text.count("Non enregistré") for text in rest] == [1, 1]
    assert "Déjà là" in rows_of(again.text, "heads")[0]


def test_a_file_of_counts_alone_is_taken_too(organiser: FlaskClient, fair: Fair) -> None:
    fair.device("A1").clock_offset_ms = -60_000
    sent(organiser, queue(tallies=[heads(2, counted_at="2026-12-02T08:20:00Z")]))
    db.session.rollback()
    assert db.session.scalars(select(Tally.at)).one() == MORNING.replace(minute=19)


def test_the_text_of_one_code_is_taken_as_well(organiser: FlaskClient, fair: Fair) -> None:
    fair.device("A1")
    part = {"fair": "journees", "device": "A1", "sent_at": "2026-12-02T08:20:00Z"}
    text = json.dumps({**part, "scans": [row(f"t:{fair.badge().token}")]})
    assert organiser.post(IMPORT, data={"text": text}).status_code == 200
    db.session.rollback()
    assert len(db.session.scalars(select(Scan)).all()) == 1


@pytest.mark.parametrize(
    ("whole", "said"),
    [
        ("", "Choisissez"),
        ("{", "pas la file"),
        ("[]", "pas la file"),
        ('"' + "[" * 5000, "pas la file"),
        ("[" * 100_000, "pas la file"),
        ({"scans": 7}, "pas la file"),
        (queue(fair="ailleurs"), "autre foire"),
        (queue(device="THERE"), "appareil"),
        (queue(device=7), "appareil"),
        (queue(*[{}] * 10_001), "trop gros"),
        (queue(*[{}] * 5_001, tallies=[{}] * 5_000), "trop gros"),
    ],
)
def test_what_is_no_queue_of_this_fair_is_refused(
    organiser: FlaskClient, fair: Fair, whole: Any, said: str
) -> None:
    fair.device("A1")
    make_fair(fair.db, "ailleurs").device("THERE")
    answer = sent(organiser, whole)
    assert answer.status_code == 422
    assert said in answer.text
    assert db.session.scalars(select(Device).filter_by(code="A1")).one().last_seen_at is None
