"""`/healthz`: whether this process answers and reaches its database."""

from __future__ import annotations

from flask import Flask, Response
from sqlalchemy import text

from fairapp.core.access import public
from fairapp.core.db import db


def init_app(app: Flask) -> None:
    """Register the address that load balancers and `fair serve` ask."""

    @app.get("/healthz")
    @public
    def healthz() -> Response:
        db.session.execute(text("SELECT 1"))
        return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})
