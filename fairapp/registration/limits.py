"""How often the public form is taken, by address and by phone.

A whole venue, or all customers of a phone company, may stand behind one address; five people may
share a phone, and a focal point enters many with his or hers. The limits stop machines only.
"""

from __future__ import annotations

import hashlib
import hmac

from flask import Response, current_app, request

from fairapp.registration import phones

OFTEN = "60 per minute"
PHONE_OFTEN = "30 per 10 minutes"
_LONGEST = 80


def phone_key() -> str:
    """The phone of the form that is being sent, so that no limiter's storage holds a number."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    return hmac.new(secret, _phone().encode(), hashlib.sha256).hexdigest()


def no_phone() -> bool:
    """Whether there is no number to count by."""
    return not _phone()


def was_taken(response: Response) -> bool:
    """What was refused and is sent again, corrected, counts once."""
    return response.status_code == 303


def _phone() -> str:
    return phones.read(request.form.get("phone", "")[:_LONGEST]).first
