"""Every figure of generator.json about people holds exactly, for one fair and for three."""

import hashlib
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from fairapp.demo.births import FIRST_DAY, band_limits
from fairapp.demo.plan import build_plan
from fairapp.demo.slots import days_of
from fairapp.demo.sources import matrix

ORIGINS = {"came": "preinscrit_venu", "substitute": "remplacant", "walk_in": "sur_place"}
CHANNELS = {
    "online": "online_self",
    "delegation": "delegation_list_by_focal_point",
    "protocol": "protocol_invitation_list",
    "desk": "phone_or_paper_entered_by_staff",
}


def column(person, name):
    slot = person.slot
    if name == "daypattern":
        return next(p for p in matrix(name)["police"] if days_of(p) == slot.days)
    return {"age": slot.band, "region": slot.region, "origin": ORIGINS.get(slot.role)}[name]


@pytest.mark.parametrize("name", ["age", "region", "origin", "daypattern"])
def test_matrix_of_categories_holds(plan, expected, name):
    wanted = {(c, k): n for c, row in matrix(name).items() for k, n in row.items()}
    assert Counter((p.slot.category, column(p, name)) for p in plan.attendees) == expected(wanted)


@pytest.mark.parametrize("name, total", [("age", "age_bands"), ("region", "regions_attendees")])
def test_totals_of_the_matrix_hold(plan, numbers, expected, name, total):
    assert Counter(column(p, name) for p in plan.attendees) == expected(numbers[total])


def test_identity_equations_hold(plan, numbers):
    wanted = {key: n for key, n in numbers["identity"].items() if isinstance(n, int)}
    roles = Counter(person.slot.role for person in plan.people)
    duplicates = sum(record.duplicate_of is not None for record in plan.records)
    assert wanted == {
        "raw_registration_records": len(plan.records) // plan.scale,
        "of_which_duplicates_of_the_same_person": duplicates // plan.scale,
        "persons": len(plan.people) // plan.scale,
        "preregistered_persons": sum(p.channel in CHANNELS for p in plan.people) // plan.scale,
        "came_in_person": roles["came"] // plan.scale,
        "no_show_replaced": roles["replaced"] // plan.scale,
        "no_show_not_replaced": roles["no_show"] // plan.scale,
        "substitute_persons": roles["substitute"] // plan.scale,
        "walk_in_persons": roles["walk_in"] // plan.scale,
        "unique_attendees": len(plan.attendees) // plan.scale,
        "staff_not_counted": len(plan.staff) // plan.scale,
    }


def test_women_and_men_of_each_category(plan, numbers, expected):
    rows = numbers["categories"]
    wanted = {(row["id"], "F"): row["women"] for row in rows}
    wanted |= {(row["id"], "M"): row["men"] for row in rows}
    assert Counter((p.slot.category, p.slot.sex) for p in plan.attendees) == expected(wanted)


def test_communes_of_conakry_and_split_of_kankan(plan, numbers, expected):
    came = [person.home for person in plan.attendees]
    assert Counter(home.commune for home in came if home.region == "Conakry") == expected(
        numbers["conakry_communes_attendees_13"]
    )
    assert Counter(home.prefecture for home in came if home.region == "Kankan") == expected(
        numbers["kankan_region_split"]
    )


def test_old_communes_add_up(plan, numbers, expected):
    """The thirteen communes of 2024 are parts of the five that people still name."""
    old = {"Kassa": "Kaloum", "Lambanyi": "Ratoma", "Sonfonia": "Ratoma"}
    old |= {"Gbessia": "Matoto", "Tombolia": "Matoto"}
    communes = [p.home.commune for p in plan.attendees if p.home.commune]
    assert Counter(old.get(name, name) for name in communes) == expected(
        numbers["conakry_communes_attendees_pre2024_names"]
    )


def test_no_shows_and_replaced_of_each_category(plan, numbers, expected):
    role = {(p.slot.category, p.slot.role) for p in plan.people}
    assert ("artistes", "no_show") not in role
    missing = Counter(p.slot.category for p in plan.people if p.slot.role == "no_show")
    assert missing == expected(numbers["no_show_not_replaced_by_category"])
    replaced = Counter(p.slot.category for p in plan.people if p.slot.role == "replaced")
    assert replaced == expected({c: row["remplacant"] for c, row in matrix("origin").items()})


def test_each_substitute_replaces_another_invitee_of_the_same_kind(plan):
    people = {person.key: person for person in plan.people}
    pairs = [(p, people[p.replaces]) for p in plan.people if p.replaces is not None]
    assert len({invitee.key for _, invitee in pairs}) == len(pairs) == 31 * plan.scale
    for substitute, invitee in pairs:
        assert (substitute.slot.role, invitee.slot.role) == ("substitute", "replaced")
        assert substitute.slot.category == invitee.slot.category
        assert substitute.work.organisation == invitee.work.organisation
        assert substitute.delegation == invitee.delegation


@pytest.mark.parametrize(
    "role, table", [("walk_in", "walk_in_first_day"), ("substitute", "substitute_first_day")]
)
def test_first_day_of_who_was_not_on_the_list(plan, numbers, expected, role, table):
    firsts = Counter(f"day{p.slot.days[0]}" for p in plan.attendees if p.slot.role == role)
    assert firsts == expected(numbers[table])


def test_days_of_presence(plan, numbers, expected):
    days = Counter(f"day{day}" for person in plan.attendees for day in person.slot.days)
    assert days == expected(numbers["unique_per_day"])
    assert days.total() == numbers["person_days"] * plan.scale
    two_days = sum(len(person.slot.days) >= 2 for person in plan.attendees)
    assert two_days == numbers["eligible_for_attestation_2_of_3_days"] * plan.scale


def test_channels_of_the_preregistered(plan, numbers, expected):
    channels = Counter(CHANNELS[p.channel] for p in plan.people if p.channel in CHANNELS)
    assert channels == expected(numbers["preregistration_channel"])


def test_birth_agrees_with_the_age_band_by_year_and_by_date(plan):
    for person in plan.people:
        low, high = band_limits(person.slot.band)
        born = person.birth
        assert low <= FIRST_DAY.year - born.year <= high
        if born.on:
            assert born.on.year == born.year
            assert (born.on.month, born.on.day) < (FIRST_DAY.month, FIRST_DAY.day)


def test_approximate_births_are_22_percent_of_the_older(plan):
    older = [p for p in plan.attendees if p.slot.band in ("50-59", "60+")]
    assert sum(p.birth.approximate for p in older) == 21 * plan.scale
    assert not any(p.birth.on for p in plan.people if p.birth.approximate)


def test_nine_percent_of_birth_dates_are_new_year_of_one_fair(one_fair):
    dates = [p.birth.on for p in one_fair.people if p.birth.on]
    new_year = [day for day in dates if (day.month, day.day) == (1, 1)]
    assert len(new_year) == round(0.09 * len(dates))


def test_minors_have_a_guardian_and_nobody_else(plan):
    minors = [p for p in plan.people if p.slot.band == "15-17"]
    assert len(minors) == 4 * plan.scale
    assert all(p.profile.guardian_name and p.profile.guardian_phone for p in minors)
    assert not any(p.profile.guardian_name for p in plan.people if p not in minors)


def test_two_builds_are_the_same():
    assert build_plan() == build_plan()


@pytest.mark.parametrize("hash_seed", ["1", "4711"])
def test_the_plan_does_not_depend_on_the_process(hash_seed):
    code = "from fairapp.demo.plan import build_plan as b; import hashlib as h;"
    code += "print(h.sha256(repr(b()).encode()).hexdigest())"
    root = Path(__file__).parents[2]
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=root,
        env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": str(root), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == hashlib.sha256(repr(build_plan()).encode()).hexdigest()


def test_three_fairs_share_no_person_phone_or_badge(plan):
    own = [p.contact.phone for p in plan.people if p.contact.owner == "own"]
    assert len(set(own)) == len(own)
    emails = [p.contact.email for p in plan.people if p.contact.email]
    assert len(set(emails)) == len(emails)
    assert len({p.key for p in (*plan.people, *plan.staff)}) == 502 * plan.scale
    assert len({badge.token for badge in plan.badges}) == len(plan.badges)
    assert len({scan.uuid for scan in plan.scans}) == len(plan.scans)


def test_three_fairs_are_not_copies():
    fairs = [build_plan(scale=3).people[i * 478 : (i + 1) * 478] for i in range(3)]
    names = [[person.name.full for person in fair] for fair in fairs]
    for one, other in combinations(names, 2):
        assert sum(a == b for a, b in zip(one, other, strict=True)) < 30


def test_scale_below_one_is_refused():
    with pytest.raises(ValueError, match="at least 1"):
        build_plan(scale=0)
