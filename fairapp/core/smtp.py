"""E-mails on their way to an SMTP server, many over one connection."""

from __future__ import annotations

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from types import TracebackType
from typing import Self
from urllib.parse import unquote, urlsplit

from flask import current_app

from fairapp.core.messages import Message, Unreachable

_TIMEOUT = 20


class Post:
    """A connection that is made for the first e-mail and kept for the next; use it in `with`."""

    def __init__(self) -> None:
        self._server: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._server is not None:
            with suppress(OSError, smtplib.SMTPException):
                self._server.quit()
        self._hang_up()

    def send(self, message: Message) -> None:
        """Deliver one e-mail. Unreachable, or what smtplib raises for a refusal."""
        mail = compose(message)
        if self._server is None:
            self._server = _connect()
        try:
            self._server.send_message(mail)
        except Exception:
            # Whatever went wrong, the next one finds a conversation that begins anew.
            self._hang_up()
            raise

    def _hang_up(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None


def compose(message: Message) -> EmailMessage:
    """The e-mail as it travels: plain text and, when there is one, the same in HTML."""
    mail = EmailMessage()
    sender = str(current_app.config["MAIL_FROM"])
    mail["From"] = sender
    mail["To"] = message.recipient
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    # The same id at each attempt, so that a mailbox can recognise a repeated delivery.
    domain = parseaddr(sender)[1].rpartition("@")[2] or "fairapp.invalid"
    mail["Message-ID"] = f"<{message.id}.{int(message.created_at.timestamp())}@{domain}>"
    # No holiday reply shall come back (RFC 3834; the other is Exchange's).
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail.set_content(message.body)
    if message.html:
        mail.add_alternative(message.html, subtype="html")
    return mail


def is_final(error: Exception) -> bool:
    """Whether the server has said no for good (5xx) to this recipient or this e-mail.

    A refused sender is our own setting (MAIL_FROM), which can be put right: that is tried again.
    """
    match error:
        case smtplib.SMTPRecipientsRefused():
            return all(code >= 500 for code, _ in error.recipients.values())
        case smtplib.SMTPDataError():
            return error.smtp_code >= 500
        case smtplib.SMTPNotSupportedError():  # an address that this server cannot write
            return True
        case smtplib.SMTPException() | OSError():
            return False
    # One that cannot even be written down, as with a line end in its address.
    return True


def _connect() -> smtplib.SMTP:
    url = urlsplit(str(current_app.config["SMTP_URL"]))
    secure = url.scheme == "smtps"
    connect = smtplib.SMTP_SSL if secure else smtplib.SMTP
    try:
        server = connect(
            url.hostname or "localhost", url.port or (465 if secure else 25), timeout=_TIMEOUT
        )
        if url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except (OSError, smtplib.SMTPException) as error:
        raise Unreachable(f"{type(error).__name__}: {error}") from error
    return server
