"""The home page's words, colour, logos and partners."""

from __future__ import annotations

import io

import pytest
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.core.audit import AuditEntry
from fairapp.core.storage import StoredFile
from fairapp.events import actions
from fairapp.events.models import Event, Partner
from tests.conftest import NOW, Login
from tests.events.test_actions import NEW

Db = scoped_session[Session]
HOME = "/staff/foire-aux-savoirs-2026/home"
PUBLIC = "/e/foire-aux-savoirs-2026/"
WORDS = {
    "tagline-fr": "Se dire ce qui marche",
    "description-fr": "Un paragraphe.\r\n\r\nUn <b>autre</b>.",
    "accent": "#123C69",
}
ONE = {"name": "PNUD « Guinée »", "role": "partner", "url": "www.example.org/guinee"}


@pytest.fixture
def fair(client: FlaskClient, db_session: Db, login: Login) -> Event:
    event = actions.create_event(NEW, actor=None, at=NOW)
    db_session.commit()
    login(client, "organiser")
    return event


def picture(size: tuple[int, int] = (1200, 400), kind: str = "PNG") -> bytes:
    target = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(target, kind, comment=b"secret")
    return target.getvalue()


def _add(client: FlaskClient, content: bytes | None, **values: str) -> int:
    data: dict[str, object] = {**ONE, **values}
    if content is not None:
        data["logo"] = (io.BytesIO(content), "logo.exe")
    return client.post(f"{HOME}/partners/new", data=data).status_code


def test_words_and_colour_are_kept_and_shown_to_all(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    assert client.post(HOME, data=WORDS).location == HOME
    db_session.expire_all()
    assert fair.description.fr == "Un paragraphe.\n\nUn <b>autre</b>."
    assert fair.accent == "#123c69"
    page = client.application.test_client().get(PUBLIC).text
    assert "Se dire ce qui marche" in page
    assert "Un &lt;b&gt;autre&lt;/b&gt;." in page


def test_a_look_shows_tones_and_ratio_and_keeps_nothing(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    page = client.post(f"{HOME}?lang=en", data={**WORDS, "accent": "#ffcc00", "look": "y"})
    assert page.status_code == 200
    shown = page.text.partition("data-look>")[2]
    assert "Se dire ce qui marche" in shown
    assert "White letters cannot be read on the colour as it is" in shown
    assert "preview.css?accent=%23ffcc00" in shown
    assert 'style="' not in page.text
    db_session.expire_all()
    assert (fair.accent, fair.tagline.fr) == ("#00704a", "")
    sheet = client.get(f"{HOME}/preview.css?accent=%23ffcc00").text
    assert sheet.startswith(".home-look{--accent:#")
    assert "javascript" not in client.get(f"{HOME}/preview.css?accent=javascript:1").text


@pytest.mark.parametrize("accent", ["#ffcc00", "red", ""])
def test_a_colour_that_cannot_be_is_told_at_its_field(
    client: FlaskClient, db_session: Db, fair: Event, accent: str
) -> None:
    answer = client.post(HOME, data={**WORDS, "accent": accent})
    assert answer.status_code == 422
    assert 'id="accent-error"' in answer.text
    assert 'value="Se dire ce qui marche"' in answer.text
    db_session.expire_all()
    assert fair.accent == "#00704a"


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_drawn_anew_and_small(
    client: FlaskClient, db_session: Db, fair: Event, kind: str
) -> None:
    assert _add(client, picture(kind=kind)) == 303
    row = db_session.scalars(select(Partner)).one()
    assert (row.url, row.width, row.height) == ("https://www.example.org/guinee", 320, 107)
    page = client.application.test_client().get(PUBLIC).text
    assert 'alt="PNUD « Guinée »" loading="lazy"' in page
    assert 'width="160" height="54"' in page
    address = page.partition('<img src="')[2].partition('"')[0]
    logo = client.application.test_client().get(address)
    assert logo.mimetype == "image/png"
    assert logo.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert logo.headers["X-Content-Type-Options"] == "nosniff"
    assert b"secret" not in logo.data
    assert len(logo.data) < 12_000
    assert Image.open(io.BytesIO(logo.data)).size == (320, 107)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>', "PNG, JPEG"),
        (b"\x89PNG\r\n\x1a\nnothing", "PNG, JPEG"),
        (b"\xff\xd8\xff" + b"x" * (5 * 1024 * 1024), "5"),
    ],
)
def test_what_is_no_picture_is_refused_at_its_field(
    client: FlaskClient, db_session: Db, fair: Event, content: bytes, said: str
) -> None:
    data = {**ONE, "logo": (io.BytesIO(content), "logo.png")}
    answer = client.post(f"{HOME}/partners/new", data=data)
    assert answer.status_code == 422
    assert said in answer.text.partition('id="logo-error"')[2][:400]
    assert 'value="PNUD « Guinée »"' in answer.text
    assert db_session.scalars(select(StoredFile)).all() == []


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "ftp://example.org", "https://", "a b.org"]
)
def test_a_link_leads_to_the_web_or_nowhere(
    client: FlaskClient, db_session: Db, fair: Event, url: str
) -> None:
    answer = client.post(f"{HOME}/partners/new", data={**ONE, "url": url})
    assert answer.status_code == 422
    assert 'id="url-error"' in answer.text
    assert db_session.scalars(select(Partner)).all() == []


def test_partners_are_put_in_order_changed_and_taken_off_with_their_file(
    client: FlaskClient, db_session: Db, fair: Event
) -> None:
    _add(client, picture(), name="Un")
    _add(client, None, name="Deux", url="")
    _add(client, None, name="La ville", role="organiser")
    one, two, _city = db_session.scalars(select(Partner).order_by(Partner.id)).all()

    def names() -> list[str]:
        page = client.application.test_client().get(PUBLIC).text.partition('class="logos')[2]
        return sorted(("Un", "Deux", "La ville"), key=page.index)

    assert names() == ["La ville", "Un", "Deux"]
    client.post(f"{HOME}/partners/{two.id}/position", data={"up": "y"})
    assert names() == ["La ville", "Deux", "Un"]
    former = one.logo_id
    data = {**ONE, "name": "Un", "logo": (io.BytesIO(picture((90, 90))), "x.png")}
    assert client.post(f"{HOME}/partners/{one.id}", data=data).status_code == 303
    db_session.expire_all()
    assert one.logo is not None
    assert (one.width, one.height) == (90, 90)
    assert db_session.get(StoredFile, former) is None
    path = one.logo.path
    assert path.exists()
    assert "deleted" in client.get(f"{HOME}/partners/{one.id}/removal?lang=en").text
    assert client.post(f"{HOME}/partners/{one.id}/removal").status_code == 303
    assert not path.exists()
    assert db_session.scalars(select(StoredFile)).all() == []
    acts = [act for act in db_session.scalars(select(AuditEntry.action)) if "partner" in act]
    assert sorted(set(acts)) == [
        *("partner.added", "partner.changed", "partner.moved", "partner.removed"),
    ]


def test_another_fair_has_no_hand_in_it(
    client: FlaskClient, db_session: Db, fair: Event, login: Login
) -> None:
    _add(client, picture())
    row = db_session.scalars(select(Partner)).one()
    other = actions.create_event(NEW, actor=None, at=NOW, is_draft=True)
    other.slug = "labe"
    db_session.commit()
    login(client, "administrator")
    for act in ("", "/removal", "/position"):
        assert client.post(f"/staff/labe/home/partners/{row.id}{act}").status_code == 404
    row.event_id = other.id
    db_session.commit()
    stranger = client.application.test_client()
    assert stranger.get(f"/e/labe/logos/{row.id}.png").status_code == 404, "a draft's"
