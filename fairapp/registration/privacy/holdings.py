"""What registration, and the features that it stands on, hold of participants."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, literal, select

from fairapp.core.personal import (
    MARK,
    Stage,
    holds,
    impersonal,
    keeps,
    mentions,
    settled,
    shows_people,
)
from fairapp.core.storage import StoredFile
from fairapp.registration.imports.models import RegistrationImport
from fairapp.registration.models import Registration
from fairapp.registration.questions.models import Answer

_LOG = _l("Entries of the log")
_NOTES = _l("Notes of the team in which the person is named")
_LISTS = _l("Rows of lists that were sent in")
_MESSAGES = _l("Messages")
_DELEGATIONS = _l("Contacts of delegations")
_PAIRS = _l("Comparisons with others")

# By hand: `persons` empties them, with what is worked out anew.
settled(
    "registration",
    *("honorific", "given_names", "family_name", "name_other_script", "name_raw", "precision"),
    *("phone_raw", "phone", "phone_2", "email", "organisation", "position", "locality"),
    *("needs_help", "note", "stands_for", "status_reason", "search_text", "submission_key"),
    *("pass_key", "photo_consent"),
)
# What figures ask for, and what names nobody.
impersonal(
    "registration",
    *("reference", "status", "source", "relation", "sex", "region", "country", "language"),
)
# By hand: `persons` as well, for the trail lets itself be blanked and nothing else.
settled("audit_entry", "details", "address")
impersonal("audit_entry", "action", "subject_type", "actor_name")

holds("message", _MESSAGES, Stage.MESSAGES)
settled("message", "recipient")  # `persons`: what was sent to an address that nobody else has
holds("consent", _l("Consents"), Stage.EVIDENCE)
holds("answer", _l("Answers to questions"), Stage.CONTACTS)
holds("opinion", _l("Words of opinions"), Stage.CONTACTS, {"words": MARK})
mentions("opinion", _l("Words of opinions"), "words")
impersonal("opinion", "key")
holds("import_row", _LISTS, Stage.FILES, {"cells": [], "reasons": []})
mentions("import_row", _LISTS, "cells", "reasons", stage=Stage.FILES)
impersonal("import_row", "outcome", "decision")
mentions("registration_import", _LISTS, "options", "header", "error")
impersonal("registration_import", "status", "mapping", "counts", "created_by_name")
holds("merge", _PAIRS, Stage.CONTACTS, {"before": {}}, person="kept_id")
holds("merge", _PAIRS, Stage.CONTACTS, {"before": {}}, person="merged_id")
for _side in ("first_id", "second_id"):
    holds("likely_pair", _PAIRS, Stage.CONTACTS, person=_side)
    holds("distinct_pair", _PAIRS, Stage.CONTACTS, person=_side)
mentions("delegation", _DELEGATIONS, "focal_name", stage=Stage.EVIDENCE)
mentions("delegation", _DELEGATIONS, "focal_phone", "focal_email", stage=Stage.CONTACTS)
impersonal("delegation", "code", "name", "language", "key", "medium", "submission_key")
mentions("announcement", _MESSAGES, "subject", "body", "audience")
impersonal("announcement", "submission_key", "created_by_name")
mentions("job", _LOG, "params", "error")
impersonal("job", "kind", "status", "created_by_name")
impersonal("stored_file", "key", "mimetype", "sha256")
mentions("stored_file", _LISTS, "name")
# A contact is there as a keyed digest, for a day at most.
impersonal("pass_code")
impersonal("sign_up")
impersonal("question")
for _table in ("privacy_notice", "retention", "retention_run", "erasure"):
    impersonal(_table)

# Of the fair and its team, or published: not of participants.
for _table in ("event", "event_day", "category", "room", "stand", "checkpoint", "partner"):
    impersonal(_table)
for _table in ("user_account", "membership", "invitation", "staff_session"):
    impersonal(_table)
for _table in ("second_factor", "recovery_code"):
    impersonal(_table)
for _table in ("session_kind", "editor_settings"):
    impersonal(_table)
_PUBLISHED = _l("The name in the programme that was published; take it off there if need be")
keeps("speaker", _PUBLISHED, "name", "function", "organisation", "biography", "represents")
keeps("programme_release", _PUBLISHED, "note", "entries", "changes")
impersonal("programme_release", "published_by_name")
for _table in ("session", "session_draft"):
    mentions(_table, _NOTES, "note", "needs")
    impersonal(
        _table,
        *("code", "status", "title", "abstract", "languages", "interpretation"),
        *("parts", "acts", "documents", "updated_by_name"),
    )


@shows_people
def sent_in(event_id: int, stages: Collection[Stage], _since: datetime | None) -> Select[Any]:
    """Lists that focal points and the team have sent in; the people of it are registered."""
    return (
        select(RegistrationImport.file_id)
        .join(StoredFile, StoredFile.id == RegistrationImport.file_id)
        .where(RegistrationImport.event_id == event_id, literal(Stage.FILES in stages))
    )


@shows_people
def answered(event_id: int, stages: Collection[Stage], since: datetime | None) -> Select[Any]:
    """Files that people gave as an answer; one person's own are removed by `persons`."""
    return (
        select(Answer.file_id)
        .join(Registration, Registration.id == Answer.registration_id)
        .where(
            Registration.event_id == event_id,
            Answer.file_id.is_not(None),
            literal(Stage.FILES in stages and since is None),
        )
    )
