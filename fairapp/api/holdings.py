"""What the API holds of participants: a program's name, digests, and references of what it made."""

from __future__ import annotations

from fairapp.core.personal import impersonal

impersonal("api_token")
impersonal("api_answer")
