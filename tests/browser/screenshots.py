"""Pictures of the pages of a demonstration fair that is being served; see bin/screenshots."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, sync_playwright

from tests import services
from tests.browser.pages import STOPS, Stop
from tests.browser.steps import EMAILS, sign_in_by_form

SIZES = {"phone": (360, 740), "tablet": (768, 1024), "desktop": (1440, 900)}


def main() -> None:
    """Take them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("address")
    parser.add_argument("folder", type=Path)
    parser.add_argument("names", nargs="*", help="parts of the names of pages; all without")
    parser.add_argument("--sizes", default="phone,desktop", help=", ".join(SIZES))
    parser.add_argument("--languages", default="fr,ar")
    parser.add_argument("--dark", action="store_true")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    stops = [
        stop
        for stop in STOPS
        if stop.role in (None, *EMAILS)
        if not arguments.names or any(name in stop.name for name in arguments.names)
    ]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=services.chromium_path(), args=services.chromium_flags()
        )
        for size in arguments.sizes.split(","):
            open_as = _opener(browser, arguments.address, size, dark=arguments.dark)
            for stop in stops:
                for language in arguments.languages.split(","):
                    picture = arguments.folder / f"{stop.name}-{language}-{size}.png"
                    _take(open_as(stop.role), arguments.address, stop, language, picture)
        browser.close()


def _opener(
    browser: Browser, address: str, size: str, *, dark: bool
) -> Callable[[str | None], BrowserContext]:
    """Contexts of that size, one for each role that is asked for."""
    contexts: dict[str | None, BrowserContext] = {}

    def open_as(role: str | None) -> BrowserContext:
        if role not in contexts:
            width, height = SIZES[size]
            context = browser.new_context(
                viewport={"width": width, "height": height},
                locale="fr-FR",
                timezone_id="Africa/Conakry",
                has_touch=size != "desktop",
                is_mobile=size != "desktop",
                device_scale_factor=1 if size == "desktop" else 2,
                color_scheme="dark" if dark else "light",
            )
            contexts[role] = context
            if role is not None:
                page = context.new_page()
                page.goto(f"{address}/login")
                sign_in_by_form(page, role)
                page.close()
        return contexts[role]

    return open_as


def _take(context: BrowserContext, address: str, stop: Stop, language: str, picture: Path) -> None:
    page = context.new_page()
    try:
        page.goto(f"{address}{stop.path_in(language)}")
        stop.prepare(page)
        page.screenshot(path=picture, full_page=stop.is_long)
        print(picture)
    except Exception as error:
        print(f"{stop.name} in {language}: {str(error).splitlines()[0]}")
    finally:
        page.close()


if __name__ == "__main__":
    main()
