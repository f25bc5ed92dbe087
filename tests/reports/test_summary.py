from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

from fairapp.checkin.models import Tally
from fairapp.core.db import db
from fairapp.reports.summary import as_dict, summarise
from fairapp.reports.summary_text import as_text
from tests.checkin.conftest import DAYS, MORNING, Fair, make_fair
from tests.reports.conftest import came, local, scanned
from tests.statements import recorded

BEFORE = MORNING - timedelta(days=9)


def summary(fair: Fair) -> dict[str, Any]:
    return as_dict(summarise(fair.event))


def test_three_numbers(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31", "13:40")
    scanned(fair.event, person, local(fair.event, DAYS[1], "09:00"))
    came(fair, "Ibrahima Sow", "09:00")

    found = summary(fair)

    assert (found["unique"], found["person_days"], found["entries"]) == (2, 3, 4)
    assert found["by_day"] == {"2026-12-02": 2, "2026-12-03": 1, "2026-12-04": 0}
    assert found["entries_by_day"] == {"2026-12-02": 3, "2026-12-03": 1, "2026-12-04": 0}
    assert found["by_days_present"] == {"1": 1, "2": 1}


def test_what_nobody_told_is_a_bucket(fair: Fair) -> None:
    came(
        fair, "Mariama Diallo", "08:31", sex="F", birth_year=1990, region="Kankan", first_time=True
    )
    came(fair, "Sans Réponse", "08:31")

    found = summary(fair)

    assert found["by_sex"] == {"F": 1, "M": 0, "unknown": 1}
    assert found["by_age"]["36-49"] == 1
    assert found["by_age"]["unknown"] == 1
    assert found["by_region"] == {"Kankan": 1, "unknown": 1}
    assert found["first_time"] == {"yes": 1, "no": 0, "unknown": 1}
    for breakdown in ("by_sex", "by_age", "by_category", "by_region", "first_time"):
        assert sum(found[breakdown].values()) == found["unique"]


def test_buckets_that_hold_nobody_are_not_there(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", sex="F", birth_year=1990)

    found = summary(fair)

    assert "unknown" not in found["by_sex"]
    assert "0-14" not in found["by_age"]
    assert found["by_category"] == {"ong": 1, "officiel": 0}


def test_child_is_counted_in_a_band_of_its_own(fair: Fair) -> None:
    came(fair, "Petite Diallo", "08:31", birth_year=2018)

    assert summary(fair)["by_age"]["0-14"] == 1


def test_age_is_that_of_the_first_day(fair: Fair) -> None:
    turns_36 = DAYS[0].replace(year=DAYS[0].year - 36)
    came(fair, "Anniversaire Premier", "08:31", birth_date=turns_36, birth_year=turns_36.year)
    second = DAYS[1].replace(year=DAYS[1].year - 36)
    came(fair, "Anniversaire Second", "08:31", day=2, birth_date=second, birth_year=second.year)

    found = summary(fair)

    assert (found["by_age"]["30-35"], found["by_age"]["36-49"]) == (1, 1)
    assert found["youth"] == {"15-35": 1, "15-24": 0, "15-29": 0}


def test_cubes_add_up(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31", "13:00", sex="F", birth_year=1990, region="Labé")
    scanned(fair.event, person, local(fair.event, DAYS[2], "09:00"))
    came(fair, "Ibrahima Sow", "09:00", category="officiel", sex="M", region="Labé")

    found = summary(fair)

    assert found["cube"] == [
        {
            "day": "2026-12-02",
            "sex": "F",
            "age": "36-49",
            "category": "ong",
            "region": "Labé",
            "count": 1,
        },
        {
            "day": "2026-12-02",
            "sex": "M",
            "age": "unknown",
            "category": "officiel",
            "region": "Labé",
            "count": 1,
        },
        {
            "day": "2026-12-04",
            "sex": "F",
            "age": "36-49",
            "category": "ong",
            "region": "Labé",
            "count": 1,
        },
    ]
    assert sum(cell["count"] for cell in found["cube"]) == found["person_days"] == 3
    assert sum(cell["count"] for cell in found["unique_cube"]) == found["unique"] == 2


def test_no_show_was_expected_before_the_fair_and_never_entered(fair: Fair) -> None:
    fair.person("Absente Sylla")
    fair.person("Refusé Bah", status="declined")
    fair.person("Annulée Bah", status="cancelled")
    fair.person("En Attente", status="pending")
    fair.person("Membre Équipe", category="staff")
    fair.person("Tard Inscrit", created_at=local(fair.event, DAYS[0], "00:00"))
    came(fair, "Mariama Diallo", "08:31", day=3)
    kept = came(fair, "Gardée Diallo", "08:31")
    fair.person("Double Diallo", status="merged", merged_into_id=kept.id)

    found = summary(fair)

    assert (found["no_show"], found["no_show_replaced"]) == (1, 0)


def test_replaced_invitee_is_a_no_show_and_the_substitute_counts(fair: Fair) -> None:
    invited = fair.person("Invité Barry", status="replaced")
    came(fair, "Remplaçant Sow", "08:50", source="substitute", replaces_id=invited.id)
    came(fair, "Sur Place", "09:50", source="walk_in", created_at=MORNING)

    found = summary(fair)

    assert (found["no_show"], found["no_show_replaced"]) == (1, 1)
    assert (found["substitutes"], found["walk_ins"], found["unique"]) == (1, 1, 2)


def test_attestation_takes_two_days(fair: Fair) -> None:
    person = came(fair, "Deux Jours", "08:31")
    scanned(fair.event, person, local(fair.event, DAYS[2], "09:00"))
    came(fair, "Un Jour", "08:31", "13:30")

    assert summary(fair)["attestation"] == {"days_needed": 2, "persons": 1}


def test_heads_without_names_are_in_no_other_figure(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31")
    tally = Tally(
        uuid=str(uuid4()),
        event_id=fair.event.id,
        session_code="J1-10",
        women=128,
        men=182,
        children=3,
        at=MORNING,
    )
    db.session.add(tally)
    db.session.flush()

    found = summary(fair)

    assert (found["unique"], found["entries"]) == (1, 1)
    assert found["tallies"] == [
        {"session": "J1-10", "women": 128, "men": 182, "children": 3, "all": 313}
    ]


def test_scans_of_nobody_known_are_told_apart(fair: Fair) -> None:
    scanned(fair.event, None, MORNING, verdict="provisional")

    found = summary(fair)

    assert (found["unique"], found["entries"], found["unidentified_entries"]) == (0, 0, 1)


def test_entries_by_how_they_were_noted(fair: Fair) -> None:
    person = fair.person()
    for minutes, method in enumerate(("paper", "walk_in", "qr", "qr")):
        scanned(fair.event, person, MORNING + timedelta(minutes=minutes), method=method)
    # Neither refused nor at a door.
    scanned(fair.event, person, MORNING, method="typed", is_entry=False)
    scanned(fair.event, person, MORNING, method="search", gate="S1")

    found = summary(fair)

    assert found["entries_by_method"] == {"qr": 2, "walk_in": 1, "paper": 1}
    assert sum(found["entries_by_method"].values()) == found["entries"]


def test_fair_without_anybody(fair: Fair) -> None:
    found = summary(fair)

    assert (found["unique"], found["person_days"], found["entries"]) == (0, 0, 0)
    assert found["cube"] == found["unique_cube"] == []
    assert found["by_sex"] == {"F": 0, "M": 0}


def test_other_fairs_stay_out(fair: Fair) -> None:
    other = make_fair(fair.db, slug="autre")
    came(other, "Autre Foire", "08:31")
    other.person("Autre Absent")

    found = summary(fair)

    assert (found["unique"], found["no_show"]) == (0, 0)


def test_queries_do_not_grow_with_people(fair: Fair) -> None:
    came(fair, "Une Seule", "08:31")
    db.session.flush()
    db.session.expire_all()
    with recorded() as for_one:
        summary(fair)
    for n in range(3):
        came(fair, f"Personne {n}", "08:31")
    db.session.expire_all()
    with recorded() as for_four:
        summary(fair)

    assert len(for_four) == len(for_one)


def test_text_holds_the_numbers_of_the_json(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:00", sex="F", region="Nzérékoré")
    found = summary(fair)

    lines = [line.split() for line in as_text(found).splitlines()]

    assert json.loads(json.dumps(found)) == found
    assert ["unique", "1"] in lines
    assert ["entries", "2"] in lines
    assert ["Nzérékoré", "1"] in lines
