from __future__ import annotations

import io
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image

from fairapp.reports.attestations import actions, queries
from fairapp.reports.attestations.design import BODY, Design
from fairapp.reports.attestations.models import AttestationDesign
from tests.checkin.conftest import DAYS, Fair
from tests.conftest import Login
from tests.reports.attestations.conftest import AFTER, noted, present
from tests.reports.conftest import pages_of

STUDIO = "/staff/journees/reports/attestations/design"
TEXTS = {
    "language": "fr",
    "days_needed": "3",
    "title-fr": "Attestation de présence",
    "opening-fr": "Le comité atteste que",
    "body-fr": "était là : {days}.",
    "name_1": "Awa Bah",
    "function_1-fr": "Présidente",
}


@pytest.fixture
def organiser(client: FlaskClient, fair: Fair, login: Login, after: datetime) -> FlaskClient:
    login(client, "organiser")
    client.set_cookie("lang", "en")
    return client


def png() -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (80, 40), "#123456").save(target, "PNG")
    return target.getvalue()


def test_texts_are_kept_and_printed_and_undone(organiser: FlaskClient, fair: Fair) -> None:
    person = present(fair)

    assert organiser.post(STUDIO, data=TEXTS).status_code == 303

    design = queries.design_of(fair.event)
    assert (design.days_needed, str(design.title.fr)) == (3, "Attestation de présence")
    issued = actions.issue(person, DAYS, at=AFTER)
    answer = organiser.post(
        f"/staff/journees/reports/attestations/people/{issued.registration_id}/file",
        data={"language": "fr"},
    )
    text = pages_of(answer.data)[0]
    for words in ("Attestation de présence", "Le comité atteste que", "Awa Bah", "Présidente"):
        assert words in text
    assert "Undo the last saving" in organiser.get(STUDIO).text
    organiser.post(f"{STUDIO}/undoing")
    assert queries.design_of(fair.event) == Design()
    assert len(noted("design_changed")) == 2


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("était là {jour} {days}", "Nothing can be put in place of {jour}"),
        ("était là", "Name the days of presence"),
        ("", "Write the text in at least one language."),
        ("{days}" + "x" * 500, "At most 500 characters"),
    ],
)
def test_a_text_that_cannot_be_is_refused_and_stays(
    organiser: FlaskClient, fair: Fair, body: str, words: str
) -> None:
    page = organiser.post(STUDIO, data={**TEXTS, "body-fr": body})

    assert page.status_code == 422
    assert words in page.text
    assert "Attestation de présence" in page.text
    assert queries.find_design(fair.event) is None
    shown = organiser.get(STUDIO, query_string={**TEXTS, "given": "1", "body-fr": body})
    assert (shown.status_code, words in shown.text) == (200, True)


def test_the_preview_follows_what_is_typed(organiser: FlaskClient, fair: Fair) -> None:
    fields = {**TEXTS, "given": "1"}

    plain = organiser.get(f"{STUDIO}/preview.png")
    typed = organiser.get(f"{STUDIO}/preview.png", query_string=fields)

    assert plain.mimetype == typed.mimetype == "image/png"
    assert Image.open(io.BytesIO(typed.data)).size == (1123, 794)
    assert plain.data != typed.data
    assert queries.find_design(fair.event) is None
    hostile = {**fields, "language": "xx", "days_needed": "²", "logos": ["7", "x"]}
    assert organiser.get(f"{STUDIO}/preview.png", query_string=hostile).status_code == 200


def test_an_address_of_the_page_holds_the_texts_of_one_language(organiser: FlaskClient) -> None:
    page = organiser.get(STUDIO, query_string={"language": "ar"}).text

    source = page.partition('<img src="')[2].partition('"')[0]
    assert "body-ar=" in source
    assert "body-fr=" not in source
    assert len(source) < 2000


def test_logos_are_added_and_taken_away(organiser: FlaskClient, fair: Fair) -> None:
    file = (io.BytesIO(png()), "logo.png")
    fields = {**TEXTS, "logo": file}
    assert organiser.post(STUDIO, data=fields).status_code == 303
    (logo,) = queries.design_of(fair.event).logos

    assert organiser.get(f"{STUDIO}/logos/{logo}.png").mimetype == "image/png"
    assert organiser.get(f"{STUDIO}/logos/{logo + 1}.png").status_code == 404
    no_picture = organiser.post(STUDIO, data={**TEXTS, "logo": (io.BytesIO(b"%PDF"), "logo.png")})
    assert no_picture.status_code == 422

    organiser.post(STUDIO, data=TEXTS)
    assert queries.design_of(fair.event).logos == ()


def test_more_days_than_the_fair_has_are_not_offered(organiser: FlaskClient, fair: Fair) -> None:
    assert organiser.post(STUDIO, data={**TEXTS, "days_needed": "4"}).status_code == 422
    kept = AttestationDesign(
        event_id=fair.event.id,
        settings={key: Design(days_needed=9).as_dict() for key in ("design", "before")},
        changed_at=AFTER,
    )
    fair.db.add(kept)

    assert queries.days_needed(fair.event) == 3
    page = organiser.get(STUDIO).text
    assert '<option selected value="3">' in page
    assert BODY.fr.splitlines()[1] in page
