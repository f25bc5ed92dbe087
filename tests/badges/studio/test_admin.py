"""The studio: settings shown before they are kept, kept, and taken back."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
import zxingcpp
from flask.testing import FlaskClient
from PIL import Image, ImageChops
from sqlalchemy import select

from fairapp.badges.sheets import Sides
from fairapp.badges.studio.design import Design, Part
from fairapp.badges.studio.queries import design_of, layout_of, logos_of
from fairapp.core.audit import AuditEntry
from fairapp.core.i18n import LocalizedText
from tests.checkin.conftest import Fair, make_fair
from tests.conftest import Login

AT = "/staff/journees/badges/design"
# What a browser sends of the ready-made design.
READY = {
    "given": "1",
    "size": "a6",
    "sample": "longest",
    "language": "fr",
    "shown": [part.value for part in Part],
    "sides": "one",
    "back": ["programme"],
    "margin": "0",
}


@pytest.fixture
def staff(client: FlaskClient, login: Login, fair: Fair) -> FlaskClient:
    """Somebody with the role *badges*."""
    fair.badge(fair.person("Ibrahima Sory Conté", photo_consent="no"))
    fair.badge(blank=True)
    fair.db.commit()
    login(client, "badges", slug="journees")
    return client


def picture(staff: FlaskClient, side: str = "front", **settings: object) -> Image.Image:
    answer = staff.get(f"{AT}/preview-{side}.png", query_string=READY | settings)
    assert (answer.status_code, answer.mimetype) == (200, "image/png")
    return Image.open(io.BytesIO(answer.data)).convert("RGB")


def differ(one: Image.Image, other: Image.Image) -> bool:
    return one.size != other.size or ImageChops.difference(one, other).getbbox() is not None


def png(colour: str = "#224488", size: tuple[int, int] = (1200, 600)) -> io.BytesIO:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return io.BytesIO(target.getvalue())


def test_page_shows_the_badge_as_it_is_kept(staff: FlaskClient) -> None:
    page = staff.get(AT)
    assert page.status_code == 200
    sources = [unescape(url) for url in re.findall(r'<img src="([^"]+preview[^"]+)"', page.text)]
    assert [url.partition("?")[0] for url in sources] == [f"{AT}/preview-front.png"]
    assert staff.get(sources[0]).mimetype == "image/png"


def test_settings_are_shown_before_they_are_kept(staff: FlaskClient, fair: Fair) -> None:
    changed = READY | {"shown": ["days"], "sides": "long", "guide": "https://a.org"}
    page = staff.get(AT, query_string=changed).text
    assert "preview-back.png" in page and "Pas encore enregistré" in page
    assert 'value="https://a.org"' in page
    assert differ(picture(staff), picture(staff, shown=["days"]))
    assert design_of(fair.event) == Design()


@pytest.mark.parametrize(
    "changed",
    [
        {"also": ["en", "ar"]},
        {"large_given": "y"},
        {"size": "90x54"},
        {"language": "ar"},
        {"sample": "arabic"},
        {"sample": "blank"},
    ],
)
def test_each_setting_changes_the_picture(staff: FlaskClient, changed: dict[str, object]) -> None:
    assert differ(picture(staff), picture(staff, **changed))


@pytest.mark.parametrize("size", ["a6", "a7", "90x54", "cr80"])
def test_back_is_shown_upright(staff: FlaskClient, size: str) -> None:
    """A code tells by its three corners on which side its head is."""
    guide = "https://fair.example.org/guide"
    back = picture(staff, "back", size=size, sides="long", back=["guide"], guide=guide)
    (code,) = zxingcpp.read_barcodes(back)
    assert (code.text, code.orientation) == (guide, 0)


def test_labels_have_no_back_to_show(staff: FlaskClient) -> None:
    settings = READY | {"size": "roll62", "sides": "long"}
    assert staff.get(f"{AT}/preview-back.png", query_string=settings).status_code == 404
    assert "preview-back" not in staff.get(AT, query_string=settings).text
    assert staff.get(f"{AT}/preview-inside.png").status_code == 404


def test_design_is_kept_then_undone_then_ready_made(staff: FlaskClient, fair: Fair) -> None:
    texts = {"wifi_name": " Foire ", "wifi_word": "ensemble", "emergency-fr": "Police 117"}
    sent = READY | {"shown": ["days", "photo"], "sides": "short", "margin": "6"} | texts
    assert staff.post(AT, data=sent).status_code == 303
    kept = design_of(fair.event)
    assert (kept.shown, kept.sides, kept.margin) == (("days", "photo"), "short", 6)
    assert (kept.wifi_name, kept.wifi_word) == ("Foire", "ensemble")
    assert kept.emergency == LocalizedText(fr="Police 117")
    assert layout_of(fair.event, "a6x4").sides == Sides.SHORT
    staff.post(f"{AT}/undoing")
    assert design_of(fair.event) == Design()
    staff.post(f"{AT}/undoing")
    assert design_of(fair.event) == kept
    staff.post(f"{AT}/ready-made")
    assert design_of(fair.event) == Design()
    entries = list(
        fair.db.scalars(select(AuditEntry).where(AuditEntry.subject_type == "BadgeDesign"))
    )
    assert len(entries) == 4
    assert "ensemble" not in str([entry.details for entry in entries])


def test_saving_what_is_there_changes_nothing(staff: FlaskClient, fair: Fair) -> None:
    assert staff.post(AT, data=READY).status_code == 303
    assert "Annuler" not in staff.get(AT).text


def test_wrong_address_is_told_beside_its_field_and_nothing_is_lost(staff: FlaskClient) -> None:
    wrong = READY | {"guide": "javascript:alert(1)", "wifi_name": "Foire"}
    for answer in (staff.post(AT, data=wrong), staff.get(AT, query_string=wrong)):
        assert 'id="guide-error"' in answer.text
        assert 'value="javascript:alert(1)"' in answer.text and 'value="Foire"' in answer.text
    assert staff.post(AT, data=wrong).status_code == 422


@pytest.mark.parametrize(
    "hostile",
    [
        {"sides": "inside", "margin": "-5", "size": "../a6", "sample": "x", "language": "xx"},
        {"shown": ["nothing"], "also": ["de"], "back": ["x"], "logos": ["99999", "x"]},
        {"wifi_name": "W" * 900, "emergency-fr": "<b>" * 500, "guide": "https://" + "a" * 900},
    ],
)
def test_what_no_form_offers_is_never_kept(
    staff: FlaskClient, fair: Fair, hostile: dict[str, object]
) -> None:
    assert staff.post(AT, data=READY | hostile).status_code == 422
    assert design_of(fair.event) == Design()
    picture(staff, **hostile)


# -- logos ----------------------------------------------------------------------------------------


def test_logos_are_drawn_anew_and_printed(staff: FlaskClient, fair: Fair) -> None:
    before = picture(staff)
    data = READY | {"logo": [(png(), "Ministère.png"), (png("#aa8822"), "b.png")]}
    assert staff.post(AT, data=data, content_type="multipart/form-data").status_code == 303
    ids = design_of(fair.event).logos
    assert len(ids) == 2
    (first, _second) = logos_of(fair.event, ids)
    shown = staff.get(f"{AT}/logos/{first.id}.png")
    assert Image.open(io.BytesIO(shown.data)).size == (850, 425)
    assert "Ministère.png" in staff.get(AT).text
    with_logos = picture(staff, logos=[str(key) for key in ids])
    assert with_logos.getcolors(1 << 24) and differ(before, with_logos)
    # One is left out; what was printed with it before is a matter of paper.
    staff.post(AT, data=READY | {"logos": [str(ids[1])]})
    assert design_of(fair.event).logos == (ids[1],)
    assert staff.get(f"{AT}/logos/{first.id}.png").status_code == 404


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ([(io.BytesIO(b"<svg onload=x>"), "a.png")], "PNG, JPEG"),
        ([(io.BytesIO(b"\x89PNG\r\n\x1a\n" + b"x" * 99), "a.png")], "PNG, JPEG"),
        ([(png(size=(9, 9)), f"{n}.png") for n in range(4)], "3"),
    ],
)
def test_files_that_are_no_logos_are_refused(
    staff: FlaskClient, fair: Fair, files: list[tuple[io.BytesIO, str]], words: str
) -> None:
    answer = staff.post(AT, data=READY | {"logo": files}, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert words in answer.text.partition('id="logo-error"')[2].partition("</p>")[0]
    assert design_of(fair.event) == Design()


def test_logo_of_another_fair_stays_there(staff: FlaskClient, fair: Fair) -> None:
    data = READY | {"logo": [(png(), "a.png")]}
    staff.post(AT, data=data, content_type="multipart/form-data")
    other = make_fair(fair.db, slug="autre")
    assert logos_of(other.event, design_of(fair.event).logos) == []
