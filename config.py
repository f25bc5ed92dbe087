"""Settings, read from the environment once, when the application is made.

Everything has a default that suits one laptop: an SQLite file, an embedded queue and an in-memory
rate limiter, all below `var/`. `DATABASE_URL`, `QUEUE_URL` and `LIMITER_URL` scale it out.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent

# What one request may carry: a phone photo or a delegation list, not a film.
MAX_UPLOAD_BYTES = 8 * 1024 * 1024
# Of a key that signs sessions: so long, and of so many different characters.
KEY_LENGTH = 32
KEY_CHARACTERS = 10


def from_env(env: Mapping[str, str] = os.environ) -> dict[str, object]:
    """Flask configuration from environment variables (the README lists them)."""
    data_dir = Path(env.get("DATA_DIR") or ROOT / "var").resolve()
    public_url = env.get("PUBLIC_URL", "").rstrip("/")
    lan_url = env.get("LAN_URL", "")
    is_secure = (lan_url or public_url).startswith("https://")
    return {
        "DATA_DIR": data_dir,
        "PUBLIC_URL": public_url,
        # Set by `fair lan` for what it starts: the fair in the local network, and its plain port.
        # Not PUBLIC_URL: what goes out by e-mail must not lead to an address of this network.
        "LAN_URL": lan_url,
        "LAN_DOOR": env.get("LAN_DOOR", ""),
        "SQLALCHEMY_DATABASE_URI": database_uri(env.get("DATABASE_URL", ""), data_dir),
        "QUEUE_URL": env.get("QUEUE_URL", ""),
        "RATELIMIT_STORAGE_URI": env.get("LIMITER_URL") or "memory://",
        # A limiter that is away must not turn anybody away.
        "RATELIMIT_SWALLOW_ERRORS": True,
        "SMTP_URL": env.get("SMTP_URL", ""),
        "MAIL_FROM": env.get("MAIL_FROM", "fairapp@example.org"),
        # An apprise address with the number as {phone}; text messages are held while it is empty.
        "SMS_URL": env.get("SMS_URL", ""),
        # A folder for a copy each night, sealed for these public keys (age1…); both or none.
        "BACKUP_TO": env.get("BACKUP_TO", ""),
        "BACKUP_RECIPIENT": env.get("BACKUP_RECIPIENT", ""),
        "BACKUP_KEEP": int(env.get("BACKUP_KEEP") or 14),
        "FAIR_NOW": env.get("FAIR_NOW", ""),
        "TRUSTED_PROXIES": int(env.get("TRUSTED_PROXIES") or 0),
        "SECRET_KEY": strong(env.get("SECRET_KEY") or ""),
        "MAX_CONTENT_LENGTH": MAX_UPLOAD_BYTES,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
        # A delegation of 200 people has six fields for each of them.
        "MAX_FORM_PARTS": 3000,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": is_secure,
        # No other host of the domain can set a cookie of this name (RFC 6265bis, 4.1.3.2).
        "SESSION_COOKIE_NAME": "__Host-session" if is_secure else "session",
        "PERMANENT_SESSION_LIFETIME": 14 * 24 * 3600,
        # A form opened in the morning on a phone that sleeps all day must still be accepted.
        "WTF_CSRF_TIME_LIMIT": 7 * 24 * 3600,
        # Referrers are stripped by proxies and cheap browsers; the token itself is the check.
        "WTF_CSRF_SSL_STRICT": False,
    }


def strong(key: str) -> str:
    """`key`, when it can sign; empty stays empty. ValueError for what a stranger could guess."""
    if key and (len(key) < KEY_LENGTH or len(set(key)) < KEY_CHARACTERS):
        raise ValueError(
            f"SECRET_KEY is too easy to guess: {KEY_LENGTH} random characters at least, as "
            "`openssl rand -hex 32` gives them. Left out, a key is made and kept in DATA_DIR."
        )
    return key


def database_uri(url: str, data_dir: Path) -> str:
    """SQLAlchemy address for `DATABASE_URL`; the SQLite file below `data_dir` when it is empty."""
    if not url:
        return f"sqlite:///{data_dir / 'fairapp.db'}"
    for prefix in ("postgres://", "postgresql://"):
        if url.startswith(prefix):
            return "postgresql+psycopg://" + url[len(prefix) :]
    return url


def make_private(data_dir: Path, uri: str) -> None:
    """Make the folder and what holds people's data in it, for the owner's eyes only.

    A folder that is there already keeps its mode: whoever made it may share it on purpose.
    """
    data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    (data_dir / "files").mkdir(mode=0o700, exist_ok=True)
    # SQLite gives its journals the mode of the database, which it would make readable by all.
    database = uri.removeprefix("sqlite:///").partition("?")[0]
    for path in (data_dir / "queue.db", Path(database)):
        if path.parent == data_dir and not path.exists():
            path.touch(mode=0o600)


def secret_key(data_dir: Path) -> str:
    """The signing key kept beside the data; made on the first start, readable by the owner only."""
    path = data_dir / "secret_key"
    if path.exists():
        if key := path.read_text():
            return key
        # A start that was cut short; an empty key would sign everything for everybody.
        path.unlink(missing_ok=True)
    # Written aside and then named, so that a process that starts meanwhile never reads half of it.
    aside = data_dir / f".secret_key-{secrets.token_hex(4)}"
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_hex(32))
    try:
        os.link(aside, path)
    except FileExistsError:
        pass
    except OSError:  # a memory card: it knows no links
        aside.replace(path)
    aside.unlink(missing_ok=True)
    return path.read_text()
