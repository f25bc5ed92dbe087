from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from fairapp.reports.attestations import actions
from fairapp.reports.attestations.models import Attestation
from fairapp.reports.documents.evidence import display
from fairapp.reports.documents.models import Report
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import MakeApp
from tests.reports.attestations.conftest import AFTER, present


@pytest.fixture
def one(client: FlaskClient, fair: Fair) -> Attestation:
    client.set_cookie("lang", "en")
    person = present(
        fair,
        organisation="Association secrète",
        phone="+224631234567",
        email="m@example.org",
        name_other_script="مريم ديالو",
    )
    return actions.issue(person, DAYS[:2], at=AFTER)


def test_a_valid_one_says_what_the_paper_says_and_no_more(
    client: FlaskClient, one: Attestation
) -> None:
    page = client.get(f"/attestations/{display(one.number)}")

    assert page.status_code == 200
    for words in (
        *("Valid", "Mariama Diallo", "مريم ديالو", "Exchange days"),
        *("Wednesday 2 December", "Thursday 3 December", "5 December 2026"),
    ):
        assert words in page.text
    for secret in ("Association", "631234567", "example.org", one.registration.reference):
        assert secret not in page.text
    assert one.registration.pass_key not in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert page.headers["Cache-Control"] == "private, no-store"


def test_a_number_is_typed_as_one_likes(client: FlaskClient, one: Attestation) -> None:
    for typed in (
        one.number.lower(),
        f" {display(one.number)} ",
        one.number[:6] + " " + one.number[6:],
    ):
        answer = client.get("/attestations/", query_string={"number": typed})
        assert answer.location == f"/attestations/{display(one.number)}"


def test_revoked_and_replaced_say_so_and_no_reason(
    client: FlaskClient, fair: Fair, one: Attestation
) -> None:
    newer = actions.issue(one.registration, DAYS, at=AFTER)
    old = client.get(f"/attestations/{one.number}").text
    assert "Replaced" in old
    assert newer.number not in old.replace("-", "")

    actions.revoke(newer, "Prêtée à un tiers", actor=fair.user("organiser"), at=AFTER)
    page = client.get(f"/attestations/{newer.number}").text
    assert "Revoked" in page
    assert "it is worth nothing any more" in page
    assert "Prêtée" not in page
    assert "Wednesday" not in page


@pytest.mark.parametrize("typed", ["2222-2222-2222", "abc", "<script>", "é" * 300])
def test_a_wrong_number_is_told_and_stays(
    client: FlaskClient, one: Attestation, typed: str
) -> None:
    page = client.get(f"/attestations/{typed}")

    assert page.status_code == 404
    assert "No attestation has this number." in page.text
    assert "<script>" not in page.text
    assert "Mariama" not in page.text


def test_empty_and_impossible_numbers_are_no_guesses(client: FlaskClient, one: Attestation) -> None:
    assert "No attestation" not in client.get("/attestations/").text
    page = client.get("/attestations/", query_string={"number": "12"})
    assert (page.status_code, "No attestation has this number." in page.text) == (200, True)


def test_guessing_is_stopped_and_checking_a_file_is_not(
    make_app: MakeApp, one: Attestation
) -> None:
    client = make_app(RATELIMIT_ENABLED=True).test_client()
    right = f"/attestations/{one.number}"

    assert [client.get(right).status_code for _ in range(25)] == [200] * 25
    guesses = [client.get(f"/attestations/2222-2222-22{n:02}") for n in range(22, 43)]

    assert [g.status_code for g in guesses if g.status_code != 404] == [429]
    assert client.get(right).status_code == 429


def test_numbers_of_documents_and_attestations_lead_to_each_others_page(
    client: FlaskClient, fair: Fair, one: Attestation
) -> None:
    report = Report(
        event_id=fair.event.id,
        number="K" * 12,
        kind="scan-log",
        choice={},
        language="fr",
        title="Journal",
        people=0,
        data_at=AFTER,
        scans=0,
        scans_digest="",
        digest="",
        file_digest="",
        purpose="files",
        made_by_name="",
    )
    fair.db.add(report)

    answer = client.get(f"/check/{display(one.number)}")
    assert answer.location == f"/attestations/{display(one.number)}"
    assert client.get("/attestations/KKKK-KKKK-KKKK").location == "/check/KKKK-KKKK-KKKK"
    assert client.get("/check/2222-2222-2222").status_code == 404
