from __future__ import annotations

from dataclasses import replace

import pytest
from flask_babel import force_locale

from fairapp.core.db import db
from fairapp.core.i18n import LocalizedText
from fairapp.registration.models import Delegation
from fairapp.reports.attendance.listing import Grouping, Shape, arrange, attendance_list
from fairapp.reports.attendance.people import Attendee, Count
from fairapp.reports.attendance.queries import attendees
from fairapp.reports.attendance.scope import Scope
from tests.checkin.conftest import DAYS, Fair, make_fair
from tests.reports.conftest import came, local, scanned, undone
from tests.statements import recorded


def present(fair: Fair, day: int = 1) -> list[Attendee]:
    return attendees(fair.event, Scope(fair.event.days[day - 1]))


def names(fair: Fair, day: int = 1) -> list[str]:
    found = present(fair, day)
    return [f"{person.family_name} {person.given_names}".strip() for person in found]


def test_list_is_who_came_that_day(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", "13:40")
    came(fair, "Ibrahima Sow", "09:00", day=2)
    came(fair, "Membre Équipe", "07:00", category="staff")
    fair.person("Absente Sylla")
    wrong = fair.person("Homonyme Diallo")
    at = local(fair.event, DAYS[0], "08:40")
    undone(scanned(fair.event, wrong, at), at=at)

    assert names(fair, 1) == ["Diallo Mariama"]
    assert names(fair, 2) == ["Sow Ibrahima"]
    assert names(fair, 3) == []


def test_time_is_that_of_the_first_entry(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "13:40", "08:31")

    (person,) = present(fair)

    assert person.first_at == local(fair.event, DAYS[0], "08:31")


def test_time_is_of_paper_when_nobody_scanned_the_first_entry(fair: Fair) -> None:
    at = {clock: local(fair.event, DAYS[0], clock) for clock in ("08:31", "13:40")}
    for name, methods in {
        "A Scanné": ("qr", "qr"),
        "B Papier": ("paper", "paper"),
        "C Matin": ("paper", "qr"),
        "D Midi": ("qr", "paper"),
    }.items():
        person = fair.person(name)
        for moment, method in zip(at.values(), methods, strict=True):
            scanned(fair.event, person, moment, method=method)
    # Scanned and written down in the same minute: the scan is what the list rests on.
    both = fair.person("E Deux")
    for method in ("paper", "qr"):
        scanned(fair.event, both, at["08:31"], method=method)
    listed = attendance_list(
        fair.event, Scope(fair.event.days[0]), Shape(Grouping.NAME, contacts=False)
    )

    found = {person.given_names: person.is_from_paper for person in listed.people}

    assert found == {"A": False, "B": True, "C": True, "D": False, "E": False}
    assert listed.from_paper == 2


def test_fingerprint_tells_paper_from_a_scan(fair: Fair) -> None:
    person, at = fair.person(), local(fair.event, DAYS[0], "08:31")
    fair.db.flush()

    def fingerprint() -> str:
        day = fair.event.days[0]
        return attendance_list(
            fair.event, Scope(day), Shape(Grouping.NAME, contacts=False)
        ).fingerprint

    told = []
    for method in ("qr", "paper", "qr"):
        with fair.db.begin_nested() as once:
            scanned(fair.event, person, at, method=method)
            told.append(fingerprint())
            once.rollback()

    by_scan, on_paper, again = told
    assert by_scan == again != on_paper


def test_duplicate_stands_on_the_list_once(fair: Fair) -> None:
    kept = came(fair, "Mariama Diallo", "10:00")
    came(fair, "Diallo Mariama", "08:05", status="merged", merged_into_id=kept.id)

    (person,) = present(fair)

    assert person.reference == kept.reference
    assert person.first_at == local(fair.event, DAYS[0], "08:05")


def test_order_is_blind_to_accents_and_case(fair: Fair) -> None:
    for name in ("Aminata Ékoué", "Aminata Diallo", "aminata camara", "Zeinab CAMARA", "Fanta"):
        came(fair, name, "09:00")

    assert names(fair) == [
        "camara aminata",
        "CAMARA Zeinab",
        "Diallo Aminata",
        "Ékoué Aminata",
        "Fanta",
    ]


def test_facts_of_a_person(fair: Fair) -> None:
    came(
        fair,
        "Fatoumata Binta Diallo",
        "08:31",
        name_other_script="ߝߊ߬ߕߎ߬ߡߊߕߊ",
        sex="F",
        birth_year=1961,
        phone="+224631223344",
        email="fatoumata.diallo.01@example.org",
        organisation="ONG Femmes et Paix",
        position="Présidente",
        region="Kankan",
        locality="Siguiri",
        first_time=True,
    )

    (person,) = present(fair)

    assert (person.family_name, person.given_names) == ("Diallo", "Fatoumata Binta")
    assert (person.sex, person.age, person.first_time) == ("F", 65, True)
    assert (person.category, person.category_letter) == ("ONG et associations", "O")
    assert person.phone == "631 22 33 44"
    assert (person.region, person.locality) == ("Kankan", "Siguiri")


def test_number_that_could_not_be_read_is_shown_as_typed(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", phone="", phone_raw="chez le chef de quartier")

    (person,) = present(fair)

    assert person.phone == "chez le chef de quartier"


def test_groups_by_category_follow_the_fairs_order(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", category="officiel")
    came(fair, "Ibrahima Sow", "08:31", category="ong")
    people = present(fair)

    groups = arrange(people, Grouping.CATEGORY)

    assert [group.heading for group in groups] == ["ONG et associations", "Officiels"]
    assert [group.people[0].family_name for group in groups] == ["Sow", "Diallo"]


def test_whoever_came_alone_stands_after_the_delegations(fair: Fair) -> None:
    delegation = Delegation(event_id=fair.event.id, code="D1", name="Délégation de Kankan")
    db.session.add(delegation)
    db.session.flush()
    came(fair, "Aliou Bah", "08:31")
    came(fair, "Zeinab Touré", "08:31", delegation_id=delegation.id)
    people = present(fair)

    with force_locale("en"):
        groups = arrange(people, Grouping.DELEGATION)

    assert [group.heading for group in groups] == ["Délégation de Kankan", "Without delegation"]


def test_one_list_by_name_has_no_heading(fair: Fair) -> None:
    came(fair, "Mariama Diallo", "08:31", category="officiel")
    came(fair, "Ibrahima Sow", "08:31", category="ong")
    people = present(fair)

    (group,) = arrange(people, Grouping.NAME)

    assert group.heading == ""
    assert group.people == tuple(people)
    assert arrange([], Grouping.NAME) == []


def test_fingerprint_changes_with_what_the_list_says(fair: Fair) -> None:
    person = came(fair, "Mariama Diallo", "08:31", phone="+224631223344")
    day = fair.event.days[0]

    def fingerprint(*, contacts: bool = True, grouping: Grouping = Grouping.NAME) -> str:
        found = attendance_list(fair.event, Scope(day), Shape(grouping, contacts=contacts))
        return found.fingerprint

    first, without = fingerprint(), fingerprint(contacts=False)
    assert first == fingerprint()
    assert first != without
    person.phone = "+224631223345"
    db.session.flush()
    assert fingerprint() != first
    assert fingerprint(contacts=False) == without
    scanned(fair.event, person, local(fair.event, DAYS[0], "08:30:59"))
    assert fingerprint(contacts=False) != without


def test_query_count_does_not_grow_with_people(fair: Fair) -> None:
    assert fair.event.days
    came(fair, "Une Seule", "08:31")
    db.session.expire_all()
    with recorded() as for_one:
        present(fair)
    for n in range(3):
        came(fair, f"Personne {n}", "08:31")
    db.session.expire_all()
    with recorded() as for_four:
        found = present(fair)

    assert len(found) == 4
    assert len(for_four) == len(for_one)


def test_other_fairs_stay_out(fair: Fair) -> None:
    came(make_fair(fair.db, slug="autre"), "Autre Foire", "08:31")

    assert names(fair) == []


def test_count_keeps_who_did_not_say() -> None:
    from tests.reports.test_paging import people

    women = people(3)
    mixed = (*women, replace(women[0], sex="M"), replace(women[0], sex=None))

    count = Count.of(mixed)

    assert (count.women, count.men, count.unstated, count.all) == (3, 1, 1, 5)
    assert count + count == Count(6, 2, 2)


@pytest.mark.parametrize(("language", "name"), [("fr", "Jeunes"), ("en", "Youth")])
def test_categories_are_in_the_language_of_the_list(fair: Fair, language: str, name: str) -> None:
    fair.categories["ong"].name = LocalizedText(fr="Jeunes", en="Youth")
    came(fair, "Mariama Diallo", "08:31")

    with force_locale(language):
        (person,) = present(fair)

    assert person.category == name
