"""An SMTP server that keeps what it is given."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller

from tests.services.processes import free_port


class MailSink:
    """An SMTP server on loopback that keeps what it is given, in `messages`."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self._refusal: str | None = None
        # What each recipient is answered instead of being accepted.
        self.refused: dict[str, str] = {}
        self.connections = 0
        self._controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self._controller.start()

    @property
    def url(self) -> str:
        """Value for SMTP_URL."""
        return f"smtp://127.0.0.1:{self._controller.port}"

    @contextlib.contextmanager
    def refusing(self, answer: str = "451 try again later") -> Iterator[None]:
        """Answer so to every message."""
        self._refusal = answer
        try:
            yield
        finally:
            self._refusal = None

    async def handle_EHLO(
        self, _server: Any, session: Any, _envelope: Any, hostname: str, responses: list[str]
    ) -> list[str]:
        """Called by aiosmtpd as each conversation begins."""
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: list[str]
    ) -> str:
        """Called by aiosmtpd for each recipient."""
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        """Called by aiosmtpd for each message."""
        if self._refusal is not None:
            return self._refusal
        message = message_from_bytes(envelope.content, policy=policy.default)
        message["X-Recipients"] = ", ".join(envelope.rcpt_tos)
        self.messages.append(message)
        return "250 kept"

    def close(self) -> None:
        """Stop it."""
        self._controller.stop()
