from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient

from fairapp.core import clock
from fairapp.core.db import db
from fairapp.reports.attestations import actions, queries
from fairapp.reports.attestations.models import Attestation
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import MakeApp
from tests.reports.attestations.conftest import AFTER, LAST_DAY, noted, present
from tests.reports.conftest import pages_of
from tests.statements import recorded


@pytest.fixture(autouse=True)
def english(client: FlaskClient) -> None:
    client.set_cookie("lang", "en")


def taken(client: FlaskClient, pass_key: str, language: str = "en") -> bytes:
    answer = client.post(f"/p/{pass_key}/attestation/file", data={"language": language})
    assert answer.status_code == 200, answer.status
    assert answer.mimetype == "application/pdf"
    assert answer.headers["Cache-Control"] == "private, no-store"
    return bytes(answer.data)


def issued() -> list[Attestation]:
    db.session.rollback()
    return list(db.session.scalars(db.select(Attestation).order_by(Attestation.id)))


def test_who_is_entitled_takes_it_from_the_pass(
    client: FlaskClient, fair: Fair, after: datetime
) -> None:
    person = present(fair, "Mariama Diallo", 1, 3)

    assert f'href="/p/{person.pass_key}/attestation"' in client.get(f"/p/{person.pass_key}").text
    page = client.get(f"/p/{person.pass_key}/attestation")
    assert "Wednesday 2 December" in page.text
    assert "Thursday 3 December" not in page.text
    assert issued() == []  # looking writes nothing

    first = taken(client, person.pass_key)

    (one,) = issued()
    (text,) = pages_of(first)
    assert "Mariama Diallo" in text
    assert "Wednesday 2 December and Friday 4 December" in text
    assert taken(client, person.pass_key) == first
    assert len(issued()) == 1
    assert one.number[:4] in client.get(f"/p/{person.pass_key}/attestation").text


@pytest.mark.parametrize(
    ("days", "at", "words"),
    [
        ((1,), LAST_DAY, "1 more day of presence is needed."),
        ((1, 2), LAST_DAY, "It is ready once the fair is over."),
        ((1,), AFTER, "1 day of presence is missing."),
    ],
)
def test_until_then_the_pass_says_what_is_missing(
    client: FlaskClient, fair: Fair, days: tuple[int, ...], at: datetime, words: str
) -> None:
    person = present(fair, "Mariama Diallo", *days)

    with clock.stopped(at):
        assert words in client.get(f"/p/{person.pass_key}").text
        assert words in client.get(f"/p/{person.pass_key}/attestation").text
        refused = client.post(f"/p/{person.pass_key}/attestation/file")

    assert refused.status_code == 303
    assert issued() == []


def test_on_the_last_day_it_is_ready_for_whoever_came_that_day(
    client: FlaskClient, fair: Fair
) -> None:
    person = present(fair, "Mariama Diallo", 2, 3)

    with clock.stopped(LAST_DAY):
        assert pages_of(taken(client, person.pass_key))


def test_before_the_fair_a_pass_reads_nothing_of_it(client: FlaskClient, fair: Fair) -> None:
    person, pass_key = fair.person(), ""
    pass_key = person.pass_key
    db.session.commit()

    with recorded() as statements:
        page = client.get(f"/p/{pass_key}").text

    assert "attestation" not in page
    assert not [s for s in statements if "FROM attestation" in s or "FROM scan" in s]


def test_the_name_is_confirmed_or_corrected(
    client: FlaskClient, fair: Fair, after: datetime
) -> None:
    person = present(fair)
    address = f"/p/{person.pass_key}/attestation"

    assert 'value="Mariama Diallo"' in client.get(address).text
    client.post(f"{address}/name", data={"name": "Mariama Diallo"})
    assert "Confirmed by you" in client.get(address).text
    answer = client.post(f"{address}/name", data={"name": "  Mariama   Bah Diallo "})
    assert answer.status_code == 303

    assert "Mariama Bah Diallo" in pages_of(taken(client, person.pass_key))[0]
    assert [e.details["name"] for e in noted("name_said")] == [
        "Mariama Diallo",
        "Mariama Bah Diallo",
    ]


def test_a_name_that_differs_a_lot_is_told_to_wait(
    client: FlaskClient, fair: Fair, after: datetime
) -> None:
    person = present(fair)
    address = f"/p/{person.pass_key}/attestation"

    client.post(f"{address}/name", data={"name": "Ibrahima Sow"})

    page = client.get(address).text
    assert "the team looks at it first" in page
    text = pages_of(taken(client, person.pass_key))[0]
    assert "Mariama Diallo" in text
    assert "Ibrahima Sow" not in text


@pytest.mark.parametrize("name", ["", "…", "a@example.org", "D" * 161])
def test_what_is_no_name_is_refused_and_stays_in_the_field(
    client: FlaskClient, fair: Fair, after: datetime, name: str
) -> None:
    person = present(fair)

    page = client.post(f"/p/{person.pass_key}/attestation/name", data={"name": name})

    assert page.status_code == 422
    assert 'aria-invalid="true"' in page.text
    assert f'value="{name}"' in page.text
    assert queries.said_by(person) is None


def test_nobody_spells_a_name_without_end(make_app: MakeApp, fair: Fair, after: datetime) -> None:
    """An address of many people may; the key of one pass may not."""
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    one, other = present(fair), present(fair, "Ibrahima Sow")
    address = f"/p/{one.pass_key}/attestation/name"

    answers = [client.post(address, data={"name": "Mariama Diallo"}) for _ in range(11)]

    assert [answer.status_code for answer in answers] == [303] * 10 + [429]
    other_address = f"/p/{other.pass_key}/attestation/name"
    assert client.post(other_address, data={"name": "Ibrahima Sow"}).status_code == 303


def test_a_revoked_one_is_not_to_be_had(client: FlaskClient, fair: Fair, after: datetime) -> None:
    person = present(fair)
    one = actions.issue(person, DAYS[:2], at=after)
    actions.revoke(one, "Prêtée à un tiers", actor=fair.user("organiser"), at=after)

    page = client.get(f"/p/{person.pass_key}/attestation").text
    assert "This attestation is revoked." in page
    assert "Prêtée à un tiers" in page
    assert client.post(f"/p/{person.pass_key}/attestation/file").status_code == 303


def test_what_the_scans_no_longer_cover_can_still_be_taken(
    client: FlaskClient, fair: Fair, after: datetime
) -> None:
    person = fair.person("Mariama Diallo")
    actions.issue(person, DAYS[:2], at=after)

    assert "Mariama Diallo" in pages_of(taken(client, person.pass_key))[0]


def test_a_duplicates_pass_leads_to_the_one_that_counts(
    client: FlaskClient, fair: Fair, after: datetime
) -> None:
    kept, other = present(fair), fair.person("Mariam Diallo")
    other.merged_into_id, other.status = kept.id, "merged"

    answer = client.get(f"/p/{other.pass_key}/attestation")

    assert answer.location == f"/p/{kept.pass_key}/attestation"
    assert client.get("/p/nobody/attestation").status_code == 404
    assert client.post("/p/nobody/attestation/file").status_code == 404
