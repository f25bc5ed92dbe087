"""What the report says in sentences and in large numbers."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from fairapp.reports.ages import UNKNOWN
from fairapp.reports.participation import words
from fairapp.reports.participation.cells import MISSED
from fairapp.reports.participation.facts import Facts
from fairapp.reports.participation.plots import LEFT_OUT
from fairapp.reports.participation.rules import THRESHOLD

VERSIONS = {
    "full": _l("Full version, for the project’s files"),
    "shared": _l("Version to share"),
}


@dataclass(frozen=True, slots=True)
class Definition:
    """A word of the report and what it counts."""

    term: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number that stands large; `more` explains it."""

    number: str
    label: str
    more: str = ""


def definitions(facts: Facts) -> list[Definition]:
    """In the order in which the report uses the words."""
    return [
        Definition(
            _("Unique participants"),
            _(
                "Distinct persons with at least one accepted entry at an entrance that was not"
                " undone. The organising team is left out."
            ),
        ),
        Definition(
            _("Person-days"),
            _("Each person once for each day of presence: who came on two days counts for two."),
        ),
        Definition(
            _("Entries"),
            _("Every accepted scan at an entrance: who went out and came back counts again."),
        ),
        Definition(
            _("Expected, not come"),
            _(
                "Confirmed before the first day and never seen at an entrance. A guest who sent"
                " somebody counts here; the substitute counts as himself or herself."
            ),
        ),
        Definition(
            _("Age and youth"),
            _(
                "Age in completed years on the first day. Youth is 15 to 35 (African Youth"
                " Charter); 15 to 24 and 15 to 29 are given beside it."
            ),
        ),
        Definition(
            _("Attestation"),
            ngettext(
                "Presence on at least %(num)s day.",
                "Presence on at least %(num)s days.",
                facts.needed,
            ),
        ),
        Definition(
            _("Heads counted"),
            _(
                "People counted without names at performances and at the match. They are told"
                " apart and are in no figure of persons."
            ),
        ),
    ]


def key_figures(facts: Facts) -> list[Figure]:
    """The ones that a reader looks for first."""
    women, everybody = facts.number(sex="F"), facts.number()
    youth = facts.number(**{"youth 15-35": "yes"})
    missed = facts.number(missed="yes")
    replaced = facts.number(plan=MISSED[0])
    return [
        Figure(told(everybody), _("unique participants")),
        Figure(told(facts.number(sum="person_days")), _("person-days")),
        Figure(told(facts.entries), _("entries")),
        Figure(told(women), _("women"), _share(women, everybody)),
        Figure(told(youth), _("young people, 15 to 35"), _share(youth, everybody)),
        Figure(
            told(facts.number(attested="yes")),
            _("persons with a right to an attestation"),
            ngettext("%(num)s day or more", "%(num)s days or more", facts.needed),
        ),
        Figure(told(facts.number(first="yes")), _("here for the first time")),
        Figure(told(facts.number(plan="walk_in")), _("registered on site")),
        Figure(
            told(missed),
            _("expected, not come"),
            _("%(persons)s of them sent a substitute", persons=told(replaced)),
        ),
    ]


def version_of(facts: Facts) -> str:
    """Which of the two this is."""
    return str(VERSIONS["shared" if facts.shared else "full"])


def legend(facts: Facts) -> str:
    """The signs of the tables."""
    signs = str(_("F women · M men · – nobody"))
    if UNKNOWN in facts.sexes:
        signs = f"{signs} · {_('? sex not given')}"
    if not facts.shared:
        return signs
    left_out = _(
        "%(sign)s left out: fewer than %(number)s persons, or a number from which so few could be"
        " worked out",
        sign=LEFT_OUT,
        number=THRESHOLD,
    )
    return f"{signs} · {left_out}"


def told(number: int | None) -> str:
    """A number in print; nobody is a dash, what is left out a dot."""
    if number is None:
        return LEFT_OUT
    return words.number(number) if number else "–"


def _share(part: int | None, whole: int | None) -> str:
    if part is None or not whole:
        return ""
    return str(_("%(percent)s of participants", percent=words.percent(part / whole)))
