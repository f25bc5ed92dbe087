"""Protection against requests that another site makes a signed-in browser send."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask_wtf import CSRFProtect

from fairapp.core.access import bearer, is_for_programs

_View = TypeVar("_View", bound=Callable[..., Any])


class Protection(CSRFProtect):  # type: ignore[misc]
    """A token with every form; none where a device's or a program's own stands in a header.

    No site can make a browser send that header, and the cookie beside it is not looked at.
    """

    def protect(self, apply_exemptions: bool = False) -> None:
        """Refuse the present request when its token is missing or wrong."""
        if bearer() is None and not is_for_programs():
            super().protect(apply_exemptions=apply_exemptions)

    def exempt(self, view: _View) -> _View:
        """Ask for no token at `view`, where there is nothing to forge."""
        super().exempt(view)
        return view
