"""Shape of a match as an organiser prepares it, and of a team's list."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField, StringField
from wtforms.validators import InputRequired, NumberRange
from wtforms.widgets import TextInput

from fairapp.core.errors import DomainError
from fairapp.core.fields import ColourField, LocalizedField, limit
from fairapp.core.forms import Form
from fairapp.matches.actions import TeamDetails
from fairapp.matches.facts import LONGEST_HALF, Office
from fairapp.matches.models import Match
from fairapp.matches.sheets import PlayerRow
from fairapp.matches.squads import Place
from fairapp.matches.words import OFFICES
from fairapp.registration.names import clean_line

_EXTRA = (0, 5, 10, 15)
_OF_TEAM = ("name", "short_name", "colour", "coaches")
_OF_MATCH = ("half_minutes", "extra_minutes", "has_penalties")


def _line(text: str | None) -> str:
    return clean_line(text or "")


def _official(office: Office) -> StringField:
    return StringField(OFFICES[office], [limit(160)], filters=[_line])


class MatchForm(Form):
    """Length, officials, both teams."""

    half_minutes = IntegerField(
        _l("Minutes of a half"),
        [InputRequired(_l("How long is a half?")),
         NumberRange(5, LONGEST_HALF, _l("From 5 to 60 minutes."))],
        description=_l("Two halves: 45 by the laws of the game, 20 or 30 for a gala."),
    )  # fmt: skip
    extra_minutes = SelectField(_l("Extra time when nobody leads"), coerce=int)
    has_penalties = BooleanField(_l("Penalty shoot-out when nobody leads at the end"))

    name_1 = LocalizedField(_l("Name of the first team"), max_length=80)
    short_name_1 = StringField(
        _l("Short name"), [limit(12)], filters=[_line],
        description=_l("For the score: at most 12 letters."),
    )  # fmt: skip
    colour_1 = ColourField(_l("Shirt colour"))
    coaches_1 = StringField(_l("Coaches"), [limit(200)], filters=[_line])
    name_2 = LocalizedField(_l("Name of the second team"), max_length=80)
    short_name_2 = StringField(
        _l("Short name"), [limit(12)], filters=[_line],
        description=_l("For the score: at most 12 letters."),
    )  # fmt: skip
    colour_2 = ColourField(_l("Shirt colour"))
    coaches_2 = StringField(_l("Coaches"), [limit(200)], filters=[_line])

    referee = _official(Office.REFEREE)
    assistant_1 = _official(Office.ASSISTANT_1)
    assistant_2 = _official(Office.ASSISTANT_2)
    fourth = _official(Office.FOURTH)
    commissioner = _official(Office.COMMISSIONER)
    doctor = _official(Office.DOCTOR)

    def __init__(self, match: Match) -> None:
        known: dict[str, Any] = {name: getattr(match, name) for name in _OF_MATCH}
        for team in match.teams:
            known |= {f"{name}_{team.side}": getattr(team, name) for name in _OF_TEAM}
        super().__init__(data=known | match.officials)
        self.extra_minutes.choices = [
            (minutes, _l("2 × %(minutes)s minutes", minutes=minutes) if minutes else _l("None"))
            for minutes in _EXTRA
        ]

    def terms(self) -> dict[str, Any]:
        """Columns of the match."""
        named = {office.value: self[office].data for office in Office if self[office].data}
        return {**self.values(*_OF_MATCH), "officials": named}

    def teams(self) -> dict[int, TeamDetails]:
        """By side."""
        return {
            side: TeamDetails(**{name: self[f"{name}_{side}"].data for name in _OF_TEAM})
            for side in (1, 2)
        }


class SquadForm(Form):
    """A team's list; `for_players` gives it the fields of each."""

    players: Sequence[PlayerRow] = ()

    @classmethod
    def for_players(cls, players: Sequence[PlayerRow]) -> SquadForm:
        """The form for this list, filled in with what it says."""
        fields: dict[str, Any] = {"players": players}
        known: dict[str, Any] = {}
        for player in players:
            fields[f"number-{player.id}"] = IntegerField(_l("Number"), widget=TextInput())
            fields[f"role-{player.id}"] = SelectField(
                _l("Role"), choices=[("starting", _l("Starts")), ("bench", _l("Substitute"))]
            )
            fields[f"keeper-{player.id}"] = BooleanField(_l("Goalkeeper"))
            fields[f"named-{player.id}"] = BooleanField(_l("May be named"))
            known |= {
                f"number-{player.id}": player.number,
                f"role-{player.id}": "starting" if player.is_starting else "bench",
                f"keeper-{player.id}": player.is_goalkeeper,
                f"named-{player.id}": player.may_be_named,
            }
            if player.is_captain:
                known["captain"] = player.id
        choices = [(player.id, player.name) for player in players]
        fields["captain"] = RadioField(
            _l("Captain"), choices=choices, coerce=int, validate_choice=False
        )
        return type("_SquadForm", (cls,), fields)(data=known)  # type: ignore[no-any-return]

    def places(self) -> list[Place]:
        """What it says. DomainError `number` on the field of what is no number."""
        return [self._place(player) for player in self.players]

    def _place(self, player: PlayerRow) -> Place:
        number = self[f"number-{player.id}"].data
        if number is None:
            message = _l("A number from 1 to 99.")
            raise DomainError("number", message, field=f"number-{player.id}")
        return Place(
            id=player.id,
            number=number,
            is_starting=self[f"role-{player.id}"].data == "starting",
            is_captain=self.captain.data == player.id,
            is_goalkeeper=self[f"keeper-{player.id}"].data,
            may_be_named=self[f"named-{player.id}"].data,
        )
