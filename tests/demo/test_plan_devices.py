"""Phones at the gates: wrong clocks, hours without network, one that was lost."""

from datetime import timedelta

import pytest

from fairapp.demo.arrivals import RECOVERED_FROM_PAPER
from fairapp.demo.days import at


def base(device):
    return device.split("-")[0] if device[0] != "D" else device


def test_corrected_time_is_device_time_plus_offset(plan):
    for scan in plan.scans:
        assert scan.device_at + timedelta(milliseconds=scan.offset_ms) == scan.occurred_at
        assert scan.received_at > scan.occurred_at


@pytest.mark.parametrize("device, seconds", [("G1", 0), ("G2", -420), ("G3", 185)])
def test_wrong_clocks(plan, numbers, device, seconds):
    assert numbers["device_clocks"][device] == seconds
    scans = [s for s in plan.scans if base(s.device) == device]
    assert scans
    assert {(s.device_at - s.occurred_at).total_seconds() for s in scans} == {seconds}


def test_time_zone_of_the_tablet_is_wrong_until_nine(plan):
    live = [s for s in plan.scans if base(s.device) == "T1" and s.method != "paper"]
    early = [s for s in live if s.occurred_at < at(1, "09:00")]
    assert early
    assert {s.offset_ms for s in early} == {3_600_000}
    assert {s.offset_ms for s in live if s not in early} == {0}


@pytest.mark.parametrize(
    "device, day, start, end, sync",
    [
        ("G1", 1, "08:20", "09:10", "09:12"),
        ("G2", 1, "08:20", "09:10", "09:12"),
        ("G3", 3, "14:30", "18:30", "19:05"),
    ],
)
def test_offline_gates_send_later(plan, device, day, start, end, sync):
    kept = [
        s
        for s in plan.scans
        if base(s.device) == device and at(day, start) <= s.occurred_at < at(day, end)
    ]
    assert len(kept) >= 12 * plan.scale
    assert all(s.offline and at(day, sync) <= s.received_at < at(day, "19:06") for s in kept)
    assert all(s.method in ("qr", "typed") for s in kept), "a gate without network cannot search"


def test_only_outages_delay_scans(plan):
    live = [s for s in plan.scans if not s.offline and s.method != "paper"]
    assert all(s.received_at - s.occurred_at < timedelta(seconds=3) for s in live)


def test_lost_phone_of_g2_is_recovered_from_paper(plan):
    recovered = [s for s in plan.scans if s.recovered]
    assert len(recovered) == RECOVERED_FROM_PAPER * plan.scale
    for scan in recovered:
        assert (scan.checkpoint, scan.method, base(scan.device)) == ("G2", "paper", "T1")
        assert scan.occurred_at.date() == at(2, "12:00").date()
        assert scan.occurred_at.second == 0
        assert scan.received_at > at(2, "18:45")
    assert not any(base(s.device) == "G2" for s in plan.scans if s.occurred_at > at(2, "00:00"))
    assert sum(d.lost_at is not None for d in plan.devices) == plan.scale


def test_device_sequences_have_no_gap(plan):
    for code in {s.device for s in plan.scans}:
        numbers = sorted(s.seq for s in plan.scans if s.device == code)
        assert numbers == list(range(1, len(numbers) + 1))
    assert {s.device for s in plan.scans} <= {d.code for d in plan.devices}
