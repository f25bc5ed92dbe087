"""The forms of a fair's home page: its words and colour, and who stands behind it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from werkzeug.datastructures import FileStorage
from wtforms import RadioField, StringField, ValidationError
from wtforms.validators import DataRequired

from fairapp.core.fields import ColourField, LocalizedField, limit
from fairapp.core.forms import Form, strip
from fairapp.core.uploads import MAX_BYTES
from fairapp.events.partners import PartnerDetails, SentLogo

_ORGANISER, _PARTNER = "organiser", "partner"


class HomeForm(Form):
    """What the home page says, and the fair's colour."""

    tagline = LocalizedField(_l("In one sentence"), max_length=200)
    description = LocalizedField(_l("Description"), max_length=8000, rows=5)
    practical = LocalizedField(_l("Practical information"), max_length=8000, rows=5)
    organiser = LocalizedField(_l("Organised by"), max_length=300)
    partners = LocalizedField(_l("With the support of"), max_length=600, rows=2)
    accent = ColourField(
        _l("Colour"), description=_l("Of buttons and links; white letters stand on it.")
    )


class PartnerForm(Form):
    """One organiser or partner."""

    name = StringField(
        _l("Name"),
        [DataRequired(_l("Enter the name.")), limit(160)],
        filters=[strip],
        description=_l("Read out in place of the logo, and shown when there is none."),
    )
    role = RadioField(
        _l("Role"),
        choices=[(_ORGANISER, _l("Organises the fair")), (_PARTNER, _l("Supports it"))],
        default=_PARTNER,
    )
    url = StringField(
        _l("Web address"), [limit(300)], filters=[strip, lambda text: _with_scheme(text)]
    )
    logo = FileField(
        _l("Logo"), description=_l("PNG, JPEG or WebP; it is made small, and nothing else is kept.")
    )

    def validate_url(self, field: StringField) -> None:
        """Nothing but an address of the web: a link may run nothing."""
        if not field.data:
            return
        try:
            parts = urlsplit(field.data)
            is_web = parts.scheme in {"http", "https"} and "." in (parts.hostname or "")
        except ValueError:
            is_web = False
        if not is_web or any(c.isspace() for c in field.data):
            raise ValidationError(_l("Enter a web address, as in https://example.org."))

    def details(self) -> PartnerDetails:
        """What was typed."""
        return PartnerDetails(
            self.name.data or "", self.url.data or "", self.role.data == _ORGANISER
        )

    def sent(self) -> SentLogo | None:
        """The file, when one was chosen."""
        file = self.logo.data
        if not isinstance(file, FileStorage) or not file.filename:
            return None
        return SentLogo(file.read(MAX_BYTES + 1), file.filename)


def role_of(is_organiser: bool) -> str:
    """As the form has it."""
    return _ORGANISER if is_organiser else _PARTNER


def _with_scheme(text: Any) -> Any:
    return f"https://{text}" if text and ":" not in text else text
