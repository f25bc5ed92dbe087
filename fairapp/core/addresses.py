"""Whole addresses, for what leaves the page: e-mails, calendars, QR codes, links to share."""

from __future__ import annotations

from flask import current_app, has_request_context, request


def base_url() -> str:
    """`https://host` without a slash: PUBLIC_URL, else where `fair lan` is, else the host that the
    visitor asked for.

    Outside a request, and without either, only this machine can be meant.
    """
    configured = str(current_app.config["PUBLIC_URL"] or current_app.config["LAN_URL"])
    if configured:
        return configured
    return request.host_url.rstrip("/") if has_request_context() else "http://localhost:8000"


def absolute(endpoint: str, **values: str) -> str:
    """The whole address of a view; works in the worker and in commands as well."""
    path = current_app.url_map.bind("localhost").build(endpoint, values)
    return base_url() + path
