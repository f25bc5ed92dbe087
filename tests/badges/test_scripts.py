"""Names in every script of the country, from the form to the search, the pass, the badge's page and
picture: typed as people type them, found as the desk types them, read back from what is printed."""

from __future__ import annotations

import io
import unicodedata

import pypdfium2
import pytest
from flask.testing import FlaskClient
from PIL import Image, ImageChops
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.db import db
from fairapp.core.pdf_measure import missing
from fairapp.events.models import Event
from fairapp.registration import queries
from fairapp.registration.models import Registration
from tests.conftest import Login
from tests.registration.people import answers, make_fair

# Given name, family name, and what somebody at the desk may type to find the person.
NAMES = {
    "pular": ("Ɓoobo Ɗalanda", "Ɓarry", ("boobo", "dalanda ɓarry", "BARRY", "ƁARRY")),
    "kissi": ("Saa Ŋala", "Leŋɔ", ("nala", "leno", "ŊALA", "lenɔ")),
    "arabic": ("مَحَمَّد الأمين", "با", ("محمد", "با", "محمد الأمين")),
    "nko": ("ߞߊ߬ߣߊ߲߫", "ߖߊ߯ߟߏ", ("ߞߊߣߊ", "ߖߊߟߏ", "ߞߊ߬ߣߊ߲߫")),
    "adlam": ("𞤀𞤣𞤢𞤥𞤢", "𞤔𞤢𞤤𞤮", ("𞤢𞤣𞤢𞤥𞤢", "𞤀𞤣𞤢𞤥𞤢 𞤔𞤢𞤤𞤮", "𞤔𞤢𞤤𞤮")),
}
SCRIPTS = pytest.mark.parametrize("script", NAMES)


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Event:
    return make_fair()


def register(client: FlaskClient, script: str) -> Registration:
    given, family, _typed = NAMES[script]
    sent = client.post("/e/foire/register", data=answers(given_names=given, family_name=family))
    assert sent.status_code == 303
    return db.session.scalars(select(Registration).order_by(Registration.id.desc())).first()  # type: ignore[return-value]


def letters(text: str) -> set[str]:
    """Without signs above and below, and without the shapes that neighbours give to letters."""
    plain = unicodedata.normalize("NFKC", text)
    # A text layer tells half of an Adlam letter at a time.
    plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return {c.casefold() for c in plain if c.isalpha()}


@SCRIPTS
def test_a_name_is_kept_and_found_and_shown_as_it_was_written(
    client: FlaskClient, fair: Event, login: Login, script: str
) -> None:
    given, family, typed = NAMES[script]
    # Somebody else, who must not be found.
    client.post("/e/foire/register", data=answers(given_names="Zainab", family_name="Zogbé"))
    person = register(client, script)
    assert (person.given_names, person.family_name) == tuple(
        unicodedata.normalize("NFC", name) for name in (given, family)
    )
    for text in typed:
        assert [row.id for row in queries.search(fair, text)] == [person.id], text
    assert person.full_name in client.get(f"/p/{person.pass_key}").text
    login(client, "organiser")
    page = client.get("/staff/foire/registrations/people", query_string={"q": typed[0]}).text
    assert person.full_name in page and "Zogbé" not in page


@SCRIPTS
def test_a_name_is_read_back_from_the_badge_s_page(
    client: FlaskClient, fair: Event, script: str
) -> None:
    person = register(client, script)
    pdf = client.get(f"/p/{person.pass_key}/badge.pdf").data
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_range()
    assert letters(person.full_name) <= letters(text)
    assert missing(person.full_name) == ""
    if script in {"pular", "kissi"}:
        for word in person.full_name.split():
            assert word.casefold() in unicodedata.normalize("NFC", text).casefold()


@SCRIPTS
def test_the_badge_s_picture_draws_the_name(client: FlaskClient, fair: Event, script: str) -> None:
    """Boxes for letters that no font has would make different names look alike."""
    person = register(client, script)
    picture = _picture(client, person)
    # The same letters in another order: as many boxes, other drawings.
    person.given_names = person.given_names[::-1]
    db.session.commit()
    assert ImageChops.difference(picture, _picture(client, person)).getbbox() is not None


def _picture(client: FlaskClient, person: Registration) -> Image.Image:
    data = client.get(f"/p/{person.pass_key}/badge.png").data
    return Image.open(io.BytesIO(data)).convert("L")
