"""What scopes and states of tokens are called."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from fairapp.api.rules import Scope

SCOPES = {
    Scope.READ_EVENT: _l("Read the fair’s settings: days, categories, rooms, checkpoints"),
    Scope.READ_PROGRAMME: _l("Read the published programme"),
    Scope.READ_REGISTRATIONS: _l("Read registrations, without phones and e-mails"),
    Scope.CONTACTS: _l("… with phones, e-mails and who needs help"),
    Scope.WRITE_REGISTRATIONS: _l("Register, correct and cancel, as on the public form"),
    Scope.READ_SCANS: _l("Read scans, without names"),
    Scope.READ_REPORTS: _l("Read figures; order and take documents, which hold names"),
}
