"""How often one address may ask."""

from __future__ import annotations

from flask_limiter import Limiter


class Limits(Limiter):
    """Each view that has a limit asks for itself.

    No limit is for all views: what the library looks for before every request would never be there.
    """

    def _check_request_limit(
        self, callable_name: str | None = None, in_middleware: bool = True
    ) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)
