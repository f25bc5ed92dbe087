"""How pages and documents name what payments are made of."""

from __future__ import annotations

from flask_babel import format_decimal, pgettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from fairapp.reports.numbers import in_words
from fairapp.reports.payments.models import Correction, Document, Mode, Step
from fairapp.reports.payments.rules import Who

DOCUMENTS = {
    Document.CARD: _l("National identity card"),
    Document.PASSPORT: _l("Passport"),
    Document.VOTER: _l("Voter’s card"),
    Document.LICENCE: _l("Driving licence"),
    Document.SERVICE: _l("Service card (police, gendarmerie, army)"),
    Document.RESIDENCE: _l("Certificate of residence"),
    Document.OTHER: _l("Another document"),
}
DOCUMENTS_SHORT = {
    Document.CARD: _l("ID card"),
    Document.PASSPORT: _l("Passport"),
    Document.VOTER: _l("Voter’s card"),
    Document.LICENCE: _l("Licence"),
    Document.SERVICE: _l("Service card"),
    Document.RESIDENCE: _l("Residence"),
    Document.OTHER: _l("Other"),
}
MODES = {Mode.CASH: _l("Cash"), Mode.MOBILE: _l("Mobile money")}
CORRECTIONS = {
    Correction.ADD: _l("Add a day that no scan shows"),
    Correction.REMOVE: _l("Take off a day that the scans show"),
    Correction.LEAVE_OUT: _l("Do not pay this person"),
}
CORRECTED = {
    Correction.ADD: _l("day added"),
    Correction.REMOVE: _l("day taken off"),
    Correction.LEAVE_OUT: _l("not paid"),
}
WHO = {
    Who.EVERYBODY: _l("everybody"),
    Who.TRAVELLED: _l("people of other regions"),
    Who.NOBODY: _l("nobody"),
}
UNITS = {"day": _l("per diem for a day"), "night": _l("a night, one for each day of presence")}
STEPS = {
    Step.ESTABLISHED: _l("Established by"),
    Step.VERIFIED: _l("Verified by"),
    Step.APPROVED: _l("Approved by"),
}
# Those without a smaller unit: amounts are whole numbers everywhere.
CURRENCIES = {
    "GNF": _l("Guinean francs (GNF)"),
    "XOF": _l("CFA francs of West Africa (XOF)"),
    "XAF": _l("CFA francs of Central Africa (XAF)"),
}


def number(amount: int) -> str:
    """« 1 600 000 », as the present language groups digits."""
    return str(format_decimal(amount))


def money(amount: int, currency: str) -> str:
    """« 1 600 000 GNF ». The space does not break."""
    return f"{number(amount)}\N{NO-BREAK SPACE}{currency}"


def sum_in_words(amount: int, currency: str, language: str) -> str:
    """« deux cent mille (200 000) francs guinéens », for the sentence that closes the list."""
    words, figures = in_words(amount, language), number(amount)
    # Arabic joins its « and » to the word after it.
    words = words.replace(" و ", " و") if language == "ar" else words
    told = {"words": words, "figures": figures, "francs": _francs(currency)}
    if amount and amount % 1_000_000 == 0:
        # For French alone: « deux millions de francs », but « deux cent mille francs ».
        return str(pgettext("round millions", "%(words)s (%(figures)s) %(francs)s", **told))
    return str(_("%(words)s (%(figures)s) %(francs)s", **told))


def _francs(currency: str) -> str:
    return str(_("Guinean francs") if currency == "GNF" else _("CFA francs"))
