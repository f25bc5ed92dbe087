"""The lists of an entrance as a document that can be ordered."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.core.access import Permission
from fairapp.core.pdf_attachments import Attachment
from fairapp.core.sheets import CSV
from fairapp.core.tasks import Progress
from fairapp.events.models import Checkpoint, Event
from fairapp.reports import entrances_pdf, tables
from fairapp.reports.documents import kinds
from fairapp.reports.documents.evidence import Evidence
from fairapp.reports.documents.forms import DocumentForm
from fairapp.reports.documents.kinds import Choice, Group, Kind
from fairapp.reports.documents.made import Made
from fairapp.reports.entrances import EntranceList, entrance_list
from fairapp.reports.tables import Table

FORMATS = ("pdf", "xlsx", "csv")
MOST_LANES = 8


class EntranceForm(DocumentForm):
    """Which entrance, and in how many lanes."""

    gate = SelectField(_l("Entrance"))
    lanes = SelectField(
        _l("Lanes"),
        coerce=int,
        default=2,
        description=_l("Each gets the family names of its letters, on sheets of its own."),
    )

    def choice(self) -> dict[str, Any]:
        """With the checkpoint's code and how many lanes."""
        return {**super().choice(), "gate": self.gate.data, "lanes": self.lanes.data}


@kinds.register
class EntranceKind(Kind):
    """Who is expected at an entrance, to tick by hand."""

    key = "entrance-lists"
    title = _l("Entrance lists")
    summary = _l(
        "For when phones and network fail: everybody who is expected, in order of names, with"
        " badge number and a box for each day, in large type, divided among the lanes of an"
        " entrance. What was ticked is typed in afterwards."
    )
    group = Group.LISTS
    permission = Permission.SEARCH_PEOPLE

    def is_offered(self, event: Event) -> bool:
        """Where there is an entrance."""
        return bool(event.days) and bool(_entrances(event))

    def form(self, event: Event) -> EntranceForm:
        """The first entrance is proposed."""
        form = EntranceForm(formats=FORMATS)
        form.gate.choices = [SelectChoice(one.code, str(one.name)) for one in _entrances(event)]
        form.lanes.choices = [SelectChoice(n, str(n)) for n in range(1, MOST_LANES + 1)]
        return form

    def describe(self, event: Event, choice: Choice) -> str:
        """`Main entrance · lanes: 2`."""
        gate = _gate(event, choice)
        name = str(gate.name) if gate else "–"
        return str(_("%(gate)s · lanes: %(lanes)s", gate=name, lanes=choice["lanes"]))

    def make(self, event: Event, choice: Choice, evidence: Evidence, progress: Progress) -> Made:
        """The lists as registrations and badges are now."""
        gate, suffix = _gate(event, choice), choice["format"]
        if gate is None:
            raise LookupError(f"fair {event.id} has no entrance {choice['gate']}")
        listed = entrance_list(event, gate, choice["lanes"])
        people = len(listed.people)
        progress(0, people)
        name = f"{event.slug}-entree-{gate.code.lower()}"
        if suffix == "pdf":
            rows = partial(tables.as_csv, _table(listed))
            carried = Attachment(f"{name}.csv", CSV, rows, _("The rows of this list"))
            content = entrances_pdf.render(
                listed, evidence, progress=progress, attachments=[carried]
            )
        elif suffix == "xlsx":
            content = tables.as_xlsx(_table(listed), created=evidence.data_at)
        else:
            content = tables.as_csv(_table(listed))
        return Made(content, f"{name}.{suffix}", tables.MIMETYPES[suffix], people, listed.digest)


def _table(listed: EntranceList) -> Table:
    columns = {
        "lane": _("Lane"),
        "badge": _("Badge"),
        "family_name": _("Family name"),
        "given_names": _("Given names"),
        "organisation": _("Organisation"),
        "place": _("From"),
        "category": _("Category"),
        **{f"day{day.number}": _("Day %(number)s", number=day.number) for day in listed.days},
    }
    rows = [
        (
            *(lane.number, one.badge, one.family_name, one.given_names, one.organisation),
            *(one.locality, one.category_letter, *("" for _day in listed.days)),
        )
        for lane in listed.lanes
        for one in lane.people
    ]
    return Table(_("Entrance list"), columns, rows)


def _entrances(event: Event) -> list[Checkpoint]:
    return [gate for gate in event.checkpoints if gate.is_entrance]


def _gate(event: Event, choice: Choice) -> Checkpoint | None:
    return next((one for one in _entrances(event) if one.code == choice["gate"]), None)
