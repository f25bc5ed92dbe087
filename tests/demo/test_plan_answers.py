"""What people answered: contacts, languages, difficulties, consents."""

from collections import Counter

import pytest


@pytest.fixture
def contacts(plan):
    return [person.contact for person in plan.attendees]


@pytest.fixture
def profiles(plan):
    return [person.profile for person in plan.attendees]


def test_contacts(plan, contacts, numbers, expected):
    found = Counter(
        own_phone=sum(c.owner == "own" for c in contacts),
        shared_or_relative_phone=sum(c.owner == "shared" for c in contacts),
        no_phone=sum(c.owner == "none" for c in contacts),
        two_numbers_given=sum(bool(c.phone_2) for c in contacts),
        email=sum(bool(c.email) for c in contacts),
        whatsapp=sum(c.whatsapp for c in contacts),
        smartphone=sum(c.device == "smartphone" for c in contacts),
        feature_phone=sum(c.device == "feature_phone" for c in contacts),
        no_device=sum(c.device == "none" for c in contacts),
        foreign_number=sum(c.foreign for c in contacts),
    )
    assert found == expected(numbers["contact"])


def test_contacts_do_not_contradict_themselves(contacts):
    for contact in contacts:
        assert bool(contact.phone) == (contact.owner != "none")
        assert contact.foreign == contact.phone.startswith("+1")
        assert not (contact.whatsapp and contact.device == "none")


def test_languages(profiles, numbers, expected):
    assert Counter(p.language for p in profiles) == expected(numbers["language_preferred"])


def test_reading_help_and_thumbprints(plan, profiles, numbers):
    assert sum(p.reads_french for p in profiles) == numbers["reads_french_easily"] * plan.scale
    assert sum(p.needs_help for p in profiles) == numbers["needs_help_to_register"] * plan.scale
    signs = [p for p in profiles if p.thumbprint]
    assert len(signs) == numbers["signs_with_thumbprint"] * plan.scale
    assert not any(p.reads_french for p in signs)


def test_difficulties(plan, profiles, numbers, expected):
    wanted = numbers["difficulty_wg_ss"]
    kinds = Counter(p.difficulty for p in profiles)
    assert kinds["serious"] == wanted["at_least_one_a_lot_or_cannot"] * plan.scale
    assert kinds["some"] == wanted["some_difficulty_only"] * plan.scale
    assert kinds["declined"] == wanted["declined_to_answer"] * plan.scale
    domains = Counter(p.difficulty_domain for p in profiles if p.difficulty == "serious")
    names = ("walking", "seeing", "hearing", "communicating")
    assert domains == expected({name: wanted[name] for name in names})


def test_first_time(plan, profiles, numbers):
    first = numbers["first_time"]["first_participation"]
    assert sum(p.first_time for p in profiles) == first * plan.scale


def test_consents(plan, profiles, numbers, expected):
    wanted = numbers["consents"]
    found = Counter(
        photo_yes=sum(p.photo == "yes" for p in profiles),
        photo_internal_only=sum(p.photo == "internal" for p in profiles),
        photo_no=sum(p.photo == "no" for p in profiles),
        share_name_with_donor=sum(p.share_name for p in profiles),
        aggregate_only=sum(not p.share_name for p in profiles),
        contact_after_event=sum(p.contact_after for p in profiles),
    )
    assert found == expected(wanted)


def test_police_and_women_witnesses_refuse_photos_more_often(plan):
    def refusal(cautious):
        group = [p for p in plan.attendees if (p.slot.category in ("police", "femmes")) == cautious]
        return sum(p.profile.photo == "no" for p in group) / len(group)

    assert refusal(True) > 1.5 * refusal(False)
