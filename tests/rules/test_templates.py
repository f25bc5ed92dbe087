"""Pages keep to the content security policy and to one way of writing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
# These become PDF or mail; a browser never sees them.
NOT_PAGES = ("pdf", "emails")
PAGES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in NOT_PAGES
)

FORBIDDEN = {
    # A block of data is not code: browsers neither run nor refuse it.
    "inline script": r"<script(?![^>]*\bsrc=)(?![^>]*type=\"application/(?:ld\+)?json\")",
    "inline style": r"<style\b|\sstyle=",
    "event attribute": r"<[^>]*\son[a-z]+=",
    "javascript: address": r"javascript:",
    "address of another site": r"(?:src|href)=\"(?:https?:)?//",
    "physical direction": r"\b(?:float|clear|text-align)-(?:left|right)\b",
}


def name_of(path: Path) -> str:
    return str(path.relative_to(TEMPLATES))


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_page_has_no(path: Path) -> None:
    source = re.sub(r"\{#.*?#\}", "", path.read_text(), flags=re.DOTALL)
    found = [
        f"{what}: {match.group(0)[:80]}"
        for what, pattern in FORBIDDEN.items()
        for match in re.finditer(pattern, source)
    ]
    assert found == []


MACRO = re.compile(r"\{%-?\s*macro\s+(\w+).*?endmacro", flags=re.DOTALL)
# Macros that write the token, among other things.
CARRIERS = {
    match.group(1)
    for path in PAGES
    for match in MACRO.finditer(path.read_text())
    if "csrf" in match.group(0) and "<form" not in match.group(0)
}


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_posting_form_carries_its_token(path: Path) -> None:
    bare = []
    for form in re.findall(r"<form\b.*?</form>", path.read_text(), flags=re.DOTALL):
        is_posting = re.search(r"method=\"post\"", form, re.IGNORECASE)
        called = set(re.findall(r"\{\{-?\s*(?:\w+\.)?(\w+)\(", form))
        if is_posting and not (called & CARRIERS or "csrf" in form or "hidden_tag" in form):
            bare.append(form[:80])
    assert bare == []


PHYSICAL = (
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right)\b|(?:text-align|float):\s*(?:left|right)"
)


def test_stylesheets_use_logical_properties() -> None:
    """Arabic pages are mirrored without a rule of their own."""
    found = []
    for path in sorted((ROOT / "fairapp/static/css").rglob("*.css")):
        source = re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)
        found += [f"{path.name}: {match.group(0)}" for match in re.finditer(PHYSICAL, source)]
        for block in re.findall(r"\{([^{}]*)\}", source):
            # Both at once have no direction; old phones do not know `inset`.
            sides = re.findall(r"(?<![\w-])(left|right):\s*([^;]+)", block)
            if len(sides) == 1 or len({value for _, value in sides}) > 1:
                found.append(f"{path.name}: {sides}")
    assert found == []
