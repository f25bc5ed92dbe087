"""Delegations, duplicates and badges."""

from collections import Counter

from fairapp.demo.days import at


def test_delegations_have_their_sizes(plan, numbers, expected):
    assert Counter(one.size for one in plan.delegations) == expected(
        Counter(numbers["delegation_sizes"])
    )
    listed = Counter(p.delegation for p in plan.people if p.channel == "delegation")
    assert listed == {one.key: one.size for one in plan.delegations}


def test_delegations_are_of_one_category_and_led_by_one_of_theirs(plan):
    people = {person.key: person for person in plan.people}
    for one in plan.delegations:
        members = [p for p in plan.people if p.delegation == one.key]
        assert {p.slot.category for p in members} == {one.category}
        assert {p.work.organisation for p in members} == {one.organisation}
        focal = people[one.focal_point]
        assert focal in members
        assert focal.slot.days
        assert focal.contact.owner == "own"


def test_nine_delegations_bring_one_person_more_or_fewer(plan):
    brought = Counter(p.delegation for p in plan.attendees if p.delegation is not None)
    differences = Counter(brought[one.key] - one.size for one in plan.delegations)
    assert differences == {0: 13 * plan.scale, -1: 5 * plan.scale, 1: 4 * plan.scale}


def test_list_formats(plan):
    formats = Counter(one.list_format for one in plan.delegations)
    assert formats == {
        "excel": 10 * plan.scale,
        "paper_photo": 6 * plan.scale,
        "voice": 6 * plan.scale,
    }


def test_focal_point_has_the_only_phone_for_41_percent_of_the_names(plan):
    listed = [r for r in plan.records if r.channel == "delegation"]
    without = [r for r in listed if r.phone_of_focal_point]
    assert len(without) == round(0.41 * 178) * plan.scale
    assert not any(record.phone_typed for record in without)


def test_duplicates(plan, numbers):
    wanted = dict(numbers["duplicates_12"])
    differences = set(wanted.pop("differences"))
    people = {person.key: person for person in plan.people}
    first = {r.key: r for r in plan.records if r.duplicate_of is None}
    duplicates = [r for r in plan.records if r.duplicate_of is not None]
    kinds = Counter(record.duplicate_kind for record in duplicates)
    assert kinds == {kind: n * plan.scale for kind, n in wanted.items()}
    for record in duplicates:
        kept = first[record.duplicate_of]
        assert record.person == kept.person
        assert record.merged_at is not None
        assert record.merged_at > at(1, "17:15")
        assert record.registered_at != kept.registered_at
        assert set(record.differences) <= differences
        if "second SIM number" in record.differences:
            assert people[record.person].contact.phone[-7:] not in record.phone_typed
        if "one with e-mail, one without" in record.differences:
            assert bool(record.email) != bool(kept.email)
    assert {way for record in duplicates for way in record.differences} == differences


def test_each_person_has_one_record_of_their_own(plan):
    first = [record for record in plan.records if record.duplicate_of is None]
    assert sorted(r.person for r in first) == sorted(p.key for p in plan.people)
    assert all(r.key == r.person for r in first)


def test_badge_events(plan, numbers):
    wanted = numbers["badge_events"]
    reasons = Counter(b.revoked_reason for b in plan.badges if b.revoked_at)
    guests = {p.key for p in plan.people}
    never = [
        b for b in plan.badges if b.kind == "printed" and not b.collected_at and b.person in guests
    ]
    walk_ins = [b for b in plan.badges if b.kind == "blank" and b.person is not None]
    assert {
        "lost_and_reprinted": reasons["lost"] // plan.scale,
        "name_corrected_reprint": reasons["name_corrected"] // plan.scale,
        "category_corrected": reasons["category_corrected"] // plan.scale,
        "swapped_between_two_people": len(plan.badge_swaps) // plan.scale,
        "printed_never_collected": len(never) // plan.scale,
        "blank_badges_used_for_walk_ins": len(walk_ins) // plan.scale,
    } == wanted
    assert reasons["merged"] == 12 * plan.scale


def test_never_collected_are_the_replaced_and_the_missing(plan):
    roles = {p.key: p.slot.role for p in plan.people}
    for badge in plan.badges:
        if badge.kind == "printed" and badge.person in roles:
            absent = roles[badge.person] in ("replaced", "no_show")
            assert (badge.collected_at is None) == absent


def test_each_walk_in_wears_a_blank_badge_and_some_are_left(plan):
    walk_ins = sorted(p.key for p in plan.people if p.slot.role == "walk_in")
    blanks = [b for b in plan.badges if b.kind == "blank"]
    assert sorted(b.person for b in blanks if b.person is not None) == walk_ins
    assert sum(b.person is None for b in blanks) == 43 * plan.scale


def test_reprints_replace_a_revoked_badge_of_the_same_person(plan):
    badges = {badge.key: badge for badge in plan.badges}
    reprints = [b for b in plan.badges if b.replaces is not None]
    assert len(reprints) == 38 * plan.scale
    for new in reprints:
        old = badges[new.replaces]
        assert old.person == new.person
        assert old.revoked_at == new.printed_at
        assert not (at(2, "10:40") <= new.printed_at < at(2, "13:15")), "the printer was down"
        corrected = {
            "lost": old.printed_name == new.printed_name,
            "name_corrected": old.printed_name != new.printed_name,
            "category_corrected": old.printed_category != new.printed_category,
        }
        assert corrected[old.revoked_reason]


def test_everybody_who_came_wears_exactly_one_badge_in_the_end(plan):
    worn = Counter(b.person for b in plan.badges if b.collected_at and not b.revoked_at)
    assert worn == {p.key: 1 for p in (*plan.attendees, *plan.staff)}
