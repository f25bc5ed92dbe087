"""Provenance: the places of the country, and what people write who come from abroad."""

import json
from pathlib import Path

import pytest

from fairapp.registration import places

DATA = Path(__file__).resolve().parents[2] / "fairapp/demo/data"


def test_the_places_are_those_of_the_country() -> None:
    known = json.loads((DATA / "regions.json").read_text())
    regions = {row["iso"]: row["name_fr"] for row in known["regions"]}
    listed = {
        **{
            row["iso"]: (regions[row["region_iso"]], row["name_fr"]) for row in known["prefectures"]
        },
        **{row["id"]: ("Conakry", row["name_fr"]) for row in known["conakry_communes"]},
    }
    ours = {p.code: (p.region, p.name) for p in places.PLACES.values() if p.name}
    assert ours == listed
    assert len(ours) == 46


def test_regions_carry_the_labels_of_the_reports() -> None:
    labels = json.loads((DATA / "generator.json").read_text())["regions_attendees"]
    assert {place.region for place in places.PLACES.values()} == set(labels)


@pytest.mark.parametrize(
    ("typed", "city", "country"),
    [
        ("Dakar, Sénégal", "Dakar", "SN"),
        ("Saint-Louis, Senegal", "Saint-Louis", "SN"),
        ("Abidjan (Côte d'Ivoire)", "Abidjan", "CI"),
        ("Paris - France", "Paris", "FR"),
        ("داكار، السنغال", "داكار", "SN"),
        ("Bissau, Guinée-Bissau", "Bissau", "GW"),
        ("Mali", "", "ML"),
        ("Dakar", "Dakar", ""),
        ("", "", ""),
    ],
)
def test_a_place_abroad_is_read(typed: str, city: str, country: str) -> None:
    assert places.read_abroad(typed) == (city, country)
    assert places.read_abroad(places.write_abroad(city, country)) == (city, country)


def test_the_code_of_what_is_kept() -> None:
    assert places.code_of("Conakry", "Ratoma") == "CKY-RATOMA"
    assert places.code_of("Kankan", "siguiri") == "GN-SI"
    assert places.code_of("Étranger", "Dakar") == places.ABROAD
    assert places.code_of("Conakry", "Dakar") == places.code_of("", "") == ""


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        *(("Ratoma", "CKY-RATOMA"), ("RATOMA ", "CKY-RATOMA"), ("Commune de Ratoma", "CKY-RATOMA")),
        *(("Madina", "CKY-MATAM"), ("Kipé", "CKY-RATOMA"), ("Îles de Loos", "CKY-KASSA")),
        *(("Conakry, Matoto", "CKY-MATOTO"), ("Kaloum (Conakry)", "CKY-KALOUM")),
        *(("N'Zérékoré", "GN-NZ"), ("N’Zérékoré", "GN-NZ"), ("NZEREKORE", "GN-NZ")),
        *(("Guékédou", "GN-GU"), ("Gueckédou", "GN-GU"), ("Guéckédou", "GN-GU")),
        *(("Kindia", "GN-KD"), ("Région de Kankan / Siguiri", "GN-SI"), ("Mamou, Guinée", "GN-MM")),
        *(("Préfecture de Siguiri", "GN-SI"), ("Kissidugou", "GN-KS"), ("Mali", "GN-ML")),
    ],
)
def test_a_place_is_found_by_any_of_its_names(typed: str, code: str) -> None:
    assert places.find(typed) == places.PLACES[code]


def test_every_alias_of_the_country_s_list_is_known() -> None:
    for row in json.loads((DATA / "regions.json").read_text())["prefectures"]:
        for alias in row["aliases"]:
            assert places.find(alias) == places.PLACES[row["iso"]], alias


@pytest.mark.parametrize("typed", ["", "Dakar", "Bamako, Mali", "Niger", "Lolo", "Guinée", "12"])
def test_what_is_no_place_of_the_country_is_not_made_one(typed: str) -> None:
    assert places.find(typed) is None


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Madina", ("Conakry", "Matam", "GN")),
        ("Conakry", ("Conakry", "", "GN")),
        ("Dakar, Sénégal", ("Étranger", "Dakar", "SN")),
        ("Bamako, Mali", ("Étranger", "Bamako", "ML")),
        ("Wonkifong, Guinée", ("", "Wonkifong", "GN")),
        ("Wonkifong", ("", "Wonkifong", "GN")),
        ("", ("", "", "GN")),
    ],
)
def test_where_somebody_lives_is_read_and_never_lost(
    typed: str, kept: tuple[str, str, str]
) -> None:
    assert places.read(typed) == kept
