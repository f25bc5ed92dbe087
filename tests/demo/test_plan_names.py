"""Nobody real: names, numbers and addresses of the demonstration fair, and how they were typed."""

import re
from collections import Counter

import phonenumbers

from fairapp.demo.names import fold, forbidden_names, is_forbidden
from fairapp.demo.sources import read

PHONE = re.compile(r"\+22463\d{7}|\+120255501\d{2}")
EMAIL = re.compile(r"[a-z]+(\.[a-z]+)*\.\d{2,}@example\.org")


def test_no_name_of_a_known_person(plan):
    names = [p.name.full for p in (*plan.people, *plan.staff)]
    names += [p.profile.guardian_name for p in plan.people]
    names += [f"{record.given_typed} {record.family_typed}" for record in plan.records]
    names += [badge.printed_name for badge in plan.badges]
    assert [name for name in names if is_forbidden(name)] == []


def test_forbidden_names_are_recognised_in_any_order_and_spelling():
    assert len(forbidden_names()) == len(read("names")["do_not_generate"])
    assert is_forbidden("CAMARA Mamadou")
    assert is_forbidden("Alpha Ibrahima CONDE")
    assert not is_forbidden("Mamadou Diallo")


def test_only_numbers_that_belong_to_nobody(plan):
    phones = [number for p in plan.people for number in (p.contact.phone, p.contact.phone_2)]
    phones += [p.profile.guardian_phone for p in plan.people]
    phones += [p.contact.phone for p in plan.staff]
    assert [number for number in phones if number and not PHONE.fullmatch(number)] == []


def test_what_was_typed_holds_the_same_numbers(plan):
    for person in plan.people:
        digits = "".join(str(int(c)) for c in person.contact.phone_typed if c.isdigit())
        local = person.contact.phone.removeprefix("+").removeprefix("224")
        assert local in digits
        assert person.contact.phone_2.removeprefix("+224") in digits


def test_clean_numbers_are_valid(one_fair):
    for person in one_fair.people:
        if person.contact.phone:
            assert phonenumbers.is_valid_number(phonenumbers.parse(person.contact.phone))


def test_only_addresses_at_example_org(plan):
    emails = [p.contact.email for p in plan.people if p.contact.email]
    emails += [record.email for record in plan.records if record.email]
    assert [email for email in emails if not EMAIL.fullmatch(email)] == []


def test_homonym_clusters_have_their_size(plan):
    names = Counter(fold(p.name.full) for p in plan.people)
    clusters = read("names")["homonym_clusters"]
    assert {c["name"]: names[fold(c["name"])] for c in clusters} == {
        c["name"]: c["n"] * plan.scale for c in clusters
    }


def test_people_of_one_name_exist(plan):
    single = Counter(p.name.given for p in plan.people if not p.name.family)
    assert single == dict.fromkeys(read("names")["single_name_persons"], plan.scale)


def test_some_write_their_name_in_another_script(plan):
    scripts = [p.name.other_script for p in plan.attendees if p.name.other_script]
    assert len(scripts) == 6 * plan.scale
    starts = {text[0] for text in scripts}
    assert any("\u0600" <= c <= "\u06ff" for c in starts)
    assert any("\u07c0" <= c <= "\u07ff" for c in starts)
    assert any("\U0001e900" <= c <= "\U0001e95f" for c in starts)


def test_family_names_follow_the_regions(one_fair):
    """Names of Moyenne Guinée are frequent in Labé and rare in Nzérékoré."""
    moyenne = {row["name"] for row in read("names")["family"] if row["w_moyenne"] >= 9}

    def share(region):
        people = [p for p in one_fair.people if p.slot.region == region]
        return sum(p.name.family in moyenne for p in people) / len(people)

    assert share("Labé") > 0.6
    assert share("Labé") > share("Conakry") > share("Nzérékoré")


def test_compound_first_names_are_about_a_quarter(plan):
    for sex, wanted in (("M", 0.28), ("F", 0.22)):
        names = [p.name for p in plan.people if p.slot.sex == sex and p.name.family]
        assert abs(sum(" " in n.given for n in names) / len(names) - wanted) < 0.1


def test_typed_names_are_noisy_and_mostly_corrected(plan):
    noisy = [record for record in plan.records if record.noise]
    assert 0.3 < len(noisy) / len(plan.records) < 0.75
    kinds = Counter(kind for record in noisy for kind in record.noise)
    assert set(read("names")["raw_input_noise"]) <= set(kinds)
    swapped = [r for r in noisy if "family_and_first_swapped" in r.noise]
    assert all(record.corrected for record in swapped)
