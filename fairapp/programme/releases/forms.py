"""Shapes of input: a new version."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField
from wtforms.widgets import HiddenInput

from fairapp.core.fields import LocalizedField
from fairapp.core.forms import Form
from fairapp.programme.releases.changes import Seen


class PublishForm(Form):
    """A word to the public, and what was on the page when it was decided."""

    note = LocalizedField(
        _l("A word to the public"),
        max_length=600,
        rows=3,
        description=_l("Stands above the changes. Letters do not repeat it."),
    )
    number = IntegerField(widget=HiddenInput())
    fingerprint = HiddenField()

    def seen(self) -> Seen:
        """What the person decided on."""
        return Seen(self.number.data or 0, self.fingerprint.data or "")

    def show(self, seen: Seen) -> None:
        """From now on the person has this before their eyes."""
        self.number.raw_data, self.number.data = None, seen.number
        self.fingerprint.data = seen.fingerprint
