"""The bundled fonts: one face for each script and weight."""

from __future__ import annotations

from pathlib import Path

FONTS = Path(__file__).resolve().parent.parent / "static" / "fonts"
FONT_STACK = ("Fair Sans", "Fair Arabic", "Fair NKo", "Fair Adlam")
FONT_FILES = {
    ("Fair Sans", 400): "NotoSans-Regular.ttf",
    ("Fair Sans", 700): "NotoSans-Bold.ttf",
    ("Fair Arabic", 400): "NotoSansArabic-Regular.ttf",
    ("Fair Arabic", 700): "NotoSansArabic-Bold.ttf",
    ("Fair NKo", 400): "NotoSansNKo-Regular.ttf",
    ("Fair Adlam", 400): "NotoSansAdlam-Regular.ttf",
    ("Fair Adlam", 700): "NotoSansAdlam-Bold.ttf",
}
"""(family, weight) to file in static/fonts. Nobody has drawn a bold N'Ko under a free licence."""
