"""Keys derived from SECRET_KEY: what the database alone does not give away."""

from __future__ import annotations

import base64
import hashlib
import hmac

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app


def seal(secret: str) -> str:
    """`secret`, encrypted."""
    return _box().encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str | None:
    """What was sealed; None under another SECRET_KEY, when the factor has to be set up again."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        return None


def digest(user_id: int, code: str) -> str:
    """What is kept of a recovery code: 50 bits that cannot be tried without SECRET_KEY."""
    text = f"{user_id}:{code}".encode()
    return hmac.new(_derived(b"fairapp: recovery codes"), text, hashlib.sha256).hexdigest()


def _box() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_derived(b"fairapp: second factor")))


def _derived(purpose: bytes) -> bytes:
    key = str(current_app.config["SECRET_KEY"]).encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(key)
