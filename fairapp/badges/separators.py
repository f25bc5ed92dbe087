"""The sheet before a group of badges, which says whose they are."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import ngettext

from fairapp.badges.groups import Group
from fairapp.badges.sheets import Layout
from fairapp.core.i18n import text_direction
from fairapp.core.pdf_fitting import Fit, clean, fit

SIZES = (44.0, 36.0, 30.0, 24.0)
"""Type of a separator, in points."""


@dataclass(frozen=True, slots=True)
class Separator:
    """The sheet before a group: its name, and how many badges follow."""

    kind = "separator"
    name: Fit
    count: Fit
    direction: str


def separator(group: Group, layout: Layout) -> Separator:
    """What stands on the sheet before a group, in the present language."""
    width = layout.paper_width * 0.8
    named = clean(group.name) or _("Without a delegation")
    counted = ngettext("%(num)s badge", "%(num)s badges", group.count)
    return Separator(
        fit(named, width, SIZES, 3, bold=True),
        fit(clean(counted), width, SIZES[-1:], 1, bold=False),
        text_direction(),
    )
