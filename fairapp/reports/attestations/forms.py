"""Shapes of input: a name, a number, a reason, and the design."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf.file import MultipleFileField
from wtforms import SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import DataRequired, InputRequired

from fairapp.core.fields import BoxesField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.i18n import DEFAULT, LANGUAGES, current_language
from fairapp.core.storage import StoredFile
from fairapp.registration.names import clean_name, clean_text
from fairapp.reports.attestations.design import MOST_SIGNATORIES, Design, Signatory
from fairapp.reports.attestations.models import NAME_MAX, REASON_MAX

_SIGNATORIES = range(1, MOST_SIGNATORIES + 1)


def _name(value: str | None) -> str:
    return clean_name(value or "")


def _text(value: str | None) -> str:
    return clean_text(value or "")


def _languages() -> list[SelectChoice]:
    return [SelectChoice(code, label) for code, label in LANGUAGES.items()]


class NameForm(Form):
    """The name as it is to be printed."""

    name = StringField(
        _l("Name on the attestation"),
        [InputRequired(_l("Write the name as it is to be printed.")), limit(NAME_MAX)],
        filters=[_name],
    )


class LanguageForm(Form):
    """In which language a document is made."""

    language = SelectField(_l("Language"), choices=_languages(), default=current_language)


class NumberForm(Form):
    """A number to check, as it was typed; read from the address."""

    number = StringField(_l("Number of the attestation"), filters=[strip])


class RevocationForm(Form):
    """Why an attestation is worth nothing any more."""

    reason = TextAreaField(
        _l("Why it is revoked"),
        [InputRequired(_l("Say why: the person reads it on the pass.")), limit(REASON_MAX)],
        filters=[_text],
    )


class DesignForm(Form):
    """A design, and the language that its preview shows. Read from addresses too."""

    language = SelectField(_l("Language shown"), choices=_languages(), default=current_language)
    days_needed = SelectField(_l("Days of presence needed"))
    title = LocalizedField(
        _l("Title"),
        [DataRequired(_l("Write the title in at least one language."))],
        max_length=80,
    )
    opening = LocalizedField(_l("Before the name"), max_length=120)
    body = LocalizedField(
        _l("After the name"),
        [DataRequired(_l("Write the text in at least one language."))],
        max_length=500,
        rows=4,
    )
    name_1 = StringField(_l("First signatory: name"), [limit(80)], filters=[_name])
    function_1 = LocalizedField(_l("First signatory: function"), max_length=80)
    name_2 = StringField(_l("Second signatory: name"), [limit(80)], filters=[_name])
    function_2 = LocalizedField(_l("Second signatory: function"), max_length=80)
    name_3 = StringField(_l("Third signatory: name"), [limit(80)], filters=[_name])
    function_3 = LocalizedField(_l("Third signatory: function"), max_length=80)
    logos = BoxesField(_l("Logos"))
    logo = MultipleFileField(_l("Add logos"))

    def offer(self, days: int, logos: Sequence[StoredFile]) -> None:
        """So many days can be asked for; logos that are there, to keep or to leave out."""
        self.days_needed.choices = [SelectChoice(str(n), str(n)) for n in range(1, days + 1)]
        self.logos.choices = [SelectChoice(str(file.id), file.name) for file in logos]

    @property
    def signatories(self) -> Iterator[tuple[StringField, LocalizedField]]:
        """Name and function of each."""
        return ((self[f"name_{n}"], self[f"function_{n}"]) for n in _SIGNATORIES)

    @property
    def design(self) -> Design:
        """What the form says, without logos that are only being sent."""
        days = str(self.days_needed.data or "")
        signed = (Signatory(name.data or "", function.data) for name, function in self.signatories)
        kept = {str(value) for value, *_rest in self.logos.iter_choices()}
        return Design(
            days_needed=int(days) if days.isascii() and days.isdigit() else 1,
            title=self.title.data,
            opening=self.opening.data,
            body=self.body.data,
            signatories=tuple(one for one in signed if one),
            logos=tuple(int(key) for key in self.logos.data or () if key in kept),
        )

    @property
    def chosen_language(self) -> str:
        """Code of the preview's language."""
        return self.language.data if self.language.data in LANGUAGES else DEFAULT


def values_of(design: Design, days: int) -> dict[str, Any]:
    """A design as the form takes it."""
    signed: dict[str, Any] = {}
    for n, one in zip(_SIGNATORIES, design.signatories, strict=False):
        signed |= {f"name_{n}": one.name, f"function_{n}": one.function}
    return {
        "days_needed": str(min(design.days_needed, days)),
        "title": design.title,
        "opening": design.opening,
        "body": design.body,
        "logos": [str(key) for key in design.logos],
        **signed,
    }


def as_args(form: DesignForm) -> Mapping[str, Any]:
    """What the preview needs of the form, as parameters of an address: one language of each text,
    for addresses end somewhere.
    """
    language, design = form.chosen_language, form.design
    texts = {"title": design.title, "opening": design.opening, "body": design.body}
    texts |= {f"function_{n}": one.function for n, one in enumerate(design.signatories, start=1)}
    shown = {
        f"{name}-{text.language_shown(language)}": text.in_language(language)
        for name, text in texts.items()
    }
    names = {f"name_{n}": one.name for n, one in enumerate(design.signatories, start=1)}
    chosen = {"language": language, "days_needed": design.days_needed, **shown, **names}
    return {"given": 1, **chosen, "logos": [str(key) for key in design.logos]}
