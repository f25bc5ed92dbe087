"""The team's pages about payments, one beside the other."""

from __future__ import annotations

from datetime import date

from flask import Blueprint
from flask_babel import lazy_gettext as _l

from fairapp.events.tabs import Tab, tabs
from fairapp.events.text import day_month
from fairapp.reports.payments.words import money, number

_PAGES = (
    ("payments.index", _l("Payment list")),
    ("payees.index", _l("People to pay")),
    ("payment_rates.index", _l("Rates")),
)


def payment_tabs() -> list[Tab]:
    """The pages of the present fair; template global."""
    return tabs(_PAGES)


def iso_day(text: str) -> str:
    """« 2 déc. », from an ISO date; template filter."""
    return day_month(date.fromisoformat(text))


def register(bp: Blueprint) -> None:
    """Give the row, and how amounts are written, to all templates."""
    bp.add_app_template_global(payment_tabs, "payment_tabs")
    bp.add_app_template_global(money, "money")
    bp.add_app_template_global(number, "whole")
    bp.add_app_template_filter(iso_day, "iso_day")
