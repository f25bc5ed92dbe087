"""How and when people were registered."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from fairapp.demo.allocate import pick
from fairapp.demo.days import before_fair, moment
from fairapp.demo.delegations import NameList
from fairapp.demo.shapes import Channel, Delegation, Slot
from fairapp.demo.sources import generator

ON_PROTOCOL_LIST = {
    "autorites": 60.0,
    "diplomatie_ptf": 60.0,
    "religieux_sages": 2.0,
    "gendarmerie_justice": 2.0,
    "elus_locaux": 1.0,
    "medias": 0.0,
}
AT_THE_DESK = {"60+": 4.0, "50-59": 2.0}
DAYS_BEFORE = {"protocol": (10, 28), "desk": (3, 30), "online": (6, 50)}


def deal_channels(
    rng: random.Random, slots: Sequence[Slot], lists: Sequence[NameList]
) -> dict[int, Channel]:
    """How each person came to be registered; the totals of the preregistered hold."""
    listed = {key for one in lists for key in one.listed}
    numbers = generator()["preregistration_channel"]
    channels: dict[int, Channel] = {}
    for slot in slots:
        if slot.role == "walk_in":
            channels[slot.key] = "on_site"
        elif slot.role == "substitute":
            channels[slot.key] = "substitution"
        else:
            channels[slot.key] = "delegation" if slot.key in listed else "online"
    free = [slot for slot in slots if channels[slot.key] == "online"]
    protocol = pick(
        rng,
        free,
        numbers["protocol_invitation_list"],
        lambda s: ON_PROTOCOL_LIST.get(s.category, 0.02),
    )
    free = [slot for slot in free if slot not in protocol]
    desk = pick(
        rng,
        free,
        numbers["phone_or_paper_entered_by_staff"],
        lambda s: AT_THE_DESK.get(s.band, 1.0),
    )
    channels |= {slot.key: "protocol" for slot in protocol}
    channels |= {slot.key: "desk" for slot in desk}
    return channels


def registered_at(
    rng: random.Random, channel: Channel, entered: datetime | None, delegation: Delegation | None
) -> datetime:
    """When somebody was registered, who first *entered* then and is of that *delegation*."""
    if channel in ("on_site", "substitution") and entered:
        return entered - timedelta(seconds=rng.randrange(20, 55))
    if channel == "delegation" and delegation:
        return delegation.sent_at + timedelta(seconds=rng.randrange(600))
    opens, closes = ("06:30", "22:30") if channel == "online" else ("08:00", "17:00")
    day = rng.randint(*DAYS_BEFORE[channel])
    return moment(rng, before_fair(day, opens), before_fair(day, closes))
