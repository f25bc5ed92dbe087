"""The figures of a fair in words, for the page that shows them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fairapp.checkin.models import Method
from fairapp.reports.ages import UNKNOWN
from fairapp.reports.summary import Summary, as_dict

METHODS: dict[str, Any] = {
    Method.QR: _l("Badge scanned"),
    Method.TYPED: _l("Badge number typed at the gate"),
    Method.SEARCH: _l("Found by name at the reception"),
    Method.WALK_IN: _l("At the registration on site"),
    Method.PAPER: _l("Typed in afterwards from paper"),
}
YOUTHS = {
    "15-35": _l("15 to 35 (African Youth Charter)"),
    "15-24": _l("15 to 24 (United Nations)"),
    "15-29": _l("15 to 29"),
}


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One table: labels with numbers (of persons, if not said otherwise), and what has to be known
    to read it.
    """

    title: str
    rows: tuple[tuple[str, int], ...]
    note: str = ""


def breakdowns(summary: Summary) -> list[Breakdown]:
    """The tables, in the order of the page."""
    figures = as_dict(summary)
    names = {category.code: str(category.name) for category in summary.categories}
    return [
        Breakdown(_("Sex"), _rows(figures["by_sex"], {"F": _("Women"), "M": _("Men")})),
        Breakdown(_("Age on the first day"), _rows(figures["by_age"], {})),
        _youth(figures["youth"]),
        Breakdown(_("Category"), _rows(figures["by_category"], names)),
        Breakdown(_("Region"), _rows(figures["by_region"], {})),
        _origin(figures),
        _days(figures["by_days_present"], figures["attestation"]),
    ]


def sources(summary: Summary) -> Breakdown:
    """How entries were noted; the numbers are of entries."""
    rows = tuple((METHODS[name], count) for name, count in summary.methods.items())
    note = _("On attendance lists, times from paper have an asterisk.")
    return Breakdown(
        _("How entries were noted"), rows, note if Method.PAPER in summary.methods else ""
    )


def _rows(counts: Mapping[str, int], labels: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    known = {**labels, UNKNOWN: _("Not given")}
    return tuple((known.get(value, value), count) for value, count in counts.items())


def _youth(youth: Mapping[str, int]) -> Breakdown:
    rows = ((label, youth[name]) for name, label in YOUTHS.items())
    return Breakdown(_("Youth"), tuple(rows), _("The three overlap: do not add them up."))


def _origin(figures: Mapping[str, int]) -> Breakdown:
    substitutes, walk_ins = figures["substitutes"], figures["walk_ins"]
    rows = (
        (_("Registered beforehand"), figures["unique"] - substitutes - walk_ins),
        (_("Came in place of somebody"), substitutes),
        (_("Registered on site"), walk_ins),
    )
    note = _(
        "Expected and not seen: %(no_show)s, of whom %(replaced)s sent somebody in their place.",
        no_show=figures["no_show"],
        replaced=figures["no_show_replaced"],
    )
    return Breakdown(_("How they came"), rows, note)


def _days(by_days: Mapping[str, int], attestation: Mapping[str, int]) -> Breakdown:
    rows = ((ngettext("%(num)s day", "%(num)s days", int(days)), n) for days, n in by_days.items())
    note = ngettext(
        "At least %(num)s day, and so a certificate: %(persons)s.",
        "At least %(num)s days, and so a certificate: %(persons)s.",
        attestation["days_needed"],
        persons=attestation["persons"],
    )
    return Breakdown(_("Days of presence"), tuple(rows), note)
