"""The data files of the demonstration fair, read once and never changed."""

import json
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
Json = dict[str, Any]


@cache
def read(name: str) -> Json:
    """The content of ``data/<name>.json``; treat it as read-only, it is shared."""
    content: Json = json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    return content


def generator() -> Json:
    """Every number of the fair: matrices, curves, shares, incidents."""
    return read("generator")


def matrix(name: str) -> dict[str, dict[str, int]]:
    """A matrix of generator.json as ``{category: {column: persons}}``, in the file's order."""
    table = generator()[f"matrix_category_{name}"]
    return {
        row: dict(zip(table["cols"], cells, strict=True)) for row, cells in table["rows"].items()
    }


@cache
def categories() -> tuple[str, ...]:
    """Ids of the counted categories, in the file's order (staff is not one of them)."""
    return tuple(category["id"] for category in generator()["categories"])


@cache
def natural_region_of(prefecture: str) -> str:
    """``basse``, ``moyenne``, ``haute`` or ``forestiere``; ``conakry`` for anything that is no
    prefecture.
    """
    for row in read("regions")["prefectures"]:
        if row["name_fr"] == prefecture:
            return str(row["natural_region"])
    return "conakry"


@cache
def region_names() -> dict[str, str]:
    """ISO code of a region to its French name."""
    return {row["iso"]: row["name_fr"] for row in read("regions")["regions"]}


@cache
def region_of(place: str) -> str:
    """Region of a commune, a prefecture or a region; ``Étranger`` for any other place."""
    regions = read("regions")
    for row in (*regions["prefectures"], *regions["conakry_communes"]):
        if row["name_fr"] == place:
            return region_names()[row["region_iso"]]
    return place if place in region_names().values() else "Étranger"


@cache
def prefectures_of(region: str) -> tuple[str, ...]:
    """Prefectures of a region, in the file's order; empty for Conakry and abroad."""
    names = region_names()
    rows = read("regions")["prefectures"]
    return tuple(row["name_fr"] for row in rows if names[row["region_iso"]] == region)
