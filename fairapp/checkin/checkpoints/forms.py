"""The form of a checkpoint: choices come from the fair."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, IntegerField, RadioField, SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, NumberRange, Optional

from fairapp.checkin.checkpoints import watched
from fairapp.checkin.checkpoints.actions import Details
from fairapp.checkin.checkpoints.words import DIRECTIONS, SCOPES
from fairapp.core.fields import BoxesField, FairMomentField, LocalizedField
from fairapp.core.forms import Form
from fairapp.events.models import Checkpoint, Event, Scope
from fairapp.events.text import weekday_date

_OWN = "own"


class CheckpointForm(Form):
    """One checkpoint."""

    name = LocalizedField(
        _l("Name"),
        [DataRequired(_l("Enter a name in at least one language."))],
        max_length=120,
        description=_l("As people at the gate call it, such as “Main entrance, gate 1”."),
    )
    is_entrance = BooleanField(
        _l("An entrance: whoever is scanned here is a participant of the day")
    )
    scope = RadioField(
        _l("How often is the same badge new here?"),
        choices=[(scope.value, SCOPES[scope]) for scope in Scope],
        default=Scope.DAY,
    )
    ground = SelectField(
        _l("Where an entrance leads"),
        description=_l("Entrances to one place know whom the others have let in."),
        validate_choice=True,
    )
    watches = SelectField(
        _l("At the door of a session, or at a stand"), [Optional()], default=watched.NOTHING
    )
    signed_up_only = BooleanField(_l("Only people who have a seat at this session"))
    categories = BoxesField(
        _l("Only these categories"), [Optional()], description=_l("None ticked: everybody.")
    )
    days = BoxesField(
        _l("Only on these days"),
        [Optional()],
        coerce=int,
        description=_l("None ticked: every day."),
    )
    opens_at = FairMomentField(
        _l("Opens"), [Optional()], description=_l("Empty: it is open from the beginning.")
    )
    closes_at = FairMomentField(
        _l("Closes"), [Optional()], description=_l("Empty: it stays open to the end.")
    )
    capacity = IntegerField(
        _l("People at most"),
        [Optional(), NumberRange(1, 1_000_000, _l("Enter a number of at least 1."))],
        description=_l("Empty: as many as the session takes, or any number."),
    )
    direction = RadioField(
        _l("What phones offer here"), choices=list(DIRECTIONS.items()), default="both"
    )

    @classmethod
    def of(cls, event: Event, gate: Checkpoint | None) -> CheckpointForm:
        """The form of `gate`, or of a new one, with what there is to choose at this fair."""
        form = cls(data=_chosen(event, gate) if gate else {})
        own = _("A place of its own")
        grounds = watched.grounds(event, gate)
        form.ground.choices = [(t.value, t.label) for t in grounds] + [(_OWN, own)]
        if form.ground.data in (None, "None"):
            form.ground.data = form.ground.choices[0][0]
        form.watches.choices = [
            SelectChoice(watched.NOTHING, _("Neither")),
            *(
                SelectChoice(t.value, t.label, optgroup=t.group)
                for t in watched.things(event, gate)
            ),
        ]
        form.categories.choices = [(c.code, str(c.name)) for c in event.categories]
        form.days.choices = [(d.number, weekday_date(d.date)) for d in event.days]
        return form

    def details(self, event: Event, gate: Checkpoint | None) -> Details:
        """What was chosen."""
        values = self.values("name", "scope", "direction", "opens_at", "closes_at", "capacity")
        is_entrance, chosen = self.is_entrance.data, self.watches.data or watched.NOTHING
        ground = self.ground.data
        own = watched.own_ground(event, gate) if ground == _OWN else watched.read(ground)
        return Details(
            **values,
            is_entrance=is_entrance,
            watches=own if is_entrance else watched.read(chosen),
            watches_session=not is_entrance and chosen.startswith(f"{watched.SESSION}:"),
            signed_up_only=self.signed_up_only.data,
            categories=[c for c in event.categories if c.code in (self.categories.data or [])],
            days=[d for d in event.days if d.number in (self.days.data or [])],
        )


def _chosen(event: Event, gate: Checkpoint) -> dict[str, object]:
    shared = {t.value for t in watched.grounds(event, gate)}
    ground = f"{watched.OTHER}:{gate.watches}"
    plain = ("name", "is_entrance", "scope", "direction", "opens_at", "closes_at", "capacity")
    return {name: getattr(gate, name) for name in (*plain, "signed_up_only")} | {
        "ground": ground if gate.is_entrance and ground in shared else _OWN,
        "watches": watched.value_of(gate),
        "categories": [c.code for c in gate.categories],
        "days": [d.number for d in gate.days],
    }
