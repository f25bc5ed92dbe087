"""Texts that did not come out as they were given, collected while badges are set."""

from __future__ import annotations

from fairapp.badges.faces import Squeeze
from fairapp.core.pdf_fitting import Fit
from fairapp.core.pdf_measure import missing


class Report:
    """Collects what did not come out as given, of one badge."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        self.found: list[Squeeze] = []

    def check(self, field: str, given: str, fitted: Fit, *, small: float = 0) -> None:
        """Note `given` when it was shortened or is set below `small` points, and letters without
        a font.
        """
        shown = " ".join(fitted.lines)
        if fitted.shortened:
            self._add(field, "shortened", given, shown)
        elif fitted.lines and fitted.size < small:
            self._add(field, "small", given, shown)
        if absent := missing(shown):
            self._add(field, "unwritable", given, absent)

    def _add(self, field: str, rule: str, given: str, shown: str) -> None:
        self.found.append(Squeeze(self.reference, field, rule, given, shown))
