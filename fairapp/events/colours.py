"""Readable tones of a colour that an organiser chose, for light and for dark pages.

Old phones cannot mix colours themselves, and only here can the contrast be checked: whatever was
chosen, letters reach 4.5:1 on the paper and on the tint (WCAG 2.2, 1.4.3). Pure: colours in and
out, as `#rrggbb`.
"""

from __future__ import annotations

import re
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass
from functools import lru_cache

# The grounds of static/css/tokens.css.
PAPER = "#fbf8f1"
NIGHT = "#181613"
WHITE = "#ffffff"
BLACK = "#000000"
DEFAULT = "#00704a"
# WCAG 2.2, 1.4.3: what letters need on their ground.
READABLE = 4.5
# A little above, so that rounding never falls below.
_RATIO = 4.6


@dataclass(frozen=True)
class Tones:
    """`fill` carries white letters; `ink` is read on `tint` and on the ground of its scheme."""

    fill: str
    deep: str
    ink: str
    tint: str
    night_ink: str
    night_tint: str


@lru_cache(maxsize=256)
def tones(colour: str) -> Tones:
    """The tones of `colour`; of the default accent when it is not `#rrggbb`."""
    base = colour if is_colour(colour) else DEFAULT
    fill = _until_readable(base, (WHITE,), BLACK)
    tint, night_tint = _at_lightness(base, 0.93), _at_lightness(base, 0.15)
    return Tones(
        fill=fill,
        deep=mix(fill, BLACK, 0.25),
        ink=_until_readable(base, (PAPER, tint), BLACK),
        tint=tint,
        night_ink=_until_readable(base, (NIGHT, night_tint), WHITE),
        night_tint=night_tint,
    )


def is_colour(text: str) -> bool:
    """Whether this is `#rrggbb`."""
    return re.fullmatch(r"#[0-9a-fA-F]{6}", text) is not None


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG defines it."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def text_on(colour: str) -> str:
    """White where it reads well on `colour` (at least 4.5:1), else black, which then does."""
    return WHITE if contrast(colour, WHITE) >= 4.5 else BLACK


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` in it."""
    pairs = zip(_channels(colour), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _at_lightness(colour: str, lightness: float) -> str:
    """The same hue, pale or dark; mixing with white or black would make it grey."""
    hue, _, saturation = rgb_to_hls(*(channel / 255 for channel in _channels(colour)))
    # Half the strength at night, where colours glow.
    saturation = min(saturation, 0.6) * (0.6 if lightness < 0.5 else 0.8)
    rgb = hls_to_rgb(hue, lightness, saturation)
    return "#" + "".join(f"{round(channel * 255):02x}" for channel in rgb)


def _until_readable(colour: str, grounds: tuple[str, ...], towards: str) -> str:
    for step in range(51):
        candidate = mix(colour, towards, step / 50)
        if all(contrast(candidate, ground) >= _RATIO for ground in grounds):
            return candidate
    return towards


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _luminance(colour: str) -> float:
    linear = [
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4
        for c in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
