"""What is noted of a match, in words."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l

from fairapp.matches.facts import Fact, How, Kind, Office

# On the button that notes it, and as a line of the record.
KINDS: dict[Kind, Any] = {
    Kind.KICK_OFF: _l("Kick-off"),
    Kind.HALF_TIME: _l("Half-time"),
    Kind.SECOND_HALF: _l("Second half begins"),
    Kind.FULL_TIME: _l("Full time"),
    Kind.EXTRA_TIME: _l("Extra time begins"),
    Kind.EXTRA_HALF: _l("Second half of extra time"),
    Kind.EXTRA_END: _l("End of extra time"),
    Kind.SHOOT_OUT: _l("Penalty shoot-out"),
    Kind.END: _l("End of the shoot-out"),
    Kind.GOAL: _l("Goal"),
    Kind.YELLOW: _l("Yellow card"),
    Kind.RED: _l("Red card"),
    Kind.SUBSTITUTION: _l("Substitution"),
    Kind.SHOT: _l("Shot at goal"),
}

# Where the match is after each of them.
STATES: dict[Kind | None, Any] = {
    None: _l("Not yet begun"),
    Kind.KICK_OFF: _l("First half"),
    Kind.HALF_TIME: _l("Half-time"),
    Kind.SECOND_HALF: _l("Second half"),
    Kind.FULL_TIME: _l("End of normal time"),
    Kind.EXTRA_TIME: _l("Extra time, first half"),
    Kind.EXTRA_HALF: _l("Extra time, second half"),
    Kind.EXTRA_END: _l("End of extra time"),
    Kind.SHOOT_OUT: _l("Penalty shoot-out"),
    Kind.END: _l("Full time"),
}
OVER = _l("Full time")

PARTS: dict[int, Any] = {
    1: _l("First half"),
    2: _l("Second half"),
    3: _l("Extra time, first half"),
    4: _l("Extra time, second half"),
}

OFFICES: dict[Office, Any] = {
    Office.REFEREE: _l("Referee"),
    Office.ASSISTANT_1: _l("First assistant referee"),
    Office.ASSISTANT_2: _l("Second assistant referee"),
    Office.FOURTH: _l("Fourth official"),
    Office.COMMISSIONER: _l("Match commissioner"),
    Office.DOCTOR: _l("Doctor"),
}

_HOW: dict[tuple[Kind, str], Any] = {
    (Kind.GOAL, How.PENALTY): _l("Goal from a penalty"),
    (Kind.GOAL, How.OWN): _l("Own goal"),
    (Kind.SHOT, How.PLAIN): _l("Shot scored"),
    (Kind.SHOT, How.MISSED): _l("Shot missed"),
}
SECOND_YELLOW = _l("Second yellow card: sent off")


def said(fact: Fact) -> Any:
    """What happened, without who."""
    return _HOW.get((fact.kind, fact.how)) or KINDS[fact.kind]
