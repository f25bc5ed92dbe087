"""Colours of kinds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from fairapp.events.colours import tones
from fairapp.programme.kinds import DEFAULT_COLOURS, FOR_ALL, sheet

ICONS = (Path(__file__).parents[3] / "templates/components/icons.html").read_text()


@dataclass(frozen=True)
class Kind:
    id: int
    colour: str


def test_kinds_of_one_colour_share_a_rule() -> None:
    css = sheet([Kind(1, "#28518f"), Kind(2, "#8b1f4b"), Kind(3, "#28518f")])
    tone = tones("#28518f")
    assert css.startswith(f".c-1,.c-3{{--kf:{tone.fill};--k:{tone.ink};--kt:{tone.tint}}}.c-2{{")
    assert f"@media(prefers-color-scheme:dark){{.c-1,.c-3{{--k:{tone.night_ink};" in css


def test_no_kinds_no_sheet() -> None:
    assert sheet([]) == ""


def test_a_colour_cannot_close_its_rule() -> None:
    assert "display" not in sheet([Kind(1, "red}body{display:none")])


def test_every_kind_of_the_demonstration_has_a_pictogram() -> None:
    assert [code for code in DEFAULT_COLOURS if f'"{code}": \'<' not in ICONS] == []
    assert DEFAULT_COLOURS.keys() >= FOR_ALL
