"""How often one token may ask; told with every answer (draft-ietf-httpapi-ratelimit-headers)."""

from __future__ import annotations

import logging
import time

from flask import Response, g
from flask_babel import lazy_gettext as _l
from limits import RateLimitItemPerMinute

from fairapp import limiter
from fairapp.api.problems import Problem

log = logging.getLogger(__name__)

# What a program may ask in a minute; what is dear to answer counts for as many.
A_MINUTE = 300
DEAR = 30
_WINDOW_S = 60
_LIMIT = RateLimitItemPerMinute(A_MINUTE)
_NAME = "minute"


def spend(token_id: int, cost: int = 1) -> None:
    """Count a request; `Problem` 429 once there are too many."""
    counted = ("api", str(token_id))
    try:
        is_in = limiter.limiter.hit(_LIMIT, *counted, cost=cost)
        stats = limiter.limiter.get_window_stats(_LIMIT, *counted)
    except Exception:
        # Whatever counts is away; it must not turn anybody away.
        log.exception("requests of the API are not counted")
        return
    wait = max(1, min(_WINDOW_S, round(stats.reset_time - time.time())))
    g.api_rate = (stats.remaining, wait)
    if not is_in:
        title = _l("Too many requests. Wait before the next one.")
        raise Problem(429, "too_many_requests", title, headers={"Retry-After": str(wait)})


def tell(response: Response) -> Response:
    """How many are left, and when there will be as many as ever."""
    if (rate := g.get("api_rate")) is not None:
        response.headers["RateLimit-Policy"] = f'"{_NAME}";q={A_MINUTE};w={_WINDOW_S}'
        response.headers["RateLimit"] = f'"{_NAME}";r={rate[0]};t={rate[1]}'
    return response
