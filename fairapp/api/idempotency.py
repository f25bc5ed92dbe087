"""Requests that may be sent again: the same key with the same body makes one thing, not two.

Key and thing are written in one transaction, so a key is never taken by what was not made: whoever
sends it again while the first request is under way waits for that, and then gets its answer; after
a crash or a refusal the key is free.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, request
from flask_babel import lazy_gettext as _l
from marshmallow import Schema
from sqlalchemy import delete, select, update

from fairapp.api.fields import Text
from fairapp.api.models import ApiAnswer, ApiToken
from fairapp.api.problems import Problem
from fairapp.core.db import db, insert_once

KEPT = timedelta(hours=24)
HEADER = "Idempotency-Key"
_LONGEST = 100


class KeyHeader(Schema):
    """The key of a request."""

    key = Text(
        _LONGEST,
        required=True,
        data_key=HEADER,
        about=_l(
            "Made up by the program for each thing, a UUID say. Sent again within 24 hours it makes"
            " nothing new and gives the same answer."
        ),
    )


def once(token: ApiToken, key: str, body: Any, make: Callable[[], str], *, at: datetime) -> str:
    """What `make` returns, the reference of the new thing; or has returned for this key before.

    `Problem` 422 when the key came with another body before.
    """
    asked = _digest(json.dumps([request.path, body], sort_keys=True, ensure_ascii=False))
    name = _digest(f"{token.id} {key}")
    _forget(token, at)
    values = {"token_id": token.id, "key_digest": name, "body_digest": asked}
    if insert_once(ApiAnswer, {**values, "reference": "", "at": at}, key="key_digest"):
        reference = make()
        made = update(ApiAnswer).where(ApiAnswer.key_digest == name)
        db.session.execute(made.values(reference=reference))
        return reference
    before = db.session.scalars(select(ApiAnswer).where(ApiAnswer.key_digest == name)).one()
    if before.body_digest != asked:
        title = _l("This key was sent before with another request.")
        raise Problem(422, "idempotency_key_reused", title)
    return before.reference


def _forget(token: ApiToken, at: datetime) -> None:
    old = (ApiAnswer.token_id == token.id, ApiAnswer.at <= at - KEPT)
    db.session.execute(delete(ApiAnswer).where(*old))


def _digest(text: str) -> str:
    # With our secret: a phone number in a body could be found by trying them all.
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, text.encode(), hashlib.sha256).hexdigest()
