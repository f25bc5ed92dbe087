"""Base form: CSRF, messages in the visitor's language, refusals shown on their field."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from fairapp.core.errors import DomainError


class Form(FlaskForm):  # type: ignore[misc]
    """What every form inherits from."""

    @property
    def http_status(self) -> int:
        """Of the page that shows the form: 422 once it was sent, for then something is wrong."""
        return 422 if self.is_submitted() else 200

    def values(self, *names: str) -> dict[str, Any]:
        """Data of those fields by name, as keyword arguments for an action."""
        return {name: self[name].data for name in names}

    def add_domain_error(self, error: DomainError) -> None:
        """Show `error` on its field, or above the form when it has none."""
        if error.field and error.field in self._fields:
            field = self._fields[error.field]
            field.errors = [*field.errors, error.message]
        else:
            self.form_errors.append(error.message)


def strip(value: Any) -> Any:
    """WTForms filter: outer blanks are never meant."""
    return value.strip() if isinstance(value, str) else value
