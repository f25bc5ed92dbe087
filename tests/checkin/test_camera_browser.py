"""Badges as they are held before a camera: turned, blurred, in the dark, on a dark screen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps
from playwright.sync_api import Browser, expect
from sqlalchemy import select
from sqlalchemy.orm import Session, scoped_session

from fairapp.badges import portraits
from fairapp.badges.models import Badge
from fairapp.badges.render import render_badge
from fairapp.checkin.models import Device, Scan
from fairapp.core import qr
from fairapp.core.db import db
from tests.checkin.browsing import enrolment
from tests.checkin.conftest import Fair, make_fair
from tests.checkin.film import held, write_film
from tests.conftest import NOW, OpenPage
from tests.services import LiveServer

pytestmark = pytest.mark.browser

BASE = "https://fair.example.org"


@pytest.fixture
def fair(db_session: scoped_session[Session]) -> Fair:
    made = make_fair(db_session, days=(NOW.date(),))
    db_session.commit()
    return made


def printed(fair: Fair, badge: Badge) -> Image.Image:
    """The badge as the printer makes it."""
    [face] = portraits.faces(fair.event, [badge.id], base=BASE)
    with pdfium.PdfDocument(render_badge(face, title="badge", lang="fr")) as document:
        return document[0].render(scale=3).to_pil().convert("L")


def on_a_screen(badge: Badge) -> Image.Image:
    """The code on a telephone that turns white into black."""
    with Image.open(io.BytesIO(qr.png(portraits.qr_text(badge.token, BASE), scale=8))) as code:
        shown = ImageOps.expand(code.convert("L"), 80, fill=255)
    return ImageOps.invert(shown)


def test_badges_are_read_turned_blurred_in_the_dark_and_inverted(
    fair: Fair,
    live_server: LiveServer,
    open_page: OpenPage,
    camera_browser: Callable[[Path], Browser],
    tmp_path: Path,
) -> None:
    badges = [fair.badge(fair.person(f"Mariama Diallo{n}")) for n in range(4)]
    turned, blurred, dark, inverted = badges
    scenes = [
        held(printed(fair, turned), turn=57),
        held(printed(fair, blurred)).filter(ImageFilter.GaussianBlur(1.6)),
        ImageEnhance.Brightness(held(printed(fair, dark))).enhance(0.2),
        held(on_a_screen(inverted), height=520, turn=9),
    ]
    film = write_film(tmp_path / "badges.y4m", [(scene, 4) for scene in scenes])
    device, path = enrolment(fair.event, fair.user("organiser"), gate=fair.event.checkpoints[0])

    page = open_page(360, 740, browser=camera_browser(film))
    page.goto(live_server.url + path)

    # The film begins anew when it is over: what a busy machine has missed comes again.
    for _ in range(240):
        if len(admitted(device)) == len(badges):
            break
        page.wait_for_timeout(500)
    # By the phone itself: its list is there before its camera begins.
    assert admitted(device) == [(badge.id, "admitted") for badge in badges]
    expect(page.locator("[data-today]")).to_have_text("4 in today", timeout=30_000)


def admitted(device: Device) -> list[tuple[int | None, str]]:
    """The badges that the server has let in, and what the phone had shown, in their order."""
    db.session.rollback()
    query = (
        select(Scan.badge_id, Scan.device_verdict)
        .where(Scan.device_id == device.id, Scan.verdict == "admitted")
        .order_by(Scan.badge_id)
    )
    return [(badge_id, shown) for badge_id, shown in db.session.execute(query)]
