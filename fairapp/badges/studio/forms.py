"""The studio's form: a design, and what its preview shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField, RadioField, SelectField, StringField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from fairapp.badges.forms import SINGLE_LABELS
from fairapp.badges.sheets import MOST_MARGIN, Sides
from fairapp.badges.studio.design import BackPart, Design, Part
from fairapp.badges.studio.samples import Sample
from fairapp.core.fields import BoxesField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import DEFAULT, LANGUAGES, current_language
from fairapp.core.storage import StoredFile

PART_LABELS = {
    Part.HONORIFIC: _l("Title before the name (Mrs, Dr, H.E. …)"),
    Part.ORGANISATION: _l("Organisation"),
    Part.POSITION: _l("Position"),
    Part.DAYS: _l("Days on which somebody comes"),
    Part.PHOTO: _l("Whether somebody may be photographed"),
    Part.LETTER: _l("Letter of the category"),
    Part.REFERENCE: _l("Code of the registration"),
}
BACK_LABELS = {
    BackPart.PROGRAMME: _l("Programme, as published"),
    BackPart.WIFI: _l("Wi-Fi"),
    BackPart.EMERGENCY: _l("Emergency numbers"),
    BackPart.GUIDE: _l("QR code of the guide"),
}
SIDES_LABELS = {
    Sides.ONE: _l("No back"),
    Sides.LONG: _l("Both sides, turned on the long edge of the sheet"),
    Sides.SHORT: _l("Both sides, turned on the short edge of the sheet"),
    Sides.FOLDED: _l("One side: the back stands beside the front, to be folded"),
}
SAMPLE_LABELS = {
    Sample.LONGEST: _l("The longest name of the fair"),
    Sample.ARABIC: _l("A name in Arabic"),
    Sample.BLANK: _l("A blank badge"),
}
# A longer address would make modules too small for a code of 20 mm.
LONGEST_GUIDE = 120

_MARGINS = range(2, MOST_MARGIN + 1, 2)


def _choices(labels: Mapping[Any, Any]) -> list[SelectChoice]:
    return [SelectChoice(str(value), label) for value, label in labels.items()]


class StudioForm(Form):
    """Read from addresses too, as the preview is one. `given` says that boxes without a tick were
    emptied, and not left out.
    """

    size = SelectField(_l("Size"), choices=_choices(SINGLE_LABELS), default="a6")
    sample = SelectField(_l("Example"), choices=_choices(SAMPLE_LABELS), default=Sample.LONGEST)
    language = SelectField(
        _l("Language of the badges"), choices=_choices(LANGUAGES), default=current_language
    )
    shown = BoxesField(_l("Shown beside the name"), choices=_choices(PART_LABELS))
    large_given = BooleanField(_l("Given name large, family name smaller"))
    also = BoxesField(_l("The fair's words also in"), choices=_choices(LANGUAGES))
    logos = BoxesField(_l("Logos"))
    logo = MultipleFileField(_l("Add logos"))
    sides = RadioField(_l("Back of the badge"), choices=_choices(SIDES_LABELS))
    back = BoxesField(_l("On the back"), choices=_choices(BACK_LABELS))
    wifi_name = StringField(_l("Name of the Wi-Fi"), [limit(32)], filters=[strip])
    wifi_word = StringField(_l("Password of the Wi-Fi"), [limit(63)], filters=[strip])
    emergency = LocalizedField(_l("Emergency numbers, one a line"), max_length=300, rows=3)
    guide = StringField(_l("Address of the guide"), [limit(LONGEST_GUIDE)], filters=[strip])
    margin = SelectField(
        _l("Margin of the sheet"),
        choices=[
            (str(mm), f"{mm} mm" if mm else _l("none")) for mm in range(0, MOST_MARGIN + 1, 2)
        ],
    )

    def validate_guide(self, field: StringField) -> None:
        """A code that phones open."""
        if field.data and not field.data.startswith(("https://", "http://")):
            raise ValidationError(_l("Begin the address with https://."))

    def offer(self, logos: Sequence[StoredFile]) -> None:
        """Logos that are there, to keep or to leave out."""
        self.logos.choices = [SelectChoice(str(file.id), file.name) for file in logos]

    @property
    def design(self) -> Design:
        """What the form says, without logos that are only being sent."""
        return Design(
            shown=_ticked(self.shown),
            also=_ticked(self.also),
            large_given=bool(self.large_given.data),
            logos=tuple(int(key) for key in _ticked(self.logos)),
            sides=_one_of(self.sides, Sides.ONE),
            margin=int(_one_of(self.margin, "0")),
            back=_ticked(self.back),
            wifi_name=self.wifi_name.data or "",
            wifi_word=self.wifi_word.data or "",
            emergency=self.emergency.data,
            guide=(self.guide.data or "") if not self.guide.errors else "",
        )

    @property
    def chosen_size(self) -> str:
        """Key of the layout that the preview shows."""
        return _one_of(self.size, "a6")

    @property
    def chosen_sample(self) -> Sample:
        """Whose badge the preview shows."""
        return Sample(_one_of(self.sample, Sample.LONGEST))

    @property
    def chosen_language(self) -> str:
        """Code of the preview's language."""
        return _one_of(self.language, DEFAULT)


def values_of(design: Design) -> dict[str, Any]:
    """A design as the form takes it."""
    strings = {"margin": str(design.margin), "logos": [str(key) for key in design.logos]}
    return {name: getattr(design, name) for name in Design.__slots__} | strings


def _one_of(field: SelectField | RadioField, usual: str) -> str:
    values = {str(value) for value, *_rest in field.iter_choices()}
    return str(field.data) if str(field.data) in values else usual


def _ticked(field: BoxesField) -> tuple[str, ...]:
    """In the order in which they are offered."""
    return tuple(
        str(value) for value, *_rest in field.iter_choices() if value in (field.data or ())
    )
