"""The copies of passes that a browser keeps."""

from __future__ import annotations

from playwright.sync_api import Page

_HOLD = """async (words) => {
  const cache = await caches.open("passes");
  const copies = await cache.matchAll(location.pathname, { ignoreSearch: true });
  const texts = await Promise.all(copies.map((copy) => copy.text()));
  return texts.some((text) => text.includes(words));
}"""
_KEPT = """async () => {
  const keys = await (await caches.open("passes")).keys();
  return keys.map(({ url }) => url.slice(location.origin.length));
}"""


def kept(page: Page) -> list[str]:
    """Addresses of all that is kept, oldest first."""
    addresses: list[str] = page.evaluate(_KEPT)
    return addresses


def wait_until_kept(page: Page, words: str = "<html") -> None:
    """Until there is a copy of the pass on this page with `words` in its source."""
    for _ in range(400):
        if page.evaluate(_HOLD, words):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"no copy with {words}")
