"""What tests in a browser need: a session, and what the eye would see."""

from __future__ import annotations

from datetime import timedelta

from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from fairapp.accounts.models import User
from fairapp.checkin.devices import actions
from fairapp.checkin.models import Device
from fairapp.core.db import db
from fairapp.events.models import Checkpoint, Event
from tests.conftest import NOW, Login
from tests.services import LiveServer

PHONE = {"device_scale_factor": 2, "is_mobile": True, "has_touch": True}


def sign_in(
    context: BrowserContext, app: Flask, server: LiveServer, login: Login, role: str
) -> None:
    """Give the browser the session of somebody with that role."""
    client = app.test_client()
    login(client, role)
    cookie = client.get_cookie("session")
    assert cookie is not None
    context.add_cookies([{"name": "session", "value": cookie.value, "url": server.url}])


def enrolment(
    event: Event, actor: User, *, gate: Checkpoint | None = None, **rights: bool
) -> tuple[Device, str]:
    """A new device, and the path that makes the phone which opens it that device; committed.

    `rights`: `may_override`, `may_search`.
    """
    new = actions.NewDevice("Phone", checkpoint=gate, **rights)
    device = actions.make(event, new, actor=actor, at=NOW)
    # The server's clock has been running since the session began.
    code = actions.give_code(device, actor=actor, at=NOW + timedelta(hours=3))
    db.session.commit()
    return device, f"/scan/?lang=en#e={code}"


def wait_until_ready(page: Page) -> None:
    """Until the phone says, after having looked, that it works without network."""
    page.locator(".strip [data-open-phone]").click()
    expect(page.locator("[data-ready=true]")).to_be_visible(timeout=90_000)
    page.locator("[data-phone] [data-close]").click()


def violations(page: Page) -> list[str]:
    report = Axe().run(page)
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in report.response["violations"]]


def overflow(page: Page) -> int:
    """How far the page can be moved sideways, in pixels."""
    width: int = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return width


def css(page: Page, selector: str, name: str) -> str:
    value: str = page.locator(selector).evaluate("(e, n) => getComputedStyle(e)[n]", name)
    return value


def contrast(page: Page) -> float:
    """Contrast ratio of the verdict's letters and ground, as WCAG defines it."""
    one = luminance(css(page, "[data-verdict]", "color"))
    two = luminance(css(page, "[data-verdict]", "background-color"))
    return (max(one, two) + 0.05) / (min(one, two) + 0.05)


def luminance(colour: str) -> float:
    parts = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
